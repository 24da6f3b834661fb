import type { RunControls } from '../controls.js';
import type { Engine } from '../engine.js';
import type { TraceEvent } from '../events.js';
import { ReasoningSession } from '../session.js';
import type { Trace } from '../trace.js';
import { sampleRequest, single, type Method, type MethodRequest, type MethodRun } from './method.js';

/** Budget forcing as `request.budget` says: the cap, the suppressed ends, and which published variant (its rules). */
export const budgetForcing: Method = (engine, request, controls) => solveOnce(engine, request, controls);

/** No forcing: thinks until the model ends by itself or the context is full. */
export const noForcing: Method = (engine, request, controls) =>
  solveOnce(
    engine,
    { ...request, budget: { ...request.budget, maxThinking: null, minThinking: 0, waits: 0 } },
    controls,
  );

/** One sample; `watch` may send controls between two tokens. */
export async function* solveOnce(
  engine: Engine,
  request: MethodRequest,
  controls: RunControls,
  suffix = '',
  watch: (event: TraceEvent) => void = () => undefined,
): MethodRun {
  await using session = new ReasoningSession(engine);
  const run = session.solve(await sampleRequest(engine, request, 0, suffix), controls);
  const trace = yield* numbered(run, 0, watch);
  controls.stopSignal.throwIfAborted();
  return single(trace);
}

/** The events of a run as those of sample `sample`. */
export async function* numbered(
  run: AsyncGenerator<TraceEvent, Trace>,
  sample: number,
  watch: (event: TraceEvent) => void = () => undefined,
): AsyncGenerator<{ sample: number; event: TraceEvent }, Trace> {
  for (;;) {
    const next = await run.next();
    if (next.done === true) return next.value;
    watch(next.value);
    yield { sample, event: next.value };
  }
}
