import type { Token, Tokenizer } from '../../reasoning/engine.js';
import { Pieces } from './pieces.js';
import type { TextProtocol, TokenBytes } from './protocol.js';
import { cutInside, looksSpecial, mayHoldSpecial } from './special.js';

/** Ends a line, so that no space belongs behind it and it merges with nothing. */
const LEAD = '\n';
/** Texts of delimiters and continuations are asked for again and again: those up to this length are remembered. */
const REMEMBERED_LENGTH = 200;
const MOST_REMEMBERED = 500;

/** The tokenizer of a server. */
export class ServerTokenizer implements Tokenizer {
  readonly #pieces: Pieces;
  readonly #endings = new Set<Token>();
  readonly #remembered = new Map<string, readonly Token[]>();

  private constructor(
    private readonly protocol: TextProtocol,
    private signal: AbortSignal,
    /** Tokens of {@link LEAD}, put in front for vocabularies that put a space in front of every text. */
    private lead: readonly Token[],
    /** The token that the model asks for in front of every text, if any. */
    readonly begin: Token | undefined,
  ) {
    this.#pieces = new Pieces(protocol);
  }

  /**
   * @param opening ends the opening
   * @param signal ends what it asks of the server later
   */
  static async open(protocol: TextProtocol, opening: AbortSignal, signal: AbortSignal): Promise<ServerTokenizer> {
    const plain = await protocol.tokenize('a', { special: false, begin: false }, opening);
    const begun = await protocol.tokenize('a', { special: false, begin: true }, opening);
    const begin = begun[0]?.token === plain[0]?.token ? undefined : begun[0]?.token;
    const tokenizer = new ServerTokenizer(protocol, opening, [], begin);
    tokenizer.#pieces.add([...plain, ...begun]);
    await tokenizer.learn(begun.map(({ token }) => token));
    if (tokenizer.decode(plain.map(({ token }) => token)).startsWith(' '))
      tokenizer.lead = await tokenizer.#asked(LEAD, false);
    tokenizer.signal = signal;
    return tokenizer;
  }

  encodeTemplate(text: string): Promise<Token[]> {
    return this.#remembering(`template ${text}`, () => this.#encode(wellFormed(text), true));
  }

  encodeText(text: string): Promise<Token[]> {
    return this.#remembering(`text ${text}`, () => this.#encodeText(wellFormed(text)));
  }

  decode(tokens: readonly Token[]): string {
    return this.#pieces.textOf(tokens);
  }

  isEndOfTurn(token: Token): boolean {
    return this.#endings.has(token);
  }

  /** The server ended a turn with this token. */
  addEnding(token: Token): void {
    this.#endings.add(token);
  }

  /**
   * Makes sure that tokens can be decoded.
   * @returns false: they end in an unfinished character, and the rest of it would have to be there to know its parts
   */
  learn(tokens: readonly Token[]): Promise<boolean> {
    return this.#pieces.learn(tokens, this.signal);
  }

  /** The server sent this text with a token. */
  add(token: Token, text: string): void {
    if (!this.#pieces.has(token)) this.#pieces.add([{ token, bytes: Buffer.from(text) }]);
  }

  async #remembering(key: string, work: () => Promise<readonly Token[]>): Promise<Token[]> {
    const known = this.#remembered.get(key);
    if (known !== undefined) return [...known];
    const tokens = await work();
    if (key.length <= REMEMBERED_LENGTH) {
      if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
      this.#remembered.set(key, tokens);
    }
    return [...tokens];
  }

  async #encodeText(text: string): Promise<readonly Token[]> {
    if (text === '') return [];
    if (!mayHoldSpecial(text)) return this.#encode(text, false);
    const spelled = new Set<string>();
    for (const token of await this.#encode(text, true)) {
      const one = this.decode([token]);
      if (looksSpecial(one)) spelled.add(one);
    }
    return (await this.#encodeCut([...cutInside(text, [...spelled])])).flat();
  }

  /** Words that still come out as a delimiter, as user-defined tokens do on llama.cpp, are cut inside it. */
  async #encodeCut(pieces: readonly string[]): Promise<(readonly Token[])[]> {
    const encoded: (readonly Token[])[] = [];
    for (const piece of pieces) {
      const tokens = await this.#encode(piece, false);
      const spelled = tokens
        .map((token) => this.decode([token]))
        .filter((one) => piece.length > 1 && looksSpecial(one));
      const smaller = [...cutInside(piece, spelled)];
      if (smaller.length > 1) encoded.push(...(await this.#encodeCut(smaller)));
      else encoded.push(tokens);
    }
    return encoded;
  }

  /** Without the space that some vocabularies put in front: it would be one that nobody wrote. */
  async #encode(text: string, special: boolean): Promise<readonly Token[]> {
    if (text === '') return [];
    const { lead } = this;
    if (lead.length === 0) return this.#asked(text, special);
    const tokens = await this.#asked(LEAD + text, special);
    return lead.every((token, index) => token === tokens[index])
      ? tokens.slice(lead.length)
      : this.#asked(text, special);
  }

  async #asked(text: string, special: boolean): Promise<readonly Token[]> {
    const found: readonly TokenBytes[] = await this.protocol.tokenize(text, { special, begin: false }, this.signal);
    this.#pieces.add(found);
    const tokens = found.map(({ token }) => token);
    if (found.some(({ bytes }) => bytes === undefined)) await this.#pieces.learn(tokens, this.signal);
    return tokens;
  }
}

/** Lone surrogates have no UTF-8 form; they become U+FFFD here, as they would on the way to the server. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
