import {
  DisposedError,
  TokenBias,
  type LlamaContextSequence,
  type SequenceEvaluateOptions,
  type Token as NativeToken,
} from 'node-llama-cpp';
import type { Sampled, Sampling, Sequence, Token, Wants } from '../../reasoning/engine.js';
import { ContextFullError, ReasoningError } from '../../reasoning/errors.js';
import { EngineError, textOf, unloaded } from './errors.js';
import type { SequencePool, Tenant } from './sequence-pool.js';
import type { StateFile } from './state-files.js';

/** A `sample` iterator between two `next()`. */
interface Resting {
  /** Committed tokens when it yielded. */
  length: number;
  /** The sequence was rewound below that since: the yielded token no longer follows what is there. */
  detached: boolean;
}

/** The native generator: a token that `next` puts into the cache yields the one after it. */
type Steps = AsyncGenerator<{ token: NativeToken; confidence?: number }, void, NativeToken | NativeToken[] | undefined>;

/**
 * A sequence of the local model.
 *
 * The native cache holds a prefix of the committed tokens. Usually only the last one is missing: its evaluation yields
 * the logits to sample from, so it waits until then. A sequence that has to leave its native place waits in a state file
 * and comes back at its next use.
 */
export class LocalSequence implements Sequence, Tenant {
  readonly #pool: SequencePool;
  readonly #tokens: NativeToken[];
  readonly #resting = new Set<Resting>();
  #native: LlamaContextSequence | undefined;
  /** The state of a suspended or just forked sequence. */
  #stored: StateFile | undefined;
  /** State file of the present cache content, kept for the next fork. */
  #snapshot: StateFile | undefined;
  #evaluatedBefore = 0;
  #users = 0;
  #lastUsed: number;
  #closed = false;

  constructor(pool: SequencePool, tokens: readonly NativeToken[] = [], stored?: StateFile) {
    this.#pool = pool;
    this.#tokens = [...tokens];
    this.#stored = stored;
    this.#lastUsed = pool.now();
  }

  get length(): number {
    return this.#tokens.length;
  }

  get evaluated(): number {
    return this.#evaluatedBefore + (this.#native === undefined ? 0 : evaluatedBy(this.#native));
  }

  get idle(): boolean {
    return this.#users === 0 && this.#resting.size === 0;
  }

  get lastUsed(): number {
    return this.#lastUsed;
  }

  /** Takes a native place now, so that a lack of them shows when the sequence is opened. */
  async open(): Promise<this> {
    await this.#use(async () => undefined);
    return this;
  }

