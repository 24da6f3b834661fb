import type { TraceGrade } from '../backend/protocol.js';
import { textOf, type Trace } from '../reasoning/trace.js';
import type { CheckView } from '../webview/protocol.js';
import { Emitter } from './events.js';
import { NotNowError } from './not-now-error.js';
import { t } from './texts.js';

export interface AnswerCheckOptions {
  readonly grade: (params: { readonly trace: Trace; readonly reference: string }) => Promise<TraceGrade>;
  /** Asks for the right answer where none is known; undefined: the person does not say. */
  readonly ask: () => Promise<string | undefined>;
}

/** Whether the answer that is shown agrees with the right one: the document's, or one that a person gives. */
export class AnswerCheck {
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  #checked: { readonly trace: string; readonly answer: string; readonly view: CheckView } | null = null;

  constructor(private readonly options: AnswerCheckOptions) {}

  /**
   * Checks the answer of a trace.
   * @param reference the right answer; asked for where it is undefined
   * @throws NotNowError when there is no answer
   */
  async check(trace: Trace | null, reference: string | undefined): Promise<CheckView | undefined> {
    const answer = trace === null ? '' : textOf(trace, 'answer');
    if (trace === null || answer.trim() === '') {
      throw new NotNowError(t('There is no answer yet: solve a question first.'));
    }
    const right = reference ?? (await this.options.ask())?.trim();
    if (right === undefined || right === '') return undefined;
    const { verdict, reason } = await this.options.grade({ trace, reference: right });
    const view: CheckView = { verdict, reason, reference: right };
    this.#checked = { trace: trace.id, answer, view };
    this.#changed.fire();
    return view;
  }

  /** What the last check said, as long as the answer is still the one it was about. */
  of(trace: Trace | null): CheckView | null {
    const checked = this.#checked;
    if (trace === null || checked?.trace !== trace.id || checked.answer !== textOf(trace, 'answer')) return null;
    return checked.view;
  }
}
