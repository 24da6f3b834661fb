/**
 * Who may use the model: one job at a time, and what a person waits for goes first.
 *
 * - "interactive": a person waits. In the order they came, before all batch work.
 * - "batch": one piece of an evaluation. It steps aside between two tokens (`rest`) while interactive work waits.
 * - "exclusive": loading and unloading, asked by a person. In order with the interactive jobs, but it begins only when
 *   no batch job is half done: that one would lose its model.
 */
export type Priority = 'interactive' | 'batch' | 'exclusive';

/** What a running job holds. */
export interface Turn {
  /** Lets interactive work that waits go first, and comes back after it. Costs nothing when none waits. */
  rest(): Promise<void>;
}

interface Waiting {
  readonly priority: Priority;
  readonly go: () => void;
}

export class Turns {
  /** Interactive and exclusive jobs not begun, in order. */
  readonly #people: Waiting[] = [];
  readonly #batch: Waiting[] = [];
  /** Batch jobs that were begun and stepped aside. */
  readonly #resting: Waiting[] = [];
  #busy = false;

  /** Whether no job runs, rests or waits. */
  get idle(): boolean {
    return !this.#busy && this.#people.length + this.#batch.length + this.#resting.length === 0;
  }

  /**
   * Runs `job` when its turn comes.
   * @throws the signal's reason when it is aborted before the job began; a job that runs watches the signal itself.
   */
  async run<T>(priority: Priority, job: (turn: Turn) => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#wait(priority === 'batch' ? this.#batch : this.#people, priority, signal);
    try {
      return await job({ rest: () => this.#rest(priority) });
    } finally {
      this.#busy = false;
      this.#next();
    }
  }

  async #rest(priority: Priority): Promise<void> {
    if (priority !== 'batch' || this.#people[0]?.priority !== 'interactive') return;
    this.#busy = false;
    await this.#wait(this.#resting, priority);
  }

  #wait(queue: Waiting[], priority: Priority, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const onAbort = () => {
        queue.splice(queue.indexOf(waiting), 1);
        reject(signal?.reason as Error);
        this.#next();
      };
      const go = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const waiting: Waiting = { priority, go };
      signal?.addEventListener('abort', onAbort, { once: true });
      queue.push(waiting);
      this.#next();
    });
  }

  #next(): void {
    if (this.#busy) return;
    const next = this.#chosen().shift();
    if (next === undefined) return;
    this.#busy = true;
    next.go();
  }

  #chosen(): Waiting[] {
    if (this.#people[0]?.priority === 'interactive') return this.#people;
    if (this.#resting.length > 0) return this.#resting;
    return this.#people.length > 0 ? this.#people : this.#batch;
  }
}
