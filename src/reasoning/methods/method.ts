import type { SolveRequest } from '../beginning.js';
import { thinkingFormatOf } from '../beginning.js';
import type { Budget } from '../budget.js';
import type { RunControls } from '../controls.js';
import type { Engine, Sampling } from '../engine.js';
import type { TraceEvent } from '../events.js';
import { buildPrompt } from '../prompt.js';
import type { Trace } from '../trace.js';

/**
 * A method spends test-time compute on one question. Each is one file in this folder; all of them work on any engine.
 * They yield events, each with the number of the sample that it belongs to, and return what was generated. "Stop" ends
 * a method with the stop signal's reason: half a sample counts for nothing.
 */
export interface MethodEvent {
  readonly sample: number;
  readonly event: TraceEvent;
}

export interface MethodRequest {
  readonly id: string;
  /** As the trace records it. */
  readonly question: Trace['question'];
  /** The question as it is put to the model: with the task's template around it. */
  readonly ask: string;
  readonly budget: Budget;
  /** What is missing comes from the model family's recommendation; the seed from `seedOf`. */
  readonly sampling: Partial<Omit<Sampling, 'seed'>>;
  /** Seed of the n-th sample of this question. */
  readonly seedOf: (sample: number) => number;
  readonly thinkingFormat?: string;
}

export interface MethodResult {
  /** What was generated, in order; what a method threw away is not among it. */
  readonly traces: readonly Trace[];
  /** Index into `traces` of the one whose answer counts; null: the answers vote, or there is none. */
  readonly chosen: number | null;
  /** How much the vote of each trace counts. */
  readonly weights: readonly number[];
  /** Thinking and answer tokens altogether, those of what was thrown away included. */
  readonly generated: number;
  /** Tokens that the engine evaluated altogether. */
  readonly evaluated: number;
  /** Attempts altogether: more than `traces` where some were thrown away. */
  readonly tries: number;
}

export type MethodRun = AsyncGenerator<MethodEvent, MethodResult>;

/** Runs a method on one question. */
export type Method = (engine: Engine, request: MethodRequest, controls: RunControls) => MethodRun;

/** The request of one sample: the prompt is made from `ask`, `suffix` goes behind it. */
export async function sampleRequest(
  engine: Engine,
  request: MethodRequest,
  sample: number,
  suffix = '',
): Promise<SolveRequest> {
  const { question, budget, sampling, seedOf, thinkingFormat } = request;
  const format = await thinkingFormatOf(engine, thinkingFormat);
  return {
    id: sample === 0 ? request.id : `${request.id}/${sample}`,
    question,
    budget,
    sampling: { ...sampling, seed: seedOf(sample) },
    prompt: await buildPrompt(request.ask.trimEnd() + suffix, engine.model, format, engine.tokenizer),
    ...(thinkingFormat === undefined ? {} : { thinkingFormat }),
  };
}

/** The result of a method that makes one trace and keeps it. */
export function single(trace: Trace): MethodResult {
  const { thinking, answer, evaluated } = trace.counts;
  return { traces: [trace], chosen: 0, weights: [1], generated: thinking + answer, evaluated, tries: 1 };
}

/** Tokens that a trace cost to generate: what it thought and answered. */
export function generatedBy(traces: readonly Trace[]): number {
  return traces.reduce((n, { counts }) => n + counts.thinking + counts.answer, 0);
}
