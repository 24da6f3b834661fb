/**
 * Lets samplings that run side by side decode in step, so that one batch serves them all.
 *
 * Left alone, the native scheduler starts its next batch as soon as the first sequence asks for a token; the others miss
 * it, and two samplings are never batched at all (300 steps of two sequences took 599 batches). Here, whoever asks waits
 * until every token under way has arrived and those who got one have had a turn of the event loop to ask for the next.
 */
export class DecodeGate {
  readonly #waiting: (() => void)[] = [];
  #samplings = 0;
  #underWay = 0;
  #scheduled = false;

  /** A sampling begins. */
  enter(): void {
    this.#samplings++;
  }

  /** A sampling has ended. */
  leave(): void {
    this.#samplings--;
  }

  /** Runs `decode` together with those of the other samplings. */
  async step<T>(decode: () => Promise<T>): Promise<T> {
    if (this.#samplings > 1) await this.#turn();
    this.#underWay++;
    try {
      return await decode();
    } finally {
      this.#underWay--;
      if (this.#underWay === 0) this.#schedule();
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#underWay === 0) this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#underWay > 0) return; // somebody alone went ahead; its end schedules again
      for (const resolve of this.#waiting.splice(0)) resolve();
    });
  }
}
