import { ReasoningSession } from '../session.js';
import type { RunControls } from '../controls.js';
import type { Engine } from '../engine.js';
import type { TraceEvent } from '../events.js';
import type { Trace } from '../trace.js';
import { leave } from './lock-step.js';
import { sampleRequest, type Method, type MethodEvent, type MethodRequest, type MethodRun } from './method.js';
import { sampled } from './samples.js';

/** Attempts after which a question counts as one without an answer. The paper sets none; its worst case took 655. */
export const MOST_TRIES = 1000;

/**
 * Rejection sampling: at temperature 1 (or a higher or lower one above 0 that the request says), samples until one ends its thinking by itself within
 * `limit` tokens. Each attempt is cut one token behind the limit (s1-facts section 4), and an attempt that is cut is
 * thrown away before it answers.
 */
export function rejectionSampling(limit: number, mostTries = MOST_TRIES): Method {
  return (engine, request, controls) => reject(engine, request, controls, limit, mostTries);
}

async function* reject(
  engine: Engine,
  request: MethodRequest,
  controls: RunControls,
  limit: number,
  mostTries: number,
): MethodRun {
  const asked: MethodRequest = {
    ...sampled(request),
    budget: { ...request.budget, maxThinking: limit + 1, minThinking: 0, waits: 0 },
  };
  await using session = new ReasoningSession(engine);
  let generated = 0;
  let evaluated = 0;
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const run = session.solve({ ...(await sampleRequest(engine, asked, attempt)), id: request.id }, controls);
    const made = yield* within(run, limit);
    controls.stopSignal.throwIfAborted();
    generated += made.thinking;
    evaluated += made.evaluated;
    if (made.trace !== undefined) {
      generated += made.trace.counts.answer;
      return { traces: [made.trace], chosen: 0, weights: [1], generated, evaluated, tries: attempt + 1 };
    }
  }
  return { traces: [], chosen: null, weights: [], generated, evaluated, tries: mostTries };
}

interface Attempt {
  readonly thinking: number;
  readonly evaluated: number;
  /** Absent: it thought for too long. */
  readonly trace?: Trace;
}

/** Follows one attempt, and leaves it where its thinking was cut. */
async function* within(run: AsyncGenerator<TraceEvent, Trace>, limit: number): AsyncGenerator<MethodEvent, Attempt> {
  let thinking = 0;
  let prompt = 0;
  for (;;) {
    const next = await run.next();
    if (next.done === true) {
      const trace = next.value;
      return { thinking: trace.counts.thinking, evaluated: trace.counts.evaluated, trace };
    }
    const event = next.value;
    yield { sample: 0, event };
    if (event.type === 'reading') prompt = event.total;
    if (event.type === 'tokens' && event.role === 'thinking') thinking += event.tokens.length;
    if (event.type === 'thinking-ended' && (event.reason !== 'natural' || thinking > limit)) {
      await leave(run);
      return { thinking, evaluated: prompt + thinking };
    }
  }
}
