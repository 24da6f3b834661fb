import type { Sampled, Sampling, Sequence, Token, Wants } from '../../reasoning/engine.js';
import { ContextFullError } from '../../reasoning/errors.js';
import { deriveSeed } from '../../reasoning/seeds.js';
import { ServerError } from './errors.js';
import { IN_USE, Retries } from './patience.js';
import type { CompletionEvent, ServerProtocol } from './protocol.js';
import type { ServerTokenizer } from './tokenizer.js';

/** Most tokens of one completion: what a stopped run has drawn in vain stays small, and to begin anew costs little. */
const MOST_DRAWN = 1024;

/** Tokens of a character at most: one a byte. */
const LONGEST_CHARACTER = 4;

const NONE: readonly Token[] = [];

/** What the sequences of one engine share. */
export interface ServerAccess {
  readonly protocol: ServerProtocol;
  readonly tokenizer: ServerTokenizer;
  readonly contextSize: number;
  /** Aborted when the engine is disposed of. */
  readonly signal: AbortSignal;
  /** Anything thrown, with a sentence. */
  readonly explained: (error: unknown) => unknown;
  /** Looks whether the server still serves the same model. @throws ServerError where it does not */
  readonly look: (signal: AbortSignal) => Promise<void>;
}

/** A `sample` iterator between two `next()`. */
interface Resting {
  /** Committed tokens when it yielded. */
  length: number;
  /** The sequence was rewound below that since: the yielded token no longer follows what is there. */
  detached: boolean;
}

/**
 * A token history whose attention cache is the server's: it finds the longest prefix that it still has by itself. So
 * appending, rewinding and forking are free here, and cost there, at the next draw, what the server has forgotten.
 */
export class ServerSequence implements Sequence {
  readonly #access: ServerAccess;
  readonly #tokens: Token[];
  readonly #resting = new Set<Resting>();
  readonly #closed = new AbortController();
  #evaluated = 0;

  constructor(access: ServerAccess, tokens: readonly Token[] = []) {
    this.#access = access;
    this.#tokens = [...tokens];
  }

  get length(): number {
    return this.#tokens.length;
  }

  /** By what the server says of its cache; vLLM says too little, and every prompt counts in full. */
  get evaluated(): number {
    return this.#evaluated;
  }

