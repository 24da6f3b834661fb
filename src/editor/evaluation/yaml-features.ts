import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Evaluations } from './evaluations.js';
import { kindOf, progressText } from './presentation.js';
import type { RunningEvaluations } from './running.js';
import { faultsOf } from './yaml/check.js';
import { completionsAt } from './yaml/complete.js';
import { placeOf, readYaml, type Span } from './yaml/document.js';
import { hoverAt } from './yaml/hover.js';
import { isRecord } from './yaml/schema.js';

const PATTERN = '**/*.eval.{yaml,yml}';
const SELECTOR: vscode.DocumentSelector = [{ pattern: PATTERN }];
/** A file is checked when it has not been typed in for so many milliseconds. */
const QUIET_MS = 250;
/** Lenses change at most this often: VS Code waits for a pause between changes, and with more it would wait for ever. */
const LENS_MS = 600;
/** Files that a setting may name, by their endings. */
const FILES: Readonly<Record<string, RegExp>> = { file: /\.(jsonl|json|csv|tsv|parquet)$/i, model: /\.gguf$/i };
/** Names offered from one folder. */
const MOST_NAMES = 200;

/** Completion, hover, checks and the lens of `*.eval.yaml`, whatever language it is opened as. */
export class YamlFeatures implements vscode.Disposable {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('think-harder-evaluation');
  readonly #lensesChanged = new vscode.EventEmitter<void>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #subscriptions: { dispose(): void }[];
  #lensTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly evaluations: Evaluations,
    private readonly running: RunningEvaluations,
  ) {
    const lenses = () => {
      this.#lensTimer ??= setTimeout(() => {
        this.#lensTimer = undefined;
        this.#lensesChanged.fire();
      }, LENS_MS);
    };
    this.#subscriptions = [
      this.#diagnostics,
      this.#lensesChanged,
      evaluations.onDidChange(lenses),
      running.onDidChange(lenses),
      vscode.languages.registerCompletionItemProvider(
        SELECTOR,
        { provideCompletionItems: complete },
        ':',
        ' ',
        '{',
        '[',
        ',',
        '/',
      ),
      vscode.languages.registerHoverProvider(SELECTOR, { provideHover: hover }),
      vscode.languages.registerCodeLensProvider(SELECTOR, {
        onDidChangeCodeLenses: this.#lensesChanged.event,
        provideCodeLenses: (document) => this.#lenses(document),
      }),
      vscode.workspace.onDidOpenTextDocument((document) => this.#checkSoon(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#diagnostics.delete(uri)),
    ];
    vscode.workspace.textDocuments.forEach((document) => this.#checkSoon(document));
  }

  #checkSoon(document: vscode.TextDocument): void {
    if (vscode.languages.match(SELECTOR, document) === 0) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.#check(document), QUIET_MS),
    );
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    this.#timers.delete(document.uri.toString());
    const { version } = document;
    const text = document.getText();
    const faults = [...faultsOf(text), ...(await missingFiles(document, text))];
    if (document.isClosed || document.version !== version) return;
    this.#diagnostics.set(
      document.uri,
      faults.map(({ message, span }) => {
        const { start, end } = rangeOf(document, span);
        // Of a fault that is a whole block, its first line.
        const last = end.line > start.line ? document.lineAt(start.line).range.end : end;
        const diagnostic = new vscode.Diagnostic(new vscode.Range(start, last), message);
        diagnostic.source = 'Think Harder';
        return diagnostic;
      }),
    );
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
    clearTimeout(this.#lensTimer);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

async function complete(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
  const offered = completionsAt(document.getText(), document.offsetAt(position));
  if (offered === undefined) return [];
  const items = offered.items.map((one) => {
    const kind = one.kind === 'name' ? vscode.CompletionItemKind.Property : vscode.CompletionItemKind.Value;
    const item = new vscode.CompletionItem(one.label, kind);
    item.insertText = new vscode.SnippetString(one.insert);
    item.range = rangeOf(document, one.replace);
    if (one.about !== undefined) item.documentation = one.about;
    if (one.detail !== undefined) item.detail = one.detail;
    return item;
  });
  const pattern = offered.path.length === 1 ? FILES[String(offered.path[0])] : undefined;
  return pattern === undefined ? items : [...items, ...(await files(document, offered.replace, pattern))];
}

/** Files and folders beside the document that go on where the cursor is. */
async function files(document: vscode.TextDocument, replace: Span, pattern: RegExp): Promise<vscode.CompletionItem[]> {
  const typed = document.getText().slice(replace.start, replace.end);
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const entries = await readdir(resolve(dirname(document.uri.fsPath), folder), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.name.startsWith('.') && (entry.isDirectory() || pattern.test(entry.name)))
    .slice(0, MOST_NAMES)
    .map((entry) => {
      const { File, Folder } = vscode.CompletionItemKind;
      const path = `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`;
      const item = new vscode.CompletionItem(path, entry.isDirectory() ? Folder : File);
      item.range = rangeOf(document, replace);
      return item;
    });
}

function hover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
  const found = hoverAt(document.getText(), document.offsetAt(position));
  if (found === undefined) return undefined;
  const text = new vscode.MarkdownString();
  for (const line of found.lines) text.appendText(`${line}\n\n`);
  return new vscode.Hover(text, rangeOf(document, found.span));
}

/** Files that are named and not there. */
async function missingFiles(document: vscode.TextDocument, text: string): Promise<{ message: string; span: Span }[]> {
  if (document.uri.scheme !== 'file') return [];
  const file = readYaml(text);
  const value = isRecord(file.value) ? file.value : {};
  const found = await Promise.all(
    ['file', 'model'].map(async (name) => {
      const path = value[name];
      if (typeof path !== 'string' || path === '') return [];
      const whole = resolve(dirname(document.uri.fsPath), path);
      const isThere = await stat(whole).then(
        (facts) => facts.isFile(),
        () => false,
      );
      const where = join(dirname(path), basename(path));
      return isThere
        ? []
        : [
            {
              message: vscode.l10n.t('There is no file {0}: paths count from the folder of this file.', where),
              span: placeOf(file, [name]),
            },
          ];
    }),
  );
  return found.flat();
}

function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
