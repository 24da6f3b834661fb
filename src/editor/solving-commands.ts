import * as vscode from 'vscode';
import type { AnswerGrading } from './answer-grading.js';
import { PREFIX, SOLVING_COMMANDS, type HandlersOf } from './contributions.js';
import type { ModelPicker } from './model-picker.js';
import { isNotNow, NotNowError, type Offer } from './not-now-error.js';
import type { Notifications } from './notifications.js';
import type { QuestionHistory } from './question-history.js';
import type { AskedQuestion, ReasoningController } from './reasoning-controller.js';
import type { QuestionFeature } from './questions/question-feature.js';
import type { ReasoningViewProvider } from './reasoning-view.js';
import type { TracePicker } from './trace-picker.js';
import type { ViewActions } from './view-actions.js';

type CommandName = keyof typeof SOLVING_COMMANDS;
const NAMES = Object.keys(SOLVING_COMMANDS) as CommandName[];

/** What the commands about the one question in the sidebar do. */
export class SolvingCommands {
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
    private readonly questions: Pick<QuestionFeature, 'questionAtCursor'>,
  ) {}

  /** A handler for each command of the table; what cannot run now offers what can. */
  get handlers(): HandlersOf<typeof SOLVING_COMMANDS> {
    const handlers: HandlersOf<typeof SOLVING_COMMANDS> = {
      solveAtCursor: () => this.#solveAtCursor(),
      solveQuestion: (question) => this.#solveQuestion(question),
      thinkHarder: () => this.#inView(() => this.controller.thinkHarder()),
      thinkHarderWith: (text) => this.#thinkHarderWith(text),
      answerNow: () => this.#inView(() => this.controller.answerNow()),
      stop: () => this.controller.stop(),
      selectModel: () => this.models.pick(),
      unloadModel: () => this.#unload(),
      openTrace: () => this.#openTrace(),
      showLog: () => this.log.show(),
      clear: () => this.controller.clear(),
      gradeAnswers: (...given) => this.grading.grade(given),
    };
    const offering =
      (name: CommandName) =>
      async (...args: unknown[]) => {
        try {
          return await handlers[name](...args);
        } catch (error) {
          if (!isNotNow(error)) throw error;
          throw new NotNowError(error.message, error.offer ?? this.#offerFor(name));
        }
      };
    return Object.fromEntries(NAMES.map((name) => [name, offering(name)])) as HandlersOf<typeof SOLVING_COMMANDS>;
  }

  #offerFor(name: CommandName): Offer | undefined {
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

  async #thinkHarderWith(text: unknown): Promise<void> {
    await this.actions.thinkHarderWith(typeof text === 'string' ? text : undefined);
    await this.view.show();
  }

  async #solveAtCursor(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const found = editor === undefined ? undefined : await this.questions.questionAtCursor(editor);
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
