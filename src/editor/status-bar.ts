import * as vscode from 'vscode';
import { modelName } from '../reasoning/server-address.js';
import { PREFIX } from './contributions.js';
import type { Feature } from './feature.js';
import type { QuestionFeature } from './questions/question-feature.js';
import type { ReasoningController } from './reasoning-controller.js';
import { REASONING_VIEW } from './reasoning-view.js';
import type { Settings } from './settings.js';

/** The item is drawn this often at most while tokens stream, in milliseconds. */
const EVERY_MS = 250;

type StatusOfQuestions = Pick<QuestionFeature, 'status' | 'onDidChangeStatus'>;

/** The one status bar item: the model, what it does, and how far it is. A click shows the view. */
export class StatusBar implements Feature {
  #timer: NodeJS.Timeout | undefined;
  #stale = false;

  constructor(
    private readonly controller: ReasoningController,
    private readonly settings: Settings,
    private readonly questions: StatusOfQuestions,
  ) {}

  register(): vscode.Disposable {
    const item = vscode.window.createStatusBarItem('thinkHarder', vscode.StatusBarAlignment.Right, 100);
    item.name = vscode.l10n.t('Think Harder');
    item.command = `${REASONING_VIEW}.focus`;
    const update = () => {
      if (this.#timer !== undefined) {
        this.#stale = true;
        return;
      }
      this.#draw(item);
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        if (this.#stale) update();
      }, EVERY_MS);
    };
    this.#draw(item);
    item.show();
    return vscode.Disposable.from(
      item,
      this.controller.onDidChange(update),
      this.questions.onDidChangeStatus(update),
      this.settings.onDidChange('modelPath', update),
      new vscode.Disposable(() => clearTimeout(this.#timer)),
    );
  }

  #draw(item: vscode.StatusBarItem): void {
    this.#stale = false;
    const { phase, trace, problem, loaded } = this.controller;
    const path = this.settings.modelPath();
    const model = modelName(path);
    const [icon, text] = this.#state();
    item.text = `$(${icon}) ${text === '' ? model : text}`;
    item.accessibilityInformation = {
      label: vscode.l10n.t('Think Harder: {0}, {1}', model, text || stateWord(loaded)),
    };
    const tooltip = new vscode.MarkdownString('', true);
    tooltip.appendText(`${model}\n`).appendMarkdown('\n\n');
    tooltip.appendText(problem?.message ?? (phase.kind === 'rest' ? stateWord(loaded) : text));
    if (trace !== null) {
      tooltip.appendMarkdown('\n\n');
      tooltip.appendText(
        vscode.l10n.t('{0} thinking, {1} answer tokens', number(trace.counts.thinking), number(trace.counts.answer)),
      );
    }
    this.#addQuestions(tooltip);
    item.tooltip = tooltip;
  }

  /** How solving many questions goes, with a way to stop it, and what is wrong with the language server. */
  #addQuestions(tooltip: vscode.MarkdownString): void {
    const { queue, server } = this.questions.status;
    const [restart, stop] = [`${PREFIX}.restartLanguageServer`, `${PREFIX}.stopAll`];
    tooltip.isTrusted = { enabledCommands: [restart, stop] };
    if (queue !== null) {
      tooltip.appendMarkdown('\n\n');
      tooltip.appendText(vscode.l10n.t('{0} of {1} questions done', queue.done, queue.total));
      tooltip.appendMarkdown(` · [${vscode.l10n.t('Stop')}](command:${stop})`);
    }
    if (server === 'starting' || server === 'down') {
      tooltip.appendMarkdown('\n\n');
      tooltip.appendText(
        server === 'down'
          ? vscode.l10n.t('The language server does not run: questions in documents are not shown.')
          : vscode.l10n.t('The language server is starting.'),
      );
      if (server === 'down') tooltip.appendMarkdown(` · [${vscode.l10n.t('Start It Again')}](command:${restart})`);
    }
  }

  #state(): [icon: string, text: string] {
    const { phase, trace, problem } = this.controller;
    switch (phase.kind) {
      case 'rest':
        return this.#atRest(problem !== null);
      case 'loading':
        return ['loading~spin', vscode.l10n.t('Loading {0} %', Math.floor(phase.fraction * 100))];
      case 'reading':
        return ['loading~spin', vscode.l10n.t('Reading')];
      case 'thinking':
        return ['loading~spin', vscode.l10n.t('Thinking: {0} tokens', number(trace?.counts.thinking ?? 0))];
      case 'answering':
        return ['loading~spin', vscode.l10n.t('Answering: {0} tokens', number(trace?.counts.answer ?? 0))];
      case 'stopping':
        return ['loading~spin', vscode.l10n.t('Stopping')];
    }
  }

  #atRest(failed: boolean): [icon: string, text: string] {
    const { queue, server } = this.questions.status;
    if (queue !== null)
      return ['loading~spin', vscode.l10n.t('Solving {0} of {1}', Math.min(queue.done + 1, queue.total), queue.total)];
    return [failed || server === 'down' ? 'warning' : 'lightbulb', ''];
  }
}

function stateWord(loaded: boolean): string {
  return loaded
    ? vscode.l10n.t('loaded, waiting for a question')
    : vscode.l10n.t('not loaded: the first question loads it');
}

function number(value: number): string {
  return value.toLocaleString(vscode.env.language);
}
