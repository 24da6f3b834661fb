import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { CURATION_COMMANDS, type HandlersOf } from '../contributions.js';
import type { Feature } from '../feature.js';
import type { CurationBundle, CurationHost, CurationService } from './host.js';

/** Editors of data: one offers itself, the other is what opens data that no text editor can show. */
export const DATA_SET_VIEWS = ['thinkHarder.dataSet', 'thinkHarder.packedDataSet'] as const;

/** The bundle with everything about data. */
const BUNDLE = join('dist', 'curation.cjs');
const PIPELINES = { scheme: 'file', pattern: '**/*.curate.{yaml,yml}' };

/** Data sets and pipelines. Nothing of it is loaded before one of them is opened or a command asks. */
export class CurationFeature implements Feature, AsyncDisposable {
  readonly #lenses = new vscode.EventEmitter<void>();
  #service: CurationService | undefined;

  constructor(private readonly host: CurationHost) {}

  get handlers(): HandlersOf<typeof CURATION_COMMANDS> {
    const names = Object.keys(CURATION_COMMANDS) as (keyof typeof CURATION_COMMANDS)[];
    return Object.fromEntries(
      names.map((name) => [name, (...args: unknown[]) => this.loaded().commands[name](...args)]),
    ) as HandlersOf<typeof CURATION_COMMANDS>;
  }

  /** The service where something has asked for it; for tests. */
  get service(): CurationService | undefined {
    return this.#service;
  }

  register(): vscode.Disposable {
    const editor: vscode.CustomReadonlyEditorProvider = {
      openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
      resolveCustomEditor: ({ uri }, panel) => this.loaded().show(uri, panel),
    };
    const lenses: vscode.CodeLensProvider = {
      onDidChangeCodeLenses: this.#lenses.event,
      provideCodeLenses: (document) => this.loaded().lenses(document),
    };
    return vscode.Disposable.from(
      this.#lenses,
      ...DATA_SET_VIEWS.map((view) => vscode.window.registerCustomEditorProvider(view, editor)),
      vscode.languages.registerCodeLensProvider(PIPELINES, lenses),
    );
  }

  loaded(): CurationService {
    if (this.#service !== undefined) return this.#service;
    const file = join(this.host.extensionUri.fsPath, BUNDLE);
    const { createCurationService } = createRequire(file)(file) as CurationBundle;
    this.#service = createCurationService(this.host);
    this.#service.onDidChangeLenses(() => this.#lenses.fire());
    return this.#service;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#service?.[Symbol.asyncDispose]();
  }
}
