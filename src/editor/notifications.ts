import * as vscode from 'vscode';
import type { Offer } from './not-now-error.js';

/**
 * Every pop-up of the extension. Rules: one at a time and only as the answer to a command whose result has no other
 * place; errors of a run are shown in the view instead. None blocks what called it.
 */
export class Notifications {
  #shown = '';

  /** Says what is missing and offers it. */
  missing(message: string, offer?: Offer): void {
    if (this.#shown === message) return;
    this.#shown = message;
    const asked =
      offer === undefined
        ? vscode.window.showInformationMessage(message)
        : vscode.window.showInformationMessage(message, offer.label);
    void asked.then(async (chosen) => {
      this.#shown = '';
      if (chosen !== undefined) await offer?.run();
    });
  }

  /** A failure of a command that has no view to show it in. */
  failed(message: string, showLog: () => void): void {
    if (this.#shown === message) return;
    this.#shown = message;
    const label = vscode.l10n.t('Show Log');
    void vscode.window.showErrorMessage(message, label).then((chosen) => {
      this.#shown = '';
      if (chosen === label) showLog();
    });
  }

  /** The result that a command was asked for. */
  told(message: string): void {
    this.missing(message);
  }

  /** Something went well that cannot be seen: said in the status bar, for a moment. */
  done(message: string): void {
    vscode.window.setStatusBarMessage(`$(check) ${message}`, 4000);
  }

  /** As `done`, of something that wants a look. */
  noted(message: string): void {
    vscode.window.setStatusBarMessage(`$(warning) ${message}`, 8000);
  }
}
