import { gradeTrace, type GradedTrace } from '../evaluation/runs/grade-sample.js';
import { Grader, type Comparison } from '../grading/index.js';
import type { GradeParams, GradeTraceParams } from './protocol.js';

/** The grader of this process; its workers are started by the first comparison that needs them. */
export class GradingHost implements Disposable {
  #made: Grader | undefined;

  compare({ gold, prediction }: GradeParams): Promise<Comparison> {
    return this.grader.same(gold, prediction);
  }

  gradeTrace({ trace, reference, choices }: GradeTraceParams): Promise<GradedTrace> {
    const wanted = { reference, ...(choices === undefined ? {} : { choices }) };
    return gradeTrace(trace, wanted, { extraction: 'usual' }, this.grader);
  }

  get grader(): Grader {
    this.#made ??= new Grader();
    return this.#made;
  }

  [Symbol.dispose](): void {
    this.#made?.[Symbol.dispose]();
    this.#made = undefined;
  }
}
