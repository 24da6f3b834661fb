import * as vscode from 'vscode';
import { textOf } from '../reasoning/trace.js';
import type { ViewAction } from '../webview/protocol.js';
import type { AnswerCheck } from './answer-check.js';
import type { ContextPicker } from './context-picker.js';
import { pickContinuation } from './continuation-picker.js';
import type { ModelPicker } from './model-picker.js';
import type { Notifications } from './notifications.js';
import { NotNowError } from './not-now-error.js';
import type { ReasoningController } from './reasoning-controller.js';
import type { Settings } from './settings.js';
import type { TraceStore } from './trace-store.js';

/** What the buttons of the view do. Commands of the same meaning call the same. */
export class ViewActions {
  constructor(
    private readonly controller: ReasoningController,
    private readonly models: ModelPicker,
    private readonly settings: Settings,
    private readonly contexts: ContextPicker,
    private readonly check: AnswerCheck,
    private readonly traces: TraceStore,
    private readonly notifications: Notifications,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** @throws NotNowError with what is missing. */
  async run(action: ViewAction): Promise<void> {
    const { controller } = this;
    switch (action) {
      case 'think-harder': {
        controller.thinkHarder();
        return;
      }
      case 'think-harder-with':
        return this.thinkHarderWith();
      case 'check':
        await this.check.check(controller.trace, controller.question?.reference);
        return;
      case 'continue': {
        controller.continueRun();
        return;
      }
      case 'one-more-wait': {
        controller.oneMoreWait();
        return;
      }
      case 'answer-now': {
        controller.answerNow();
        return;
      }
      case 'stop': {
        controller.stop();
        return;
      }
      case 'restart': {
        controller.restart();
        return;
      }
      case 'clear': {
        controller.clear();
        return;
      }
      case 'dismiss': {
        controller.dismissProblem();
        return;
      }
      case 'copy':
        return this.#copy();
      case 'insert':
        return this.#insert();
      case 'open-source':
        return this.#openSource();
      case 'open-trace':
        return this.#openTrace();
      case 'select-model':
        return this.models.pick();
      case 'context-size':
        if (await this.contexts.pick()) controller.resume();
        return;
      case 'show-log':
        this.log.show();
        return;
    }
  }

  /** Asks for the text unless it is given, then thinks on with it. */
  async thinkHarderWith(given?: string): Promise<void> {
    const continuation = given ?? (await pickContinuation(this.settings.values().continuation));
    if (continuation !== undefined) await this.controller.thinkHarderWith(continuation);
  }

  #answer(): string {
    const { trace } = this.controller;
    const answer = trace === null ? '' : textOf(trace, 'answer').trim();
    if (answer === '') throw new NotNowError(vscode.l10n.t('There is no answer yet: solve a question first.'));
    return answer;
  }

  async #copy(): Promise<void> {
    await vscode.env.clipboard.writeText(this.#answer());
    this.notifications.done(vscode.l10n.t('Answer copied'));
  }

  /** Puts the answer where the cursor is, in the editor that had the focus last. */
  async #insert(): Promise<void> {
    const answer = this.#answer();
    const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
    if (editor === undefined) {
      throw new NotNowError(vscode.l10n.t('No editor is open: open a document and put the cursor where it shall go.'));
    }
    const position = editor.selection.active;
    const done = await editor.edit((edit) => edit.insert(position, answer));
    if (!done)
      throw new NotNowError(vscode.l10n.t('This document cannot be changed: put the cursor into another one.'));
    await vscode.window.showTextDocument(editor.document, editor.viewColumn);
  }

  async #openSource(): Promise<void> {
    const place = this.controller.question?.place;
    if (place === undefined)
      throw new NotNowError(vscode.l10n.t('It is not known any more where the question stands.'));
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri, true));
    const position = new vscode.Position(Math.min(place.line, document.lineCount - 1), 0);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
  }

  async #openTrace(): Promise<void> {
    const { trace } = this.controller;
    if (trace === null) throw new NotNowError(vscode.l10n.t('There is no trace yet: solve a question first.'));
    await this.traces.settled();
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(this.traces.pathOf(trace.id)));
    await vscode.window.showTextDocument(document, { preview: true });
  }
}
