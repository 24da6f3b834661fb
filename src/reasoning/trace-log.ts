import { applyEvent, type TraceEvent } from './events.js';
import type { Control, Trace } from './trace.js';

/** Folds the events that pass through into the trace. */
export class TraceLog {
  constructor(public trace: Trace) {}

  /** Folds an event that nobody waits for. */
  take(event: TraceEvent): void {
    this.trace = applyEvent(this.trace, event);
  }

  *pass(event: TraceEvent): Generator<TraceEvent, void> {
    this.take(event);
    yield event;
  }

  /** All events of `events`; returns what it returns. */
  async *passAll<T>(events: AsyncGenerator<TraceEvent, T>): AsyncGenerator<TraceEvent, T> {
    for (;;) {
      const next = await events.next();
      if (next.done === true) return next.value;
      yield* this.pass(next.value);
    }
  }

  *control(control: Control): Generator<TraceEvent, void> {
    const at = this.trace.spans.reduce((n, span) => n + span.tokens.length, 0);
    yield* this.pass({ type: 'control', change: { at, control } });
  }
}

/** Milliseconds of each phase, added to those of the trace so far. */
export class Clock {
  readonly times: { prompt: number; thinking: number; answer: number };
  #last = performance.now();
  #phase: 'thinking' | 'answer' = 'thinking';

  constructor(before: Trace['times']) {
    this.times = { ...before };
  }

  lap(phase: keyof Trace['times']): void {
    const now = performance.now();
    this.times[phase] += now - this.#last;
    this.#last = now;
  }

  /** What passed since the last lap was not this trace's. */
  skip(): void {
    this.#last = performance.now();
  }

  see(event: TraceEvent): void {
    if (event.type === 'tokens' && event.role !== 'delimiter') this.#phase = event.role;
    if (event.type === 'tokens' || event.type === 'answer-ended') this.lap(this.#phase);
  }
}
