import * as vscode from 'vscode';
import { modelName } from '../reasoning/server-address.js';
import { parseViewMessage, type HostMessage, type ReasoningState, type ViewRequest } from '../webview/protocol.js';
import type { AnswerCheck } from './answer-check.js';
import type { Feature } from './feature.js';
import type { QuestionHistory } from './question-history.js';
import { NotNowError } from './not-now-error.js';
import type { ReasoningController } from './reasoning-controller.js';
import { runView } from './run-view.js';
import type { Settings } from './settings.js';
import type { ViewActions } from './view-actions.js';
import { ViewPublisher } from './view-publisher.js';
import { showPage } from './webview-page.js';

export const REASONING_VIEW = 'thinkHarder.reasoning';

/** The sidebar view: hands the controller's state to the webview and the webview's requests to the controller. */
export class ReasoningViewProvider implements Feature, vscode.WebviewViewProvider {
  #view: vscode.WebviewView | undefined;
  #focusWanted = false;
  readonly #publisher = new ViewPublisher(
    () => this.#state(),
    () => this.controller.trace?.spans ?? [],
    (update) => this.#post({ type: 'update', update }),
  );

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly controller: ReasoningController,
    private readonly settings: Settings,
    private readonly history: QuestionHistory,
    private readonly actions: ViewActions,
    private readonly check: AnswerCheck,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.window.registerWebviewViewProvider(REASONING_VIEW, this),
      this.controller.onDidChange(() => this.#publisher.changed()),
      this.check.onDidChange(() => this.#publisher.changed()),
      this.settings.onDidChange('modelPath', () => this.#publisher.changed()),
      this.settings.onDidChange('foldThinking', () => this.#publisher.changed()),
    );
  }

  /** Brings the view to the front; `box`: with the cursor in the question box. */
  async show(box = false): Promise<void> {
    this.#focusWanted = box;
    await vscode.commands.executeCommand(`${REASONING_VIEW}.focus`);
    if (box && this.#view?.visible === true) this.#post({ type: 'focus' });
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    view.webview.onDidReceiveMessage((message) => void this.#receive(message));
    view.onDidChangeVisibility(() => {
      if (!view.visible) this.#publisher.forget(); // its page is gone; the next one asks for everything again
    });
    view.onDidDispose(() => {
      this.#publisher.forget();
      if (this.#view === view) this.#view = undefined;
    });
    showPage(view.webview, this.extensionUri, 'reasoning', vscode.l10n.t('Reasoning'));
  }

  async #receive(value: unknown): Promise<void> {
    const message = parseViewMessage(value);
    if (message === undefined) {
      this.log.warn('The view sent a message that is none of its protocol.');
      return;
    }
    try {
      await this.#answer(message.id, message.request);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (!(error instanceof NotNowError)) this.log.error(error instanceof Error ? error : text);
      this.#post({ type: 'failed', id: message.id, message: text });
    }
  }

  async #answer(id: number, request: ViewRequest): Promise<void> {
    switch (request.type) {
      case 'ready':
        this.#post({
          type: 'reply',
          id,
          hello: { ...this.#publisher.whole(), locale: vscode.env.language, texts: viewTexts() },
        });
        if (this.#focusWanted) this.#post({ type: 'focus' });
        this.#focusWanted = false;
        return;
      case 'solve':
        this.controller.solve({ text: request.question });
        this.history.add(request.question);
        break;
      case 'budget':
        this.controller.setBudget(request.max);
        break;
      case 'open-link':
        await vscode.env.openExternal(vscode.Uri.parse(request.address, true));
        break;
      case 'action':
        await this.actions.run(request.action);
        break;
    }
    this.#post({ type: 'reply', id });
  }

  #post(message: HostMessage): void {
    void this.#view?.webview.postMessage(message);
  }

  #state(): Omit<ReasoningState, 'spans'> {
    const { controller } = this;
    const { question, trace } = controller;
    const values = this.settings.values();
    return {
      model: { name: modelName(this.settings.modelPath(values)), loaded: controller.loaded },
      question:
        question === null
          ? null
          : {
              text: question.text,
              ...(question.source === undefined ? {} : { source: question.source }),
              ...(question.reference === undefined ? {} : { reference: question.reference }),
            },
      phase: controller.phase,
      run: trace === null ? null : runView(trace, controller.live),
      budget: {
        max: controller.maxThinking,
        min: values.minThinking,
        limit: controller.limit,
        continuation: values.continuation,
      },
      problem: controller.problem,
      check: this.check.of(trace),
      history: this.history.questions,
      samples: sampleQuestions(),
      foldThinking: values.foldThinking,
    };
  }
}

/** The texts of the view in VS Code's language; empty for English. */
function viewTexts(): Record<string, string> {
  return { ...vscode.l10n.bundle };
}

/** Questions of the kinds that the embedded model was trained for. */
function sampleQuestions(): string[] {
  return [
    vscode.l10n.t('How many r in raspberry?'),
    vscode.l10n.t('What is 37 * 24?'),
    vscode.l10n.t('Solve 3x + 7 = 25.'),
  ];
}
