import { DEFAULT_BUDGET, type Budget } from '../../src/reasoning/budget.js';
import { RunControls } from '../../src/reasoning/controls.js';
import type { TraceEvent } from '../../src/reasoning/events.js';
import { ReasoningSession, type SolveRequest } from '../../src/reasoning/session.js';
import type { Trace } from '../../src/reasoning/trace.js';
import type { Engine } from '../../src/reasoning/engine.js';

export function request(text: string, budget: Partial<Budget> = {}, more: Partial<SolveRequest> = {}): SolveRequest {
  return {
    id: 'test',
    question: { text },
    budget: { ...DEFAULT_BUDGET, ...budget },
    sampling: { temperature: 0 },
    ...more,
  };
}

/** Runs a generator of events to its end. `onEvent` may send controls. */
export async function finish(
  events: AsyncGenerator<TraceEvent, Trace>,
  onEvent: (event: TraceEvent) => void = () => undefined,
): Promise<{ trace: Trace; events: TraceEvent[] }> {
  const seen: TraceEvent[] = [];
  for (;;) {
    const next = await events.next();
    if (next.done === true) return { trace: next.value, events: seen };
    seen.push(next.value);
    onEvent(next.value);
  }
}

/** Solves on an engine in one go. */
export async function solveOn(
  engine: Engine,
  text: string,
  budget: Partial<Budget> = {},
  more: Partial<SolveRequest> = {},
): Promise<Trace> {
  const session = new ReasoningSession(engine);
  return (await finish(session.solve(request(text, budget, more), new RunControls()))).trace;
}
