/**
 * Who may use the model: one job at a time, and what a person waits for goes first.
 *
 * - "interactive": a person waits. In the order they came, before all batch work.
 * - "batch": one piece of an evaluation or of a pipeline. It steps aside between two tokens (`rest`) while interactive work waits.
 * - "exclusive": loading and unloading, asked by a person. In order with the interactive jobs, but it begins only when
 *   no batch job is half done: that one would lose its model. It is asked to give up where it takes long.
 */
export type Priority = 'interactive' | 'batch' | 'exclusive';

/** How long a batch job that is half done may keep another model waiting, in milliseconds. */
export const PATIENCE_MS = 3000;

/** What a running job holds. */
export interface Turn {
  /** Lets interactive work that waits go first, and comes back after it. Costs nothing when none waits. */
  rest(): Promise<void>;
  /** Steps aside until `until` resolves, whoever waits; then comes back in its turn. */
  park(until: Promise<unknown>): Promise<void>;
  /** Whether a person waits for the model this very moment. */
  readonly personWaits: boolean;
  /** Aborted when the job should give up for the sake of another model: it may be begun again later. */
  readonly unwanted: AbortSignal;
}

/** A turn that its owner ends. */
export interface TakenTurn extends Turn {
  end(): void;
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
  /** Batch jobs that were begun and have not ended: one that runs, and those that rest or are parked. */
  readonly #halfDone = new Set<AbortController>();
  #parked = 0;
  /** Exclusive jobs that wait or run. */
  #changes = 0;
  #busy = false;
  #patience: NodeJS.Timeout | undefined;

  constructor(readonly patienceMs = PATIENCE_MS) {}

  /** Whether no job runs, rests or waits. */
  get idle(): boolean {
    return !this.#busy && this.#people.length + this.#batch.length + this.#resting.length + this.#parked === 0;
  }

  /** Whether a job waits that can begin only when those that are half done have ended. */
  get isWanted(): boolean {
    return this.#batch.length > 0 || this.#people.some(({ priority }) => priority === 'exclusive');
  }

  /** Whether the model is being loaded or unloaded, or is about to be. */
  get isChanging(): boolean {
    return this.#changes > 0;
  }

  /**
   * Runs `job` when its turn comes.
   * @throws the signal's reason when it is aborted before the job began; a job that runs watches the signal itself.
   */
  async run<T>(priority: Priority, job: (turn: Turn) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const change = priority === 'exclusive' ? 1 : 0;
    this.#changes += change;
    try {
      const turn = await this.take(priority, signal);
      try {
        return await job(turn);
      } finally {
        turn.end();
      }
    } finally {
      this.#changes -= change;
    }
  }

  /**
   * A turn, when it comes, for a job that is no single function. Its owner must end it.
   * @throws the signal's reason when it is aborted before
   */
  async take(priority: Priority, signal?: AbortSignal): Promise<TakenTurn> {
    await this.#wait(priority === 'batch' ? this.#batch : this.#people, priority, signal);
    const given = new AbortController();
    if (priority === 'batch') this.#halfDone.add(given);
    const personWaits = () => this.#people[0]?.priority === 'interactive';
    return {
      rest: () => this.#rest(priority),
      park: (until) => this.#park(until),
      get personWaits() {
        return personWaits();
      },
      unwanted: given.signal,
      end: () => {
        this.#halfDone.delete(given);
        this.#busy = false;
        this.#next();
      },
    };
  }

  async #rest(priority: Priority): Promise<void> {
    if (priority !== 'batch' || this.#people[0]?.priority !== 'interactive') return;
    this.#busy = false;
    await this.#wait(this.#resting, priority);
  }

  async #park(until: Promise<unknown>): Promise<void> {
    this.#busy = false;
    this.#parked++;
    this.#next();
    try {
      await until;
    } finally {
      this.#parked--;
      await this.#wait(this.#resting, 'batch');
    }
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
    this.#watchPatience();
    if (this.#busy) return;
    const next = this.#chosen().shift();
    if (next === undefined) return;
    this.#busy = true;
    next.go();
  }

  #chosen(): Waiting[] {
    if (this.#people[0]?.priority === 'interactive') return this.#people;
    if (this.#resting.length > 0) return this.#resting;
    if (this.#parked > 0) return [];
    return this.#people.length > 0 ? this.#people : this.#batch;
  }

  /** A job that is half done keeps another model waiting: for a moment. */
  #watchPatience(): void {
    const keepsWaiting = this.#people[0]?.priority === 'exclusive' && this.#halfDone.size > 0;
    if (!keepsWaiting) {
      clearTimeout(this.#patience);
      this.#patience = undefined;
      return;
    }
    this.#patience ??= setTimeout(() => {
      this.#patience = undefined;
      for (const given of this.#halfDone) given.abort();
    }, this.patienceMs);
  }
}
