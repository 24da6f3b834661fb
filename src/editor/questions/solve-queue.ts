/** Many questions, solved one after another. PURE: what solving is, the caller says. */
import { Emitter } from '../events.js';

export interface QueueProgress {
  /** Questions that came to an end, failed ones among them. */
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}

/** Thrown by the work when no other question could be solved either: no model, no memory. */
export class QueueStop extends Error {
  override readonly name = 'QueueStop';
}

export interface QueueOutcome extends QueueProgress {
  /** It was cancelled, by a person or by an error that would meet every question. */
  readonly cancelled: boolean;
  readonly reason?: Error;
}

/**
 * A queue of items named by their hash. Items are solved in the order in which they came; one that fails does not stop
 * the others. `Work` resolves when the item came to its end and rejects when it failed; after an abort its end counts as
 * neither.
 */
export class SolveQueue<Item extends { readonly hash: string }> {
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #waiting: Item[] = [];
  #running: { readonly item: Item; readonly abort: AbortController } | undefined;
  #counts = { done: 0, failed: 0, total: 0 };
  #round: Promise<QueueOutcome> | undefined;
  #cancelled = false;
  #reason: Error | undefined;

  constructor(private readonly work: (item: Item, signal: AbortSignal) => Promise<void>) {}

  /** null while nothing is to be done. */
  get progress(): QueueProgress | null {
    return this.#round === undefined ? null : { ...this.#counts };
  }

  get waiting(): readonly Item[] {
    return this.#waiting;
  }

  get running(): Item | undefined {
    return this.#running?.item;
  }

  /** Adds what is not in it yet. Resolves when everything in the queue has come to its end. */
  add(items: readonly Item[]): Promise<QueueOutcome> {
    const known = new Set([...this.#waiting, ...(this.#running === undefined ? [] : [this.#running.item])].map(hashOf));
    for (const item of items) {
      if (known.has(item.hash)) continue;
      known.add(item.hash);
      this.#waiting.push(item);
      this.#counts.total++;
    }
    this.#round ??= this.#run();
    this.#changed.fire();
    return this.#round;
  }

  /** Takes one item out, or stops it. @returns whether it was there */
  cancel(hash: string): boolean {
    const at = this.#waiting.findIndex((item) => item.hash === hash);
    if (at >= 0) {
      this.#waiting.splice(at, 1);
      this.#counts.total--;
    } else if (this.#running?.item.hash === hash) this.#running.abort.abort();
    else return false;
    this.#changed.fire();
    return true;
  }

  /** Stops what runs and forgets what waits. */
  cancelAll(): void {
    if (this.#round === undefined) return;
    this.#cancelled = true;
    this.#counts.total -= this.#waiting.length;
    this.#waiting.length = 0;
    this.#running?.abort.abort();
    this.#changed.fire();
  }

  async #run(): Promise<QueueOutcome> {
    await Promise.resolve(); // all that is added together is counted before the first begins
    for (let item = this.#waiting.shift(); item !== undefined; item = this.#waiting.shift()) {
      await this.#solve(item);
    }
    const outcome: QueueOutcome = {
      ...this.#counts,
      cancelled: this.#cancelled,
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
    };
    this.#round = undefined;
    this.#counts = { done: 0, failed: 0, total: 0 };
    this.#cancelled = false;
    this.#reason = undefined;
    this.#changed.fire();
    return outcome;
  }

  async #solve(item: Item): Promise<void> {
    const abort = new AbortController();
    this.#running = { item, abort };
    this.#changed.fire();
    try {
      await this.work(item, abort.signal);
      if (abort.signal.aborted) this.#counts.total--;
      else this.#counts.done++;
    } catch (error) {
      if (abort.signal.aborted) this.#counts.total--;
      else {
        this.#counts.done++;
        this.#counts.failed++;
        if (error instanceof QueueStop) {
          this.#reason = error;
          this.cancelAll();
        }
      }
    }
    this.#running = undefined;
    this.#changed.fire();
  }
}

const hashOf = ({ hash }: { readonly hash: string }): string => hash;
