import { generatedBy, type Method, type MethodRequest, type MethodRun } from './method.js';
import { drawSamples, sampled } from './samples.js';
import type { RunControls } from '../controls.js';
import type { Engine } from '../engine.js';

/**
 * Best of n: the sample of which the model was most confident, by the geometric mean of the probabilities of all tokens
 * it drew. Of equals the first.
 */
export function bestOfN(n: number, width?: number): Method {
  return (engine, request, controls) => best(engine, sampled(request), controls, n, width);
}

async function* best(
  engine: Engine,
  request: MethodRequest,
  controls: RunControls,
  n: number,
  width?: number,
): MethodRun {
  const { samples, evaluated } = yield* drawSamples(engine, request, controls, n, width);
  const traces = samples.map(({ trace }) => trace);
  const weights = samples.map(({ sequence }) => sequence.confidenceSince({ logProbability: 0, drawn: 0 }));
  const chosen = weights.indexOf(Math.max(...weights));
  return { traces, chosen, weights, generated: generatedBy(traces), evaluated, tries: n };
}