  async append(tokens: readonly Token[], signal?: AbortSignal, onProgress?: (done: number) => void): Promise<void> {
    if (tokens.length === 0) return;
    if (this.length + tokens.length > this.#pool.contextSize) throw new ContextFullError(this.#pool.contextSize);
    await this.#use(async (native) => {
      const waiting = this.length - native.nextTokenIndex;
      const all = [...this.#tokens.slice(native.nextTokenIndex), ...(tokens as readonly NativeToken[])];
      const last = all.length - 1;
      for (let at = 0; at < last; at += this.#pool.pieceSize) {
        signal?.throwIfAborted();
        const end = Math.min(at + this.#pool.pieceSize, last);
        await this.#evaluate(native, all.slice(at, end));
        this.#tokens.push(...all.slice(Math.max(at, waiting), end));
        onProgress?.(Math.max(0, end - waiting));
      }
      this.#tokens.push(...all.slice(last));
      onProgress?.(tokens.length);
    });
  }

  async *sample(
    sampling: Sampling,
    forbidden?: () => readonly Token[],
    wants: Wants = {},
  ): AsyncGenerator<Sampled, void, readonly Token[] | undefined> {
    if (this.length === 0) throw new RangeError('sample() needs at least one committed token');
    const resting: Resting = { length: 0, detached: false };
    this.#resting.add(resting); // from here on the sequence keeps its native place
    const { gate } = this.#pool;
    gate.enter();
    try {
      const native = await this.#resident();
      this.#ensureRoom();
      const first = await this.#inputForLogits(native);
      const known = sampling.temperature > 0 && (wants.confidence === true || hasCheapConfidence(sampling));
      const wanted: { readonly confidence?: true } = known ? { confidence: true } : {};
      const steps: Steps = native.evaluateWithMetadata(first, wanted, optionsOf(sampling, native, forbidden));
      this.#dropSnapshot();
      try {
        let step = await gate.step(() => steps.next());
        while (step.done !== true) {
          const { token, confidence } = step.value;
          resting.length = this.length;
          resting.detached = false;
          const replacement = yield confidence === undefined ? { token } : { token, confidence };
          const input = await this.#commit(native, token, replacement, resting);
          step = await gate.step(() => steps.next(input));
        }
        throw new EngineError('evaluation-failed', 'The model stopped without a token: solve the question again.');
      } finally {
        await steps.return();
      }
    } catch (error) {
      throw explained(error);
    } finally {
      gate.leave();
      this.#resting.delete(resting);
      this.#lastUsed = this.#pool.now();
    }
  }

  async rewind(length: number): Promise<void> {
    if (!Number.isInteger(length) || length < 0 || length > this.length) {
      throw new RangeError(`rewind(${length}) outside 0..${this.length}`);
    }
    for (const resting of this.#resting) if (length < resting.length) resting.detached = true;
    if (length === this.length) return;
    await this.#use(async (native) => {
      this.#tokens.length = length;
      if (length < native.nextTokenIndex) await this.#erase(native, length);
    });
  }

  async checkpoint(): Promise<void> {
    await this.#use(async (native) => {
      await explaining(native.takeCheckpoint()); // does nothing on attention models
    });
  }

  /**
   * The fork starts from a state file, written once for any number of forks. Checkpoints stay behind: on recurrent models
   * a fork that is rewound, or sampled from before anything is appended to a history that was sampled, is fed again.
   */
  async fork(): Promise<LocalSequence> {
    return this.#use(async (native) => {
      if (native.nextTokenIndex === 0) return new LocalSequence(this.#pool, this.#tokens);
      this.#snapshot ??= await this.#pool.save(native);
      return new LocalSequence(this.#pool, this.#tokens, this.#snapshot.share());
    });
  }

  async suspend(): Promise<void> {
    const native = this.#native;
    if (native === undefined) return;
    if (native.nextTokenIndex > 0) this.#stored = this.#snapshot ?? (await this.#pool.save(native));
    this.#snapshot = undefined;
    this.#evaluatedBefore = this.evaluated;
    this.#native = undefined;
    await this.#pool.release(this);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#pool.exclusively(async () => {
      this.#evaluatedBefore = this.evaluated;
      this.#native = undefined;
      await this.#pool.release(this);
      await this.#stored?.release();
      await this.#snapshot?.release();
      this.#stored = this.#snapshot = undefined;
    });
  }

  /** Commits what the consumer of a sample decided on, and gives the tokens to evaluate for the next one. */
  async #commit(
    native: LlamaContextSequence,
    sampled: NativeToken,
    replacement: readonly Token[] | undefined,
    resting: Resting,
  ): Promise<NativeToken | NativeToken[]> {
    this.#ensureOpen();
    if (replacement === undefined) {
      if (resting.detached) throw new Error('The sequence was rewound: the sampled token no longer follows it.');
      if (native.nextTokenIndex === this.length) {
        this.#tokens.push(sampled);
        this.#dropSnapshot();
        this.#ensureRoom();
        return sampled;
      }
    }
    const commit = replacement === undefined ? [sampled] : (replacement as readonly NativeToken[]);
    if (this.length + commit.length > this.#pool.contextSize) throw new ContextFullError(this.#pool.contextSize);
    for (const token of commit) this.#tokens.push(token);
    this.#ensureRoom();
    this.#dropSnapshot();
    return this.#inputForLogits(native);
  }

  /** The committed tokens not yet evaluated, at least one: logits come with the evaluation of the last token. */
  async #inputForLogits(native: LlamaContextSequence): Promise<NativeToken[]> {
    if (native.nextTokenIndex === this.length) await this.#erase(native, this.length - 1);
    return this.#tokens.slice(native.nextTokenIndex);
  }

  #ensureRoom(): void {
    if (this.length >= this.#pool.contextSize) throw new ContextFullError(this.#pool.contextSize);
  }

  #ensureOpen(): void {
    if (this.#closed) throw unloaded();
  }

  async #evaluate(native: LlamaContextSequence, tokens: NativeToken[]): Promise<void> {
    this.#dropSnapshot();
    await explaining(native.evaluateWithoutGeneratingNewTokens(tokens));
  }

  async #erase(native: LlamaContextSequence, from: number): Promise<void> {
    this.#dropSnapshot();
    await explaining(native.eraseContextTokenRanges([{ start: from, end: native.nextTokenIndex }]));
  }

  #dropSnapshot(): void {
    if (this.#snapshot === undefined) return;
    void this.#snapshot.release();
    this.#snapshot = undefined;
  }

  /** Runs `work` with the native sequence, which stays this one's meanwhile. */
  async #use<T>(work: (native: LlamaContextSequence) => Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await work(await this.#resident());
    } finally {
      this.#users--;
      this.#lastUsed = this.#pool.now();
    }
  }

  /** The native sequence, brought back from the state file where needed. The caller has made this tenant busy. */
  async #resident(): Promise<LlamaContextSequence> {
    this.#ensureOpen();
    return this.#native ?? this.#pool.exclusively(async () => this.#native ?? this.#restore());
  }

  async #restore(): Promise<LlamaContextSequence> {
    this.#ensureOpen();
    const native = await this.#pool.acquire(this);
    const stored = this.#stored;
    if (stored !== undefined) {
      try {
        await native.loadStateFromFile(stored.path, { acceptRisk: true });
      } catch {
        // The file is gone or damaged: what was committed is fed again from its tokens.
        await native.clearHistory();
      }
      this.#stored = undefined;
      await stored.release();
    }
    this.#native = native;
    return native;
  }
}