  async append(tokens: readonly Token[], signal?: AbortSignal, onProgress?: (done: number) => void): Promise<void> {
    if (tokens.length === 0) return;
    signal?.throwIfAborted();
    if (this.length + tokens.length > this.#access.contextSize) throw new ContextFullError(this.#access.contextSize);
    await this.#learn(tokens); // those of an earlier trace may be new to this engine
    for (const token of tokens) this.#tokens.push(token);
    onProgress?.(tokens.length);
  }

  async *sample(
    sampling: Sampling,
    forbidden?: () => readonly Token[],
    wants: Wants = {},
  ): AsyncGenerator<Sampled, void, readonly Token[] | undefined> {
    if (this.length === 0) throw new RangeError('sample() needs at least one committed token');
    const resting: Resting = { length: 0, detached: false };
    this.#resting.add(resting);
    const confidence = wants.confidence === true || sampling.topK > 0;
    const draws = new Draws(
      this.#access,
      this.#signalWith(wants.signal),
      sampling,
      confidence,
      (n) => (this.#evaluated += n),
    );
    try {
      for (;;) {
        const drawn = await draws.next(this.#tokens, forbidden?.() ?? NONE);
        resting.length = this.length;
        resting.detached = false;
        const { token } = drawn;
        const instead = yield drawn.confidence === undefined ? { token } : { token, confidence: drawn.confidence };
        if (instead === undefined && isDetached(resting)) {
          throw new Error('The sequence was rewound: the sampled token no longer follows it.');
        }
        const goesOn = instead === undefined && this.length === resting.length;
        const committed = instead ?? [token];
        if (this.length + committed.length > this.#access.contextSize) {
          throw new ContextFullError(this.#access.contextSize);
        }
        if (instead !== undefined) await this.#learn(instead);
        for (const one of committed) this.#tokens.push(one);
        if (!goesOn) await draws.end();
      }
    } finally {
      this.#resting.delete(resting);
      await draws.end();
    }
  }

  async rewind(length: number): Promise<void> {
    if (!Number.isInteger(length) || length < 0 || length > this.length) {
      throw new RangeError(`rewind(${length}) outside 0..${this.length}`);
    }
    for (const resting of this.#resting) if (length < resting.length) resting.detached = true;
    this.#tokens.length = length;
  }

  async checkpoint(): Promise<void> {
    // The server keeps its own, where its model needs them.
  }

  async fork(): Promise<ServerSequence> {
    return new ServerSequence(this.#access, this.#tokens);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
  }

  #signalWith(more: AbortSignal | undefined): AbortSignal {
    const own = [this.#access.signal, this.#closed.signal];
    return AbortSignal.any(more === undefined ? own : [...own, more]);
  }

  async #learn(tokens: readonly Token[]): Promise<void> {
    try {
      await this.#access.tokenizer.learn(tokens);
    } catch (error) {
      throw this.#access.explained(error);
    }
  }
}

/** It may have become so while the iterator rested. */
function isDetached({ detached }: Resting): boolean {
  return detached;
}

type Drawn = Extract<CompletionEvent, { kind: 'token' }>;

/** The tokens of one `sample`: completions, one after another, each from the history as it then is. */
class Draws {
  #stream: AsyncGenerator<CompletionEvent, void> | undefined;
  #forbidden: readonly Token[] = NONE;
  /** Completions so far: the first has the seed that was asked for. */
  #begun = 0;
  #drawnOfStream = 0;
  /** Tokens of a character that is unfinished. */
  #character: Token[] = [];
  /** Completions that failed at this place. */
  #failed = 0;
  readonly #retries: Retries;

  constructor(
    private readonly access: ServerAccess,
    /** Ends a draw that is waited for. */
    private readonly signal: AbortSignal,
    private readonly sampling: Sampling,
    private readonly confidence: boolean,
    private readonly onEvaluated: (tokens: number) => void,
  ) {
    this.#retries = new Retries(IN_USE, signal);
  }

  /**
   * The token that follows `history`, which is what the last call was given and what it drew, or anything after `end`.
   * @throws ContextFullError, ServerError
   */
  async next(history: readonly Token[], forbidden: readonly Token[]): Promise<Drawn> {
    const { tokenizer, contextSize, explained, signal: engine } = this.access;
    if (!sameTokens(forbidden, this.#forbidden)) await this.end();
    for (;;) {
      const room = contextSize - history.length;
      if (room <= 0) throw new ContextFullError(contextSize);
      try {
        // It may have been started again meanwhile, with another model.
        if (this.#failed > 0) await this.access.look(this.signal);
        const stream = (this.#stream ??= this.#begin(history, forbidden, room));
        const step = await stream.next();
        if (step.done === true) {
          const full = this.#drawnOfStream === 0;
          await this.end();
          if (full) throw new ContextFullError(contextSize); // a context smaller than the server said
          continue;
        }
        const event = step.value;
        if (event.kind === 'read') {
          this.onEvaluated(event.tokens);
          continue;
        }
        // Its evaluation is part of drawing the one after it; the first one came with the prompt.
        if (this.#drawnOfStream++ > 0) this.onEvaluated(1);
        await this.#learn(event);
        if (event.endsTurn) {
          tokenizer.addEnding(event.token);
          await this.end();
        }
        this.#retries.worked();
        this.#failed = 0;
        return event;
      } catch (error) {
        await this.end();
        const known = explained(error);
        if (error instanceof ContextFullError || engine.aborted) throw known;
        if (isCertain(known, this.sampling)) throw known;
        this.#failed += 1;
        await this.#retries.after(known); // from what is committed, the stream goes on
      }
    }
  }

  /** What a token stands for, together with those before it where they begin a character. */
  async #learn({ token, text }: Drawn): Promise<void> {
    const { tokenizer } = this.access;
    if (text !== undefined) tokenizer.add(token, text);
    this.#character.push(token);
    const known = await tokenizer.learn(this.#character);
    const whole = known && !tokenizer.decode(this.#character).endsWith('\ufffd');
    if (whole || this.#character.length === LONGEST_CHARACTER) this.#character = [];
  }

  /** Closes the connection, which ends the server's work. */
  async end(): Promise<void> {
    const stream = this.#stream;
    this.#stream = undefined;
    await stream?.return().catch(() => undefined);
  }

  #begin(history: readonly Token[], forbidden: readonly Token[], room: number): AsyncGenerator<CompletionEvent, void> {
    const { protocol, contextSize } = this.access;
    this.#forbidden = forbidden;
    this.#drawnOfStream = 0;
    const { seed } = this.sampling;
    const again = this.#begun++ > 0;
    const place = history.length + this.#failed * contextSize;
    const request = {
      prompt: [...history],
      // A token is forbidden at one place: what follows is drawn freely.
      most: forbidden.length > 0 ? 1 : Math.min(room, MOST_DRAWN),
      sampling: { ...this.sampling, seed: again ? deriveSeed(seed, place) : seed },
      forbidden,
      confidence: this.confidence,
    };
    return protocol.complete(request, this.signal);
  }
}

/** Greedy, a model draws the same again, and the server cannot read it again. */
function isCertain(error: unknown, { temperature }: Sampling): boolean {
  return error instanceof ServerError && error.kind === 'server-output' && temperature === 0;
}

function sameTokens(a: readonly Token[], b: readonly Token[]): boolean {
  return a === b || (a.length === b.length && a.every((token, index) => token === b[index]));
}
