/** Runs work at most once in an interval; the last request is never lost. */
export class Throttle implements Disposable {
  #timer: NodeJS.Timeout | undefined;
  #last = -Infinity;

  constructor(
    private readonly intervalMs: number,
    private readonly work: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  request(): void {
    if (this.#timer !== undefined) return;
    const wait = this.#last + this.intervalMs - this.now();
    if (wait <= 0) {
      this.#run();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#run();
    }, wait);
  }

  #run(): void {
    this.#last = this.now();
    this.work();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
