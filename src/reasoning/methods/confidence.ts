import type { Sampled, Sampling, Sequence, Token, Wants } from '../engine.js';
import { ReasoningError } from '../errors.js';

/**
 * A sequence that remembers how sure the model was of what it drew. Everything else goes to the sequence behind it.
 * Confidence of a draw: the token's probability after the sampler chain.
 */
export class MeasuredSequence implements Sequence {
  /** Sum of the natural logarithms of the drawn tokens' probabilities, and how many there were. */
  logProbability = 0;
  drawn = 0;
  #unknown = 0;

  constructor(readonly inner: Sequence) {}

  get length(): number {
    return this.inner.length;
  }

  get evaluated(): number {
    return this.inner.evaluated;
  }

  /**
   * Mean probability of the tokens drawn since `mark`: the geometric mean, 0 to 1 (length-normalised likelihood).
   * @throws ReasoningError "bad-settings" where the engine did not tell.
   */
  confidenceSince(mark: { readonly logProbability: number; readonly drawn: number }): number {
    if (this.#unknown > 0) {
      throw new ReasoningError(
        'bad-settings',
        'The engine tells no confidence with these sampling settings: set the temperature above 0, or give a scorer.',
      );
    }
    const drawn = this.drawn - mark.drawn;
    return drawn === 0 ? 0 : Math.exp((this.logProbability - mark.logProbability) / drawn);
  }

  append(tokens: readonly Token[], signal?: AbortSignal, onProgress?: (done: number) => void): Promise<void> {
    return this.inner.append(tokens, signal, onProgress);
  }

  async *sample(
    sampling: Sampling,
    forbidden?: () => readonly Token[],
    wants: Wants = {},
  ): AsyncGenerator<Sampled, void, readonly Token[] | undefined> {
    const inner = this.inner.sample(sampling, forbidden, { ...wants, confidence: true });
    try {
      let next = await inner.next();
      while (next.done !== true) {
        this.#see(next.value);
        next = await inner.next(yield next.value);
      }
    } finally {
      await inner.return();
    }
  }

  rewind(length: number): Promise<void> {
    return this.inner.rewind(length);
  }

  checkpoint(): Promise<void> {
    return this.inner.checkpoint();
  }

  async fork(): Promise<MeasuredSequence> {
    return new MeasuredSequence(await this.inner.fork());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.inner[Symbol.asyncDispose]();
  }

  #see({ confidence }: Sampled): void {
    this.drawn++;
    if (confidence === undefined) this.#unknown++;
    else this.logProbability += Math.log(Math.max(confidence, Number.MIN_VALUE));
  }
}
