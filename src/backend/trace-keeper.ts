import { applyEvent, type TraceEvent } from '../reasoning/events.js';
import type { Trace } from '../reasoning/trace.js';
import { coalesced } from './event-batcher.js';

/** Fold at the latest after this many events: what waits is memory. */
const MOST_WAITING = 4096;

/**
 * The caller's own copy of a trace that is being made, so that it outlives the process that makes it. Folding costs
 * time in proportion to the trace; events are kept and folded when somebody looks.
 */
export class TraceKeeper {
  #trace: Trace | undefined;
  #waiting: TraceEvent[] = [];

  constructor(trace?: Trace) {
    this.#trace = trace;
  }

  push(events: readonly TraceEvent[]): void {
    this.#waiting.push(...events);
    if (this.#waiting.length > MOST_WAITING) this.#fold();
  }

  /** The trace so far; undefined before its first event. */
  get trace(): Trace | undefined {
    this.#fold();
    return this.#trace;
  }

  #fold(): void {
    for (const event of coalesced(this.#waiting.splice(0))) {
      if (event.type === 'start') this.#trace = event.trace;
      else if (this.#trace !== undefined) this.#trace = applyEvent(this.#trace, event);
    }
  }
}
