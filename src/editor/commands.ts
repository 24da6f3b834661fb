import * as vscode from 'vscode';
import type { AnswerGrading } from './answer-grading.js';
import { COMMANDS, PREFIX, type HandlersOf } from './contributions.js';
import type { Feature } from './feature.js';
import type { ModelPicker } from './model-picker.js';
import type { Notifications } from './notifications.js';
import { forLog } from './problems.js';
import { questionAt } from './question-at-cursor.js';
import type { QuestionHistory } from './question-history.js';
import { NotNowError, type AskedQuestion, type ReasoningController } from './reasoning-controller.js';
import type { ReasoningViewProvider } from './reasoning-view.js';
import type { TracePicker } from './trace-picker.js';
import type { ViewActions } from './view-actions.js';

type CommandName = keyof typeof COMMANDS;
const NAMES = Object.keys(COMMANDS) as CommandName[];

/** Every command. Each works from the palette; one that cannot run says what is missing and offers it. */
export class Commands implements Feature {
  constructor(
    private readonly controller: ReasoningController,
    private readonly view: ReasoningViewProvider,
    private readonly actions: ViewActions,
    private readonly models: ModelPicker,
    private readonly traces: TracePicker,
    private readonly history: QuestionHistory,
    private readonly notifications: Notifications,
    private readonly log: vscode.LogOutputChannel,
    private readonly grading: AnswerGrading,
  ) {}

  register(): vscode.Disposable {
    const handlers: HandlersOf<typeof COMMANDS> = {
      solveAtCursor: () => this.#solveAtCursor(),
      solveQuestion: (question) => this.#solveQuestion(question),
      thinkHarder: () => this.#inView(() => this.controller.thinkHarder()),
      answerNow: () => this.#inView(() => this.controller.answerNow()),
      stop: () => this.controller.stop(),
      selectModel: () => this.models.pick(),
      unloadModel: () => this.#unload(),
      openTrace: () => this.#openTrace(),
      showLog: () => this.log.show(),
      clear: () => this.controller.clear(),
      gradeAnswers: (...given) => this.grading.grade(given),
    };
    return vscode.Disposable.from(
      ...NAMES.map((name) =>
        vscode.commands.registerCommand(`${PREFIX}.${name}`, (...args: unknown[]) =>
          this.#guarded(name, () => handlers[name](...args)),
        ),
      ),
    );
  }

  /** What is missing becomes a message with an offer; anything else is a fault, told with the log beside it. */
  async #guarded(name: CommandName, run: () => unknown): Promise<unknown> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof NotNowError) {
        this.notifications.missing(error.message, this.#offerFor(name));
        return undefined;
      }
      this.log.error(`${name}: ${forLog(error)}`);
      this.notifications.failed(error instanceof Error ? error.message : String(error), () => this.log.show());
      return undefined;
    }
  }

  #offerFor(name: CommandName): { label: string; run: () => unknown } | undefined {
    if (this.controller.running) {
      return name === 'stop' ? undefined : { label: vscode.l10n.t('Stop It'), run: () => this.controller.stop() };
    }
    if (name === 'unloadModel') return undefined;
    return {
      label: vscode.l10n.t('Solve a Question…'),
      run: () => vscode.commands.executeCommand(`${PREFIX}.solveQuestion`),
    };
  }

  async #inView(act: () => void): Promise<void> {
    act();
    await this.view.show();
  }

  async #solveAtCursor(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const found = editor === undefined ? undefined : questionOf(editor);
    if (found === undefined) {
      throw new NotNowError(
        vscode.l10n.t('There is no question at the cursor: put it into one, or select the text of a question.'),
      );
    }
    await this.#solve(found);
  }

  async #solveQuestion(given: unknown): Promise<void> {
    const text =
      typeof given === 'string'
        ? given
        : await vscode.window.showInputBox({
            title: vscode.l10n.t('Solve a Question'),
            prompt: vscode.l10n.t('A question in mathematics or science'),
            value: this.history.questions.at(-1) ?? '',
            ignoreFocusOut: true,
          });
    if (text !== undefined) await this.#solve({ text });
  }

  async #solve(question: AskedQuestion): Promise<void> {
    this.controller.solve(question);
    this.history.add(question.text);
    await this.view.show();
  }

  async #unload(): Promise<void> {
    await this.controller.unload();
    this.notifications.done(vscode.l10n.t('Model unloaded'));
  }

  async #openTrace(): Promise<void> {
    const trace = await this.traces.pick();
    if (trace === undefined) return;
    this.controller.open(trace);
    await this.view.show();
  }
}

function questionOf({ document, selection }: vscode.TextEditor): AskedQuestion | undefined {
  const selected = selection.isEmpty ? null : { text: document.getText(selection), line: selection.start.line };
  const lines = document.getText().split(/\r\n|\r|\n/);
  const found = questionAt(lines, selection.active.line, selected);
  if (found === undefined) return undefined;
  const name = document.uri.path.split('/').at(-1) ?? '';
  return {
    text: found.text,
    source: vscode.l10n.t('{0}, line {1}', name, found.line + 1),
    place: { uri: document.uri.toString(), line: found.line },
  };
}
