import type { Token, Tokenizer } from './engine.js';

/** Tokens whose text is whole: no character is cut at either end. */
export interface Piece {
  readonly tokens: readonly Token[];
  readonly text: string;
}

/** An unfinished UTF-8 sequence is at most 3 bytes, each at worst one token; more than that is no character at all. */
const MOST_HELD = 8;
/** Tokens of context that decoders need to place spaces rightly. */
const CONTEXT = 4;

/** Text of a token stream without broken characters: tokens are held while their text ends in an unfinished one. */
export class StreamText {
  #held: Token[] = [];
  #before: Token[];

  /** `before`: the tokens in front of the stream. */
  constructor(
    private readonly tokenizer: Tokenizer,
    before: readonly Token[],
  ) {
    this.#before = before.slice(-CONTEXT);
  }

  /** The piece that `token` completes, or undefined while a character is unfinished. */
  push(token: Token): Piece | undefined {
    this.#held.push(token);
    const text = this.tokenizer.decode(this.#held, this.#before);
    if (text.endsWith('\ufffd') && this.#held.length < MOST_HELD) return undefined;
    return this.#take(text);
  }

  /** What is held, broken or not; undefined when nothing is. */
  flush(): Piece | undefined {
    if (this.#held.length === 0) return undefined;
    return this.#take(this.tokenizer.decode(this.#held, this.#before));
  }

  #take(text: string): Piece {
    const piece = { tokens: this.#held, text };
    this.#before = [...this.#before, ...this.#held].slice(-CONTEXT);
    this.#held = [];
    return piece;
  }
}
