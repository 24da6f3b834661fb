import { ReasoningError } from '../errors.js';
import type { TraceEvent } from '../events.js';

/** One of several generators that run side by side. */
export interface Started<E, R> {
  readonly events: AsyncGenerator<E, R>;
  /** What it yielded until it held its place in the engine. */
  readonly first: readonly E[];
  /** Set when it ended within those. */
  readonly result?: { readonly value: R };
}

/**
 * Runs `count` generators side by side, at most `width` at a time, one step of all of them after another: an engine that
 * batches evaluates their tokens together. Where the engine has no place for one more, it waits until another is done.
 * One more is begun only while every other one holds its place: else it could take that of one which is between two
 * phases, and that one could not go on.
 * @param holds whether a generator that yielded this event holds a place in the engine
 * @param start begins number `index`; it rejects with "no-sequence-left" where there is no place
 */
export async function* lockStep<E, R>(
  count: number,
  width: number,
  holds: (event: E) => boolean,
  start: (index: number) => Promise<Started<E, R>>,
): AsyncGenerator<{ readonly index: number; readonly event: E }, R[]> {
  const results = new Map<number, R>();
  const running = new Map<number, AsyncGenerator<E, R>>();
  /** Running ones that are between two phases. */
  const between = new Set<number>();
  let next = 0;
  let places = Math.max(1, width);
  try {
    while (results.size < count) {
      while (next < count && running.size < places && between.size === 0) {
        const index = next;
        const started = await startOrWait(index, start, running.size > 0);
        if (started === undefined) {
          places = running.size;
          break;
        }
        next++;
        for (const event of started.first) yield { index, event };
        if (started.result !== undefined) results.set(index, started.result.value);
        else running.set(index, started.events);
      }
      const steps = await Promise.all([...running].map(async ([index, run]) => ({ index, step: await run.next() })));
      for (const { index, step } of steps) {
        if (step.done === true) {
          results.set(index, step.value);
          running.delete(index);
          between.delete(index);
        } else {
          if (holds(step.value)) between.delete(index);
          else between.add(index);
          yield { index, event: step.value };
        }
      }
    }
  } finally {
    await Promise.allSettled([...running.values()].map(leave));
  }
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}

async function startOrWait<E, R>(
  index: number,
  start: (index: number) => Promise<Started<E, R>>,
  mayWait: boolean,
): Promise<Started<E, R> | undefined> {
  try {
    return await start(index);
  } catch (error) {
    if (mayWait && error instanceof ReasoningError && error.kind === 'no-sequence-left') return undefined;
    throw error;
  }
}

/** Begins a generator and follows it until `holds` says that it has its place in the engine. */
export async function started<E, R>(
  events: AsyncGenerator<E, R>,
  holds: (event: E) => boolean,
): Promise<Started<E, R>> {
  const first: E[] = [];
  for (;;) {
    const step = await events.next();
    if (step.done === true) return { events, first, result: { value: step.value } };
    first.push(step.value);
    if (holds(step.value)) return { events, first };
  }
}

/** Ends a generator where it stands: its `finally` runs, its result is nobody's. */
export async function leave(events: AsyncGenerator<unknown, unknown>): Promise<void> {
  await events.return(undefined);
}

/** Whether a run that reported this event is drawing tokens: its sequence keeps its place. */
export function isDrawing(event: TraceEvent): boolean {
  return event.type === 'tokens' && event.origin === 'sampled' && event.role !== 'delimiter';
}
