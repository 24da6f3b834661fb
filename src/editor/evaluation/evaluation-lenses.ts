import * as vscode from 'vscode';
import type { Evaluations } from './evaluations.js';
import { kindOf, progressText } from './presentation.js';
import type { RunningEvaluations } from './running.js';

/** Lenses change at most this often: VS Code waits for a pause between changes, and with more it would wait for ever. */
const LENS_MS = 600;

/** What can be done with an evaluation, above its first line. */
export class EvaluationLenses implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: { dispose(): void }[];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    pattern: string,
    private readonly evaluations: Evaluations,
    private readonly running: RunningEvaluations,
  ) {
    const change = () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#changed.fire();
      }, LENS_MS);
    };
    this.#subscriptions = [
      this.#changed,
      evaluations.onDidChange(change),
      running.onDidChange(change),
      vscode.languages.registerCodeLensProvider([{ pattern }], {
        onDidChangeCodeLenses: this.#changed.event,
        provideCodeLenses: (document) => this.#lenses(document),
      }),
    ];
  }

  async #lenses({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (uri.scheme !== 'file') return [];
    const { fsPath } = uri;
    const { results } = await this.evaluations.one(fsPath);
    const state = this.running.stateOf(fsPath);
    const kind = kindOf(results, state, this.running.isPaused(fsPath));
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (title: string, command: string) =>
      new vscode.CodeLens(top, { title, command: `thinkHarder.${command}`, arguments: [uri] });
    const report = results.samples > 0 ? [lens(vscode.l10n.t('Open report'), 'evaluationReport')] : [];
    if (state !== undefined) {
      const isPaused = kind === 'paused';
      return [
        new vscode.CodeLens(top, { title: progressText(state, isPaused), command: 'thinkHarder.evaluation.focus' }),
        isPaused ? lens(vscode.l10n.t('Resume'), 'evaluationResume') : lens(vscode.l10n.t('Pause'), 'evaluationPause'),
        lens(vscode.l10n.t('Cancel'), 'evaluationCancel'),
        ...report,
      ];
    }
    const run =
      kind === 'partial'
        ? lens(vscode.l10n.t('$(play) Resume ({0} samples are there)', results.samples), 'evaluationResume')
        : lens(vscode.l10n.t('$(play) Run'), 'evaluationRun');
    const compare = results.samples > 0 ? [lens(vscode.l10n.t('Compare with…'), 'evaluationCompare')] : [];
    return [run, ...report, ...compare];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
