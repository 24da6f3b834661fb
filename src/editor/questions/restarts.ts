/** When a process that ended by itself may be started again: a few times, each after a longer wait. PURE. */

/** So many ends within the window are bad luck; one more is a fault that a restart does not cure. */
const MOST = 4;
const WINDOW_MS = 180_000;
const FIRST_WAIT_MS = 250;

export class Restarts {
  #ends: number[] = [];

  /** @returns milliseconds to wait before the next start, or undefined when there have been too many */
  next(now: number): number | undefined {
    this.#ends = [...this.#ends.filter((end) => now - end < WINDOW_MS), now];
    return this.#ends.length > MOST ? undefined : FIRST_WAIT_MS * 2 ** (this.#ends.length - 1);
  }

  /** Somebody asked for a start: what was before does not count. */
  forget(): void {
    this.#ends = [];
  }
}
