import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { pageData, type PageData } from '../../evaluation/report/page-data.js';
import type { Report } from '../../evaluation/report/report.js';
import { resultsFolder, ResultsReader } from './results.js';
import type { EVALUATION_COMMANDS, HandlersOf } from '../contributions.js';
import { vscodeDialogs } from '../dialogs.js';
import { NotNowError } from '../not-now-error.js';
import { forLog } from '../problems.js';
import { useTranslation } from '../texts.js';
import { YamlSupport } from '../yaml-support.js';
import { evalLanguage } from './eval-language.js';
import { EvaluationLenses } from './evaluation-lenses.js';
import { Evaluations } from './evaluations.js';
import { exportReport } from './exports.js';
import { EVALUATION_VIEW, REPORT_PANEL, type EvaluationHost, type EvaluationService } from './host.js';
import { evaluationText, presets, suggestedPath } from './new-evaluation.js';
import { progressText } from './presentation.js';
import { currentReport, ReportPanel, type ReportSource } from './report-panel.js';
import { RunningEvaluations, type Ended } from './running.js';
import { EvaluationTree, type Node } from './tree.js';

const FILES = '**/*.eval.{yaml,yml}';

/** Everything about evaluations; the entry of its bundle. */
export function createEvaluationService(host: EvaluationHost): EvaluationService {
  useTranslation((text, ...args) => vscode.l10n.t(text, ...args));
  return new Service(host);
}

class Service implements EvaluationService {
  readonly #running: RunningEvaluations;
  readonly #evaluations = new Evaluations();
  readonly #reader = new ResultsReader();
  readonly #panels = new Set<ReportPanel>();
  readonly #status: vscode.StatusBarItem;
  readonly #subscriptions: { dispose(): void }[];
  readonly dialogs = vscodeDialogs();
  readonly tree: EvaluationTree;

  constructor(private readonly host: EvaluationHost) {
    this.#running = new RunningEvaluations(host.backend, host.defaults, () => randomUUID());
    this.tree = new EvaluationTree(this.#evaluations, this.#running);
    this.#status = vscode.window.createStatusBarItem('thinkHarder.evaluation', vscode.StatusBarAlignment.Left, 40);
    this.#status.name = vscode.l10n.t('Think Harder: Evaluation');
    this.#status.command = `${EVALUATION_VIEW}.focus`;
    this.#subscriptions = [
      this.#evaluations,
      this.tree,
      this.#status,
      new YamlSupport({ name: 'think-harder-evaluation', pattern: FILES, language: evalLanguage() }),
      new EvaluationLenses(FILES, this.#evaluations, this.#running),
      this.#running.onDidChange(() => this.#showProgress()),
      this.#running.onDidEnd((ended) => this.#tellEnd(ended)),
      this.#evaluations.onDidChange(() => this.#refreshPanels()),
    ];
  }

  readonly commands: HandlersOf<typeof EVALUATION_COMMANDS> = {
    evaluationNew: () => this.#create(),
    evaluationRun: (target) => this.#onChosen(target, (file) => this.#run(file)),
    evaluationResume: (target) => this.#onChosen(target, (file) => this.#run(file)),
    evaluationPause: (target) => this.#running.pause(this.#runningOne(target), true),
    evaluationCancel: (target) => this.#running.cancel(this.#runningOne(target)),
    evaluationReport: (target) => this.#onChosen(target, (file) => this.#openReport([file])),
    evaluationCompare: (target) => this.#onChosen(target, (file) => this.#compare(file)),
    evaluationExport: (target) => this.#exportChosen(target),
  };

  settled(): Promise<void> {
    return this.#running.settled();
  }

  restorePanel(panel: vscode.WebviewPanel, state: unknown): void {
    const files: unknown = typeof state === 'object' && state !== null && 'evalFiles' in state ? state.evalFiles : [];
    const evalFiles = Array.isArray(files) ? files.filter((file): file is string => typeof file === 'string') : [];
    if (evalFiles.length === 0) panel.dispose();
    else this.#addPanel(panel, { evalFiles });
  }

  /** At most three questions: the data, the methods, the place. */
  async #create(): Promise<void> {
    const title = vscode.l10n.t('New Evaluation');
    const [data] =
      (await this.dialogs.openFiles({
        title: vscode.l10n.t('New Evaluation: the file with questions and answers'),
        filters: { [vscode.l10n.t('Questions')]: ['jsonl', 'json', 'csv', 'tsv', 'parquet'] },
        ...(vscode.workspace.workspaceFolders?.[0] === undefined
          ? {}
          : { defaultUri: vscode.workspace.workspaceFolders[0].uri }),
      })) ?? [];
    if (data === undefined) return;
    const preset = await this.dialogs.pick(presets(), {
      title,
      placeHolder: vscode.l10n.t('What is to be found out'),
    });
    if (preset === undefined) return;
    const target = await this.dialogs.saveFile({
      title,
      defaultUri: vscode.Uri.file(suggestedPath(data.fsPath, preset)),
      filters: { [vscode.l10n.t('Evaluation')]: ['eval.yaml'] },
    });
    if (target === undefined) return;
    const path = /\.eval\.ya?ml$/i.test(target.fsPath) ? target.fsPath : `${target.fsPath}.eval.yaml`;
    await writeFile(path, evaluationText(data.fsPath, preset, path));
    await vscode.window.showTextDocument(vscode.Uri.file(path));
    this.#evaluations.lookSoon();
  }

