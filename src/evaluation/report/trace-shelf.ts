import type { QuestionTraces } from './html.js';
import type { EmbeddedTraces } from './page-format.js';
import type { ReadTrace } from './read-trace.js';

/** Most characters of text that are kept for a file; what comes after is only in the journals. */
const MOST_TEXT = 64_000_000;

/** Traces put aside while results are graded, by question, for the HTML file of the report. */
export class TraceShelf {
  readonly #traces = new Map<string, Record<string, readonly ReadTrace[]>>();
  #room = MOST_TEXT;

  add(questionId: string, run: string, sample: number, trace: ReadTrace): void {
    if (this.#room <= 0) return;
    this.#room -= trace.spans.reduce((n, { text }) => n + text.length, 0);
    const own = this.#traces.get(questionId) ?? {};
    own[`${run} ${sample}`] = [trace];
    this.#traces.set(questionId, own);
  }

  *questions(): Generator<QuestionTraces> {
    for (const [questionId, traces] of this.#traces) yield { questionId, traces: traces satisfies EmbeddedTraces };
  }
}
