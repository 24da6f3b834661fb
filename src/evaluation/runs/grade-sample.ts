import type { Grader, SameOptions } from '../../grading/index.js';
import type { Trace } from '../../reasoning/trace.js';
import { answerIn } from './answer-of-trace.js';
import type { VerdictName } from '../verdicts.js';

export interface Reference {
  readonly reference: string;
  readonly choices?: readonly string[];
}

export interface GradingSettings extends SameOptions {
  readonly extraction: 'usual' | 's1';
}

export interface GradedTrace {
  readonly verdict: VerdictName;
  /** The answer that was found in the trace. */
  readonly answer?: string;
  /** Where it stands in the text of the trace's answer, in UTF-16 units. */
  readonly place?: { readonly start: number; readonly end: number };
  readonly reason: string;
}

/**
 * Grades one trace. A cut answer is censored unless it says its result firmly; without an answer it is unparsable; what
 * the grader cannot decide is ungraded. Needs no generation: an evaluation is graded anew from its traces.
 */
export async function gradeTrace(
  trace: Trace,
  { reference, choices }: Reference,
  settings: GradingSettings,
  grader: Grader,
): Promise<GradedTrace> {
  const cut = trace.end.answer !== 'natural';
  const found = answerIn(trace, choices, settings, cut);
  if (found === undefined) {
    return cut
      ? { verdict: 'censored', reason: 'it was cut before it came to an answer' }
      : { verdict: 'unparsable', reason: 'no answer was found in what it wrote' };
  }
  const options: SameOptions = { ...settings, ...(choices === undefined ? {} : { choices }) };
  const { verdict, reason } = await grader.same(reference, found.answer, options);
  const names = { same: 'correct', different: 'wrong', unknown: 'ungraded' } as const;
  return { verdict: names[verdict], ...found, reason };
}
