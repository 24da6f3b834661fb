import type { Engine, ModelInfo, Sampled, Sampling, Sequence, Token, Tokenizer, Wants } from '../reasoning/engine.js';
import { ReasoningError } from '../reasoning/errors.js';

/**
 * An engine as an evaluation or a pipeline sees it: of the sequences that can draw tokens at the same time, one is left to the person,
 * who may ask a question between any two tokens.
 */
export class SharedEngine implements Engine {
  readonly #drawing = new Map<SharedSequence, number>();

  constructor(private readonly engine: Engine) {}

  get version(): string {
    return this.engine.version;
  }

  get model(): ModelInfo {
    return this.engine.model;
  }

  get tokenizer(): Tokenizer {
    return this.engine.tokenizer;
  }

  /** With a single sequence there is none to leave: background work then gives way where a person waits. */
  get places(): number {
    return Math.max(1, this.engine.model.sequences - 1);
  }

  async open(signal?: AbortSignal): Promise<Sequence> {
    return new SharedSequence(await this.engine.open(signal), this);
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly (readonly number[])[] | null> {
    return this.engine.embed?.(texts, signal) ?? null;
  }

  /** The engine is its owner's. */
  async [Symbol.asyncDispose](): Promise<void> {
    // nothing of its own
  }

  /** @throws ReasoningError "no-sequence-left" */
  enter(sequence: SharedSequence): void {
    const already = this.#drawing.get(sequence);
    if (already === undefined && this.#drawing.size >= this.places) {
      throw new ReasoningError(
        'no-sequence-left',
        `All ${this.places} sequences that work in the background may use are in use: wait until one is done.`,
      );
    }
    this.#drawing.set(sequence, (already ?? 0) + 1);
  }

  leave(sequence: SharedSequence): void {
    const left = (this.#drawing.get(sequence) ?? 1) - 1;
    if (left === 0) this.#drawing.delete(sequence);
    else this.#drawing.set(sequence, left);
  }
}

class SharedSequence implements Sequence {
  constructor(
    private readonly inner: Sequence,
    private readonly engine: SharedEngine,
  ) {}

  get length(): number {
    return this.inner.length;
  }

  get evaluated(): number {
    return this.inner.evaluated;
  }

  append(tokens: readonly Token[], signal?: AbortSignal, onProgress?: (done: number) => void): Promise<void> {
    return this.inner.append(tokens, signal, onProgress);
  }

  async *sample(
    sampling: Sampling,
    forbidden?: () => readonly Token[],
    wants?: Wants,
  ): AsyncGenerator<Sampled, void, readonly Token[] | undefined> {
    this.engine.enter(this);
    try {
      return yield* this.inner.sample(sampling, forbidden, wants);
    } finally {
      this.engine.leave(this);
    }
  }

  rewind(length: number): Promise<void> {
    return this.inner.rewind(length);
  }

  checkpoint(): Promise<void> {
    return this.inner.checkpoint();
  }

  async fork(): Promise<Sequence> {
    return new SharedSequence(await this.inner.fork(), this.engine);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.inner[Symbol.asyncDispose]();
  }
}