function evaluatedBy(native: LlamaContextSequence): number {
  const { usedInputTokens, usedOutputTokens } = native.tokenMeter.getState();
  return usedInputTokens + usedOutputTokens;
}

/** Greedy sampling, or none of the vocabulary dropped, would sort all of it for each token (15 ms at 152k tokens). */
function hasCheapConfidence(sampling: Sampling): boolean {
  return sampling.temperature > 0 && sampling.topK > 0;
}

function optionsOf(
  sampling: Sampling,
  native: LlamaContextSequence,
  forbidden: (() => readonly Token[]) | undefined,
): SequenceEvaluateOptions {
  const { temperature, topK, topP, minP, seed } = sampling;
  const options = { temperature, topK, topP, minP, seed, yieldEogToken: true };
  if (forbidden === undefined) return options;
  let forbids: readonly Token[] = [];
  let bias = new TokenBias(native.model.tokenizer);
  const tokenBias = (): TokenBias => {
    const tokens = forbidden();
    if (tokens !== forbids) {
      forbids = tokens;
      bias = new TokenBias(native.model.tokenizer).set([...tokens] as NativeToken[], 'never');
    }
    return bias;
  };
  return { ...options, tokenBias };
}

async function explaining(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw explained(error);
  }
}

/** Errors with a sentence pass; others get one. */
function explained(error: unknown): unknown {
  if (error instanceof ReasoningError || error instanceof EngineError || error instanceof RangeError) return error;
  if (error instanceof DisposedError) return unloaded(error);
  return new EngineError(
    'evaluation-failed',
    `The engine could not go on (${textOf(error)}): solve the question again.`,
    {
      cause: error,
    },
  );
}
