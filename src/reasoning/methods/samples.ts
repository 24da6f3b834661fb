import { beginTrace, feed, runOn, tokensOf } from '../beginning.js';
import { RunControls } from '../controls.js';
import type { Engine } from '../engine.js';
import type { TraceEvent } from '../events.js';
import { thinkAndAnswer } from '../think-and-answer.js';
import { Clock, TraceLog } from '../trace-log.js';
import type { Trace } from '../trace.js';
import { MeasuredSequence } from './confidence.js';
import { isDrawing, lockStep, started } from './lock-step.js';
import {
  generatedBy,
  sampleRequest,
  type Method,
  type MethodEvent,
  type MethodRequest,
  type MethodResult,
} from './method.js';

/** Samples side by side, where nothing else is said. */
export const DEFAULT_WIDTH = 8;

/** Voting needs answers that differ: greedy decoding is replaced by the paper's temperature 1. */
export function sampled(request: MethodRequest): MethodRequest {
  const { temperature } = request.sampling;
  return { ...request, sampling: { ...request.sampling, temperature: temperature === 0 ? 1 : (temperature ?? 1) } };
}

export interface MeasuredTrace {
  readonly trace: Trace;
  readonly sequence: MeasuredSequence;
}

interface Samples {
  readonly samples: readonly MeasuredTrace[];
  readonly evaluated: number;
}

/** What a method makes of its samples: a weight for each, and which one is taken; null: that is decided elsewhere. */
type Choice = Pick<MethodResult, 'chosen' | 'weights'>;

/** A method that draws `n` samples of a question and then chooses among them. */
export function sampling(
  n: number,
  width: number | undefined,
  choose: (samples: readonly MeasuredTrace[]) => Choice,
): Method {
  return async function* (engine, request, controls) {
    const { samples, evaluated } = yield* drawSamples(engine, sampled(request), controls, n, width);
    const traces = samples.map(({ trace }) => trace);
    return { traces, ...choose(samples), generated: generatedBy(traces), evaluated, tries: n };
  };
}

/**
 * `count` samples of one question. The prompt is evaluated once and shared by forks; up to `width` samples then go on in
 * lock step, each with a seed of its own.
 */
async function* drawSamples(
  engine: Engine,
  request: MethodRequest,
  controls: RunControls,
  count: number,
  width = DEFAULT_WIDTH,
): AsyncGenerator<MethodEvent, Samples> {
  const { trace } = await beginTrace(engine, await sampleRequest(engine, request, 0));
  await using prompt = await engine.open();
  const reading = feed(prompt, tokensOf(trace), controls.stopSignal);
  for (let step = await reading.next(); step.done !== true; step = await reading.next()) {
    yield { sample: 0, event: step.value };
  }
  controls.stopSignal.throwIfAborted();
  await prompt.checkpoint();
  const run = lockStep(count, width, isDrawing, async (index) => {
    const sequence = new MeasuredSequence(await prompt.fork());
    try {
      return await started(oneSample(engine, request, controls, index, sequence), isDrawing);
    } catch (error) {
      await sequence[Symbol.asyncDispose]();
      throw error;
    }
  });
  for (;;) {
    const step = await run.next();
    if (step.done === true) {
      controls.stopSignal.throwIfAborted();
      const spent = step.value.reduce((n, { sequence }) => n + sequence.evaluated, prompt.evaluated);
      return { samples: step.value, evaluated: spent };
    }
    yield { sample: step.value.index, event: step.value.event };
  }
}

async function* oneSample(
  engine: Engine,
  request: MethodRequest,
  controls: RunControls,
  index: number,
  sequence: MeasuredSequence,
): AsyncGenerator<TraceEvent, MeasuredTrace> {
  const { trace, format } = await beginTrace(engine, await sampleRequest(engine, request, index));
  const log = new TraceLog(trace);
  const clock = new Clock(trace.times);
  const own = new RunControls();
  const stop = () => own.send({ kind: 'stop' });
  controls.stopSignal.addEventListener('abort', stop, { once: true });
  try {
    yield* log.pass({ type: 'start', trace });
    const run = runOn(engine, trace, sequence, format, trace.budget, own);
    for await (const event of thinkAndAnswer(run)) {
      clock.see(event);
      yield* log.pass(event);
    }
    yield* log.pass({ type: 'cost', evaluated: sequence.evaluated, times: clock.times });
    return { trace: log.trace, sequence };
  } finally {
    controls.stopSignal.removeEventListener('abort', stop);
    await sequence[Symbol.asyncDispose](); // its counters stay
  }
}
