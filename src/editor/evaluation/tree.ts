import * as vscode from 'vscode';
import type { RunSummary } from '../../evaluation/report/report.js';
import type { Evaluation, Evaluations } from './evaluations.js';
import { describe, describeRun, ICONS, kindOf } from './presentation.js';
import type { RunningEvaluations } from './running.js';

export type Node =
  | { readonly type: 'task'; readonly task: string; readonly evaluations: readonly Evaluation[] }
  | { readonly type: 'evaluation'; readonly evaluation: Evaluation }
  | { readonly type: 'work'; readonly evalFile: string }
  | { readonly type: 'run'; readonly evalFile: string; readonly run: RunSummary };

/** The view "Evaluation": tasks, their evaluations, and the runs of each. */
export class EvaluationTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: { dispose(): void }[];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly evaluations: Evaluations,
    private readonly running: RunningEvaluations,
  ) {
    const soon = () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#changed.fire(undefined);
      }, 250);
    };
    this.#subscriptions = [evaluations.onDidChange(soon), running.onDidChange(soon)];
  }

  async getChildren(node?: Node): Promise<Node[]> {
    switch (node?.type) {
      case undefined: {
        const tasks = new Map<string, Evaluation[]>();
        for (const evaluation of await this.evaluations.all()) {
          tasks.set(evaluation.task, [...(tasks.get(evaluation.task) ?? []), evaluation]);
        }
        return [...tasks].map(([task, evaluations]) => ({ type: 'task', task, evaluations }));
      }
      case 'task':
        return node.evaluations.map((evaluation) => ({ type: 'evaluation', evaluation }));
      case 'evaluation': {
        const { evalFile, results } = node.evaluation;
        const runs: Node[] = (results.report?.runs ?? []).map((run) => ({ type: 'run', evalFile, run }));
        const work = this.running.stateOf(evalFile)?.work ?? null;
        return work === null ? runs : [{ type: 'work', evalFile }, ...runs];
      }
      default:
        return [];
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.type) {
      case 'task': {
        const item = new vscode.TreeItem(node.task, vscode.TreeItemCollapsibleState.Expanded);
        item.id = `task:${node.task}`;
        item.iconPath = new vscode.ThemeIcon('book');
        item.contextValue = 'task';
        return item;
      }
      case 'evaluation':
        return this.#evaluationItem(node.evaluation);
      case 'work':
        return this.#workItem(node.evalFile);
      case 'run': {
        const item = new vscode.TreeItem(node.run.label);
        item.id = `run:${node.evalFile}:${node.run.key}`;
        item.description = describeRun(node.run);
        item.iconPath = new vscode.ThemeIcon('graph-line');
        item.contextValue = 'run';
        item.tooltip = `${node.run.label}: ${describeRun(node.run)}`;
        item.command = openReport(node.evalFile);
        return item;
      }
    }
  }

  #evaluationItem({ evalFile, title, results }: Evaluation): vscode.TreeItem {
    const state = this.running.stateOf(evalFile);
    const kind = kindOf(results, state, this.running.isPaused(evalFile));
    const open = kind === 'running' || kind === 'paused' || results.report !== null;
    const { Expanded, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(title, open ? Expanded : None);
    item.id = `evaluation:${evalFile}`;
    item.resourceUri = vscode.Uri.file(evalFile);
    item.description = describe(kind, results, state);
    item.iconPath = new vscode.ThemeIcon(ICONS[kind]);
    item.contextValue = `evaluation.${kind}`;
    item.tooltip = `${evalFile}\n${item.description}`;
    item.command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [vscode.Uri.file(evalFile)] };
    return item;
  }

  #workItem(evalFile: string): vscode.TreeItem {
    const work = this.running.stateOf(evalFile)?.work;
    const item = new vscode.TreeItem(work?.run ?? '');
    item.id = `work:${evalFile}`;
    if (work === null || work === undefined) return item;
    item.description = vscode.l10n.t('question {0} · {1} tokens', work.questionId, work.thinking + work.answer);
    item.iconPath = new vscode.ThemeIcon('ellipsis');
    // The text of a model: shown as it is, never as Markdown.
    item.tooltip = work.tail.slice(-600);
    return item;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}

function openReport(evalFile: string): vscode.Command {
  const title = vscode.l10n.t('Open Report');
  return { command: 'thinkHarder.evaluationReport', title, arguments: [vscode.Uri.file(evalFile)] };
}
