import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { TASKS } from '../../evaluation/tasks/definitions.js';
import { Emitter } from '../events.js';
import { ResultsReader, resultsFolder, type Results } from './results.js';
import { isRecord } from '../../yaml-files/schema.js';
import { readYaml } from '../../yaml-files/document.js';

/** A `*.eval.yaml` of the workspace and what lies beside it. */
export interface Evaluation {
  readonly evalFile: string;
  readonly title: string;
  readonly task: string;
  readonly results: Results;
}

/** Evaluation files looked for; a workspace with more is no workspace of this view. */
const MOST_FILES = 500;
/** The disk is looked at again after so many milliseconds without a change. */
const QUIET_MS = 300;

/** Every evaluation of the workspace. Follows the disk: other windows and the command line write there too. */
export class Evaluations implements vscode.Disposable {
  readonly #reader = new ResultsReader();
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #watchers: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    const patterns = ['**/*.eval.{yaml,yml}', '**/*.results/report.json', '**/*.results/samples/*.jsonl'];
    this.#watchers = patterns.flatMap((pattern) => {
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const soon = () => this.lookSoon();
      return [watcher, watcher.onDidChange(soon), watcher.onDidCreate(soon), watcher.onDidDelete(soon)];
    });
  }

  lookSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed.fire();
    }, QUIET_MS);
  }

  async all(): Promise<Evaluation[]> {
    const found = await vscode.workspace.findFiles('**/*.eval.{yaml,yml}', '**/node_modules/**', MOST_FILES);
    const files = found.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
    return Promise.all(files.sort().map((file) => this.one(file)));
  }

  async one(evalFile: string): Promise<Evaluation> {
    const name = basename(evalFile).replace(/\.eval\.ya?ml$/i, '');
    const text = await readFile(evalFile, 'utf8').catch(() => '');
    const { value } = readYaml(text);
    const said = isRecord(value) ? value : {};
    const ready =
      typeof said.task === 'string' && Object.hasOwn(TASKS, said.task) ? TASKS[said.task]?.title : undefined;
    const file = typeof said.file === 'string' ? basename(said.file) : vscode.l10n.t('without a task');
    return {
      evalFile,
      title: typeof said.title === 'string' ? said.title : name,
      task: ready ?? file,
      results: await this.#reader.read(resultsFolder(evalFile)),
    };
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.dispose();
  }
}
