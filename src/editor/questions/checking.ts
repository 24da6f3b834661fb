import * as vscode from 'vscode';
import * as protocol from '../../language-server/protocol.js';
import type { Checked, QuestionInfo } from '../../language-server/protocol.js';
import { NotNowError } from '../not-now-error.js';
import type { Notifications } from '../notifications.js';
import type { AnswerStore } from './answer-store.js';
import type { Solving } from './solving.js';
import type { Targets } from './targets.js';

/** Compares the answers that a document gives with the model's; solves what is not solved yet. */
export class Checking {
  constructor(
    private readonly targets: Targets,
    private readonly solving: Solving,
    private readonly answers: AnswerStore,
    /** Resolves when the language server knows every answer. */
    private readonly told: () => Promise<void>,
    private readonly notifications: Notifications,
  ) {}

  /** One question, or those of a cell. What differs has a warning in the document: it needs no pop-up. */
  async some(questions: readonly QuestionInfo[]): Promise<void> {
    const given = withReference(questions);
    if (given.length === 0) {
      throw new NotNowError(vscode.l10n.t('The document gives no answer to this question: there is nothing to check.'));
    }
    for (const question of given) {
      if (this.answers.get(question.hash) === undefined) await this.solving.one(question);
    }
    const checked = await this.#compare(given);
    const [first] = checked;
    if (first === undefined) return; // it was stopped, or failed: its lens says so
    if (checked.length > 1) this.#tellSum(checked);
    else if (first.agreement === 'same') {
      this.notifications.done(vscode.l10n.t('The given answer is the model’s: {0}', first.found));
    } else if (first.agreement === 'different') {
      this.notifications.noted(vscode.l10n.t('The model finds {0}, the document gives {1}', first.found, first.given));
    } else {
      this.notifications.told(
        vscode.l10n.t(
          'It could not be decided whether {0} and {1} are the same: compare them yourself.',
          first.found,
          first.given,
        ),
      );
    }
  }

  async all(questions: readonly QuestionInfo[]): Promise<void> {
    const given = withReference(questions);
    if (given.length === 0)
      throw new NotNowError(vscode.l10n.t('The document gives no answers: there is nothing to check.'));
    const open = given.filter(({ hash }) => this.answers.get(hash) === undefined);
    if (open.length > 0) {
      const { cancelled, reason } = await this.solving.many(open);
      if (reason !== undefined) throw reason;
      if (cancelled) return;
    }
    this.#tellSum(await this.#compare(given));
  }

  async #compare(questions: readonly QuestionInfo[]): Promise<Checked[]> {
    await this.told();
    const checked: Checked[] = [];
    for (const { uri, hash } of questions) {
      const one = await this.targets.ask((client) => client.sendRequest(protocol.Check, { uri, hash }));
      if (one !== null) checked.push(one);
    }
    return checked;
  }

  #tellSum(checked: readonly Checked[]): void {
    const count = (agreement: Checked['agreement']) => checked.filter((one) => one.agreement === agreement).length;
    const [same, different, unknown] = [count('same'), count('different'), count('unknown')];
    const text = vscode.l10n.t('{0} answers agree, {1} differ, {2} could not be decided', same, different, unknown);
    if (different > 0) this.notifications.noted(text);
    else this.notifications.done(text);
  }
}

function withReference(questions: readonly QuestionInfo[]): QuestionInfo[] {
  return questions.filter(({ reference }) => reference !== undefined && reference.trim() !== '');
}