  async #run(evalFile: string): Promise<void> {
    if (this.#running.isPaused(evalFile)) {
      this.#running.pause(evalFile, false);
      return;
    }
    if (!vscode.workspace.isTrusted) {
      throw new NotNowError(
        vscode.l10n.t('An evaluation reads files and models that this folder names: trust the folder to run it.'),
        {
          label: vscode.l10n.t('Manage Trust'),
          run: () => vscode.commands.executeCommand('workbench.trust.manage'),
        },
      );
    }
    // What is run is what is seen.
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === evalFile);
    if (document?.isDirty === true) await document.save();
    this.#running.start(evalFile);
  }

  async #compare(evalFile: string): Promise<void> {
    const others = (await this.#evaluations.all()).filter(
      (other) => other.evalFile !== evalFile && other.results.samples > 0,
    );
    if (others.length === 0) {
      throw new NotNowError(
        vscode.l10n.t(
          'There is no other evaluation with results in this folder: its own runs are compared in its report.',
        ),
        { label: vscode.l10n.t('Open Report'), run: () => this.#openReport([evalFile]) },
      );
    }
    const picked = await this.dialogs.pickSome(
      others.map((other) => ({
        label: other.title,
        description: other.task,
        detail: vscode.workspace.asRelativePath(other.evalFile),
        file: other.evalFile,
      })),
      { title: vscode.l10n.t('Compare with'), matchOnDescription: true },
    );
    if (picked === undefined || picked.length === 0) return;
    await this.#openReport([evalFile, ...picked.map(({ file }) => file)]);
  }

  async #export(evalFiles: readonly string[]): Promise<void> {
    const { report } = await this.#load({ evalFiles }); // what is written is up to date
    await exportReport({ evalFiles, report, extensionUri: this.host.extensionUri }, this.dialogs);
  }

  /** A report that is looked at is exported as it stands there, with everything that it compares. */
  async #exportChosen(target: unknown): Promise<void> {
    const shown = fileOf(target) === undefined ? this.#panelInFront() : undefined;
    if (shown !== undefined) await this.#export(shown.source.evalFiles);
    else await this.#onChosen(target, (file) => this.#export([file]));
  }

  async #openReport(evalFiles: readonly string[]): Promise<void> {
    const source = { evalFiles };
    const key = evalFiles.join('\n');
    const open = [...this.#panels].find((panel) => panel.source.evalFiles.join('\n') === key);
    if (open !== undefined) {
      open.panel.reveal();
      await open.refresh();
      return;
    }
    await this.#load(source); // where there is none to show, the command says why
    const { Active } = vscode.ViewColumn;
    this.#addPanel(vscode.window.createWebviewPanel(REPORT_PANEL, vscode.l10n.t('Report'), Active), source);
  }

  #addPanel(panel: vscode.WebviewPanel, source: ReportSource): void {
    const added = new ReportPanel(
      panel,
      source,
      this.host,
      this.dialogs,
      (from) => this.#load(from),
      (from) => this.#export(from.evalFiles),
    );
    this.#panels.add(added);
    panel.onDidDispose(() => this.#panels.delete(added));
  }

  async #load({ evalFiles }: ReportSource): Promise<PageData> {
    const reports: Report[] = [];
    for (const evalFile of evalFiles) {
      const isRunning = this.#running.stateOf(evalFile) !== undefined;
      // While it runs its report is made anew when it is asked for, not with every sample.
      const { changed } = await this.#reader.read(resultsFolder(evalFile));
      reports.push(await currentReport(evalFile, this.host, isRunning ? Date.now() : changed));
    }
    return pageData(reports);
  }

  /** Reports that were written anew are shown anew; of samples that are being made the tree tells. */
  #refreshPanels(): void {
    for (const panel of this.#panels) {
      const runs = panel.source.evalFiles.some((file) => this.#running.stateOf(file) !== undefined);
      if (!runs) void panel.refresh();
    }
  }

  #showProgress(): void {
    const [first, ...more] = this.#running.files;
    const state = first === undefined ? undefined : this.#running.stateOf(first);
    if (first === undefined || state === undefined) {
      this.#status.hide();
      return;
    }
    const isPaused = this.#running.isPaused(first);
    const count = state.total === 0 ? '…' : `${state.done}/${state.total}`;
    this.#status.text = `$(${isPaused ? 'debug-pause' : 'beaker'}) ${count}`;
    this.#status.tooltip = [
      vscode.workspace.asRelativePath(first),
      progressText(state, isPaused),
      ...(more.length === 0 ? [] : [vscode.l10n.t('{0} more are waiting', more.length)]),
    ].join('\n');
    this.#status.show();
  }

  #tellEnd({ evalFile, end, error }: Ended): void {
    this.#evaluations.lookSoon();
    const offer = { label: vscode.l10n.t('Open Report'), run: () => this.#openReport([evalFile]) };
    if (end !== undefined) {
      const text = end.finished
        ? vscode.l10n.t('The evaluation “{0}” is finished: {1} runs.', end.title, end.runs.length)
        : vscode.l10n.t('The evaluation “{0}” was cancelled; what was done is kept.', end.title);
      this.host.notifications.missing(text, offer);
      return;
    }
    if (error instanceof Error && error.name === 'AbortError') return;
    this.host.log.error(forLog(error));
    const message = error instanceof Error ? error.message : String(error);
    this.host.notifications.failed(message, () => this.host.log.show());
  }

  /** The evaluation that a command is about: the one it was called on, the one in the editor, or one that is picked. */
  async #onChosen(target: unknown, act: (evalFile: string) => Promise<void>): Promise<void> {
    const evalFile = await this.#chosen(target);
    if (evalFile !== undefined) await act(evalFile);
  }

  async #chosen(target: unknown): Promise<string | undefined> {
    const given = fileOf(target) ?? this.#inFront();
    if (given !== undefined) return given;
    const all = await this.#evaluations.all();
    const create = () => vscode.commands.executeCommand('thinkHarder.evaluationNew');
    const [only] = all;
    if (only === undefined) {
      throw new NotNowError(vscode.l10n.t('There is no evaluation (*.eval.yaml) in this folder yet.'), {
        label: vscode.l10n.t('New Evaluation…'),
        run: create,
      });
    }
    if (all.length === 1) return only.evalFile;
    const picked = await this.dialogs.pick(
      all.map(({ title, task, evalFile }) => ({
        label: title,
        description: task,
        detail: vscode.workspace.asRelativePath(evalFile),
        evalFile,
      })),
      { title: vscode.l10n.t('Evaluation') },
    );
    return picked?.evalFile;
  }

  /** The evaluation whose file or report is looked at. */
  #inFront(): string | undefined {
    return this.#panelInFront()?.source.evalFiles[0] ?? fileOf(vscode.window.activeTextEditor?.document.uri);
  }

  #panelInFront(): ReportPanel | undefined {
    return [...this.#panels].find(({ panel }) => panel.active);
  }

  #runningOne(target: unknown): string {
    const given = fileOf(target) ?? this.#inFront() ?? this.#running.files[0];
    if (given !== undefined && this.#running.stateOf(given) !== undefined) return given;
    throw new NotNowError(vscode.l10n.t('No evaluation runs.'));
  }

  dispose(): void {
    for (const file of this.#running.files) this.#running.cancel(file);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** A command is called with the address of a file, or with a node of the tree. */
function fileOf(target: unknown): string | undefined {
  if (target instanceof vscode.Uri) return /\.eval\.ya?ml$/i.test(target.path) ? target.fsPath : undefined;
  if (typeof target !== 'object' || target === null || !('type' in target)) return undefined;
  const node = target as Node;
  if (node.type === 'evaluation') return node.evaluation.evalFile;
  return node.type === 'run' || node.type === 'work' ? node.evalFile : undefined;
}
