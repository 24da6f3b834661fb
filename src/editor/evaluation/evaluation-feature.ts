import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { EVALUATION_COMMANDS, type HandlersOf } from '../contributions.js';
import type { Feature } from '../feature.js';
import {
  EVALUATION_VIEW,
  REPORT_PANEL,
  type EvaluationBundle,
  type EvaluationHost,
  type EvaluationService,
} from './host.js';

type CommandName = keyof typeof EVALUATION_COMMANDS;

const EVALUATION_FILE = /\.eval\.ya?ml$/i;

/** Evaluations. Nothing of it is loaded before its view is looked at, a `*.eval.yaml` is open, or a command asks. */
export class EvaluationFeature implements Feature {
  readonly #treeChanged = new vscode.EventEmitter<unknown>();
  #service: EvaluationService | undefined;

  constructor(private readonly host: EvaluationHost) {}

  get handlers(): HandlersOf<typeof EVALUATION_COMMANDS> {
    const names = Object.keys(EVALUATION_COMMANDS) as CommandName[];
    return Object.fromEntries(
      names.map((name) => [name, (...args: unknown[]) => this.loaded().commands[name](...args)]),
    ) as HandlersOf<typeof EVALUATION_COMMANDS>;
  }

  register(): vscode.Disposable {
    const look = ({ uri }: vscode.TextDocument) => {
      if (EVALUATION_FILE.test(uri.path)) this.loaded();
    };
    const first = setImmediate(() => vscode.workspace.textDocuments.forEach(look));
    const tree: vscode.TreeDataProvider<unknown> = {
      onDidChangeTreeData: this.#treeChanged.event,
      getTreeItem: (node) => this.loaded().tree.getTreeItem(node),
      getChildren: (node) => this.loaded().tree.getChildren(node),
    };
    return vscode.Disposable.from(
      new vscode.Disposable(() => clearImmediate(first)),
      vscode.workspace.onDidOpenTextDocument(look),
      this.#treeChanged,
      vscode.window.registerTreeDataProvider(EVALUATION_VIEW, tree),
      vscode.window.registerWebviewPanelSerializer(REPORT_PANEL, {
        deserializeWebviewPanel: async (panel, state) => this.loaded().restorePanel(panel, state),
      }),
      new vscode.Disposable(() => this.#service?.dispose()),
    );
  }

  /** The bundle's part; also for tests. */
  loaded(): EvaluationService {
    if (this.#service !== undefined) return this.#service;
    const file = vscode.Uri.joinPath(this.host.extensionUri, 'dist', 'evaluation.cjs').fsPath;
    const { createEvaluationService } = createRequire(file)(file) as EvaluationBundle;
    this.#service = createEvaluationService(this.host);
    this.#service.tree.onDidChangeTreeData?.((node) => this.#treeChanged.fire(node));
    return this.#service;
  }
}
