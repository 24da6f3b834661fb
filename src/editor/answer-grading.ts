import * as vscode from 'vscode';
import type { BackendClient } from '../backend/client.js';
import type { Comparison } from '../grading/index.js';
import type { Notifications } from './notifications.js';

/** "Grade These Two Answers…": whether two answers are the same, and why; for finding out why one was marked wrong. */
export class AnswerGrading {
  constructor(
    private readonly backend: () => Promise<Pick<BackendClient, 'grade'>>,
    private readonly notifications: Notifications,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Asks for the two answers unless they are given. */
  async grade(given: unknown[]): Promise<Comparison | undefined> {
    const title = vscode.l10n.t('Grade These Two Answers');
    const gold = await this.#answer(given[0], title, vscode.l10n.t('The reference answer, in LaTeX or plain text'));
    if (gold === undefined) return undefined;
    const prediction = await this.#answer(given[1], title, vscode.l10n.t('The answer to grade'));
    if (prediction === undefined) return undefined;
    const comparison = await (await this.backend()).grade({ gold, prediction });
    this.log.info(`Graded: ${JSON.stringify(comparison)}`);
    this.notifications.told(`${verdictOf(comparison)} ${readAs(comparison)}`);
    return comparison;
  }

  async #answer(given: unknown, title: string, prompt: string): Promise<string | undefined> {
    if (typeof given === 'string') return given;
    return vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true });
  }
}

function verdictOf({ verdict, reason }: Comparison): string {
  switch (verdict) {
    case 'same':
      return vscode.l10n.t('The same: {0}.', reason);
    case 'different':
      return vscode.l10n.t('Different: {0}.', reason);
    case 'unknown':
      return vscode.l10n.t('Not known: {0}.', reason);
  }
}

function readAs({ gold, prediction }: Comparison): string {
  return vscode.l10n.t('Read as {0} and {1}.', gold, prediction);
}
