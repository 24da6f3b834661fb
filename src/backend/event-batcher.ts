import type { TraceEvent } from '../reasoning/events.js';

/** A display draws a frame in about this time; more messages than frames are work for nothing. */
export const BATCH_MS = 16;

type TokensEvent = Extract<TraceEvent, { type: 'tokens' }>;

/**
 * The same events in fewer: tokens that go into one span come in one event, and of several progress or cost events in
 * a row the last one is left. Folding the result (`applyEvent`) gives the same trace.
 */
export function coalesced(events: readonly TraceEvent[]): TraceEvent[] {
  const result: TraceEvent[] = [];
  /** The last event of `result` where it is made of several: its pieces are joined once, at its end. */
  let run: TokensEvent[] = [];
  const close = () => {
    const [first] = run;
    if (first !== undefined && run.length > 1) result[result.length - 1] = joined(first, run);
    run = [];
  };
  for (const event of events) {
    const last = result.at(-1);
    if (event.type === 'tokens') {
      const [first] = run;
      if (first !== undefined && sameSpan(first, event)) run.push(event);
      else {
        close();
        run = [event];
        result.push(event);
      }
      continue;
    }
    close();
    if ((event.type === 'reading' || event.type === 'cost') && last?.type === event.type) result.pop();
    result.push(event);
  }
  close();
  return result;
}

function sameSpan(a: TokensEvent, b: TokensEvent): boolean {
  return a.role === b.role && a.origin === b.origin && a.note === undefined && b.note === undefined;
}

function joined(first: TokensEvent, run: readonly TokensEvent[]): TokensEvent {
  return { ...first, text: run.map(({ text }) => text).join(''), tokens: run.flatMap(({ tokens }) => tokens) };
}

/**
 * Collects events and hands them on at most once per BATCH_MS: the first at once, so that nothing waits when tokens are
 * slow, the rest together.
 */
export class EventBatcher {
  #waiting: TraceEvent[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly send: (events: readonly TraceEvent[]) => void) {}

  push(event: TraceEvent): void {
    this.#waiting.push(event);
    if (this.#timer === undefined) this.#send();
  }

  /** Hands on what waits: at the end of a run, before its answer. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length > 0) this.send(coalesced(this.#waiting.splice(0)));
  }

  #send(): void {
    if (this.#waiting.length === 0) {
      this.#timer = undefined;
      return;
    }
    this.send(coalesced(this.#waiting.splice(0)));
    this.#timer = setTimeout(() => this.#send(), BATCH_MS);
  }
}
