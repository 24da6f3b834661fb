import { Grader, type Comparison } from '../grading/index.js';
import type { GradeParams } from './protocol.js';

/** The grader of this process; its workers are started by the first comparison that needs them. */
export class GradingHost implements Disposable {
  #grader: Grader | undefined;

  compare({ gold, prediction }: GradeParams): Promise<Comparison> {
    this.#grader ??= new Grader();
    return this.#grader.same(gold, prediction);
  }

  [Symbol.dispose](): void {
    this.#grader?.[Symbol.dispose]();
    this.#grader = undefined;
  }
}
