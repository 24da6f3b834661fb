/** Are the document's answer and the model's the same? Decided as mathematics, by the grader. */
import { Grader } from '../grading/index.js';
import type { Question } from '../questions/question.js';

export type Agreement = 'same' | 'different' | 'unknown';

export interface AnswerComparer extends Disposable {
  compare(given: string, found: string, question: Pick<Question, 'kind' | 'options'>): Promise<Agreement>;
}

/** Comparisons kept. */
const MOST_KEPT = 5000;

export class GradedAnswers implements AnswerComparer {
  readonly #grader: Grader;
  readonly #kept = new Map<string, Promise<Agreement>>();

  constructor(grader: Grader = new Grader()) {
    this.#grader = grader;
  }

  compare(given: string, found: string, question: Pick<Question, 'kind' | 'options'>): Promise<Agreement> {
    const key = JSON.stringify([given, found, question.options]);
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    const choice = question.options.length > 0 ? { kind: 'choice' as const, choices: question.options } : {};
    const compared = this.#grader.same(given, found, choice).then(({ verdict }) => verdict);
    this.#kept.set(key, compared);
    return compared;
  }

  [Symbol.dispose](): void {
    this.#grader[Symbol.dispose]();
  }
}
