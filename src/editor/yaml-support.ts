import { readdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { faultsOf, faultAt, type Fault } from '../yaml-files/check.js';
import { completionsAt } from '../yaml-files/complete.js';
import { readYaml, type Span } from '../yaml-files/document.js';
import { fileFaults } from '../yaml-files/files.js';
import { hoverAt } from '../yaml-files/hover.js';
import type { FileKind, FileLanguage, PlacedFault } from '../yaml-files/language.js';

/** A file is checked when it has not been typed in for so many milliseconds. */
const QUIET_MS = 250;
/** Names offered from one folder. */
const MOST_NAMES = 200;

/** Characters of what a value means beside it in the list. */
const MOST_BESIDE = 60;

/** A kind of YAML file in the editor. */
export interface YamlSupportOptions {
  /** Of its diagnostics. */
  readonly name: string;
  readonly pattern: string;
  readonly language: FileLanguage;
  /** What is wrong beyond the file itself, of a file without errors: what stands beside it, for instance. */
  readonly surroundings?: (file: string, value: unknown) => Promise<readonly PlacedFault[]>;
}

/**
 * Completion, hover and checks of our YAML files, whatever language they are opened as. Of a workspace that nobody trusts
 * no file is looked for: a path that it names can reach over the network.
 */
export class YamlSupport implements vscode.Disposable {
  readonly #diagnostics: vscode.DiagnosticCollection;
  readonly #selector: vscode.DocumentSelector;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #subscriptions: { dispose(): void }[];

  constructor(private readonly options: YamlSupportOptions) {
    this.#diagnostics = vscode.languages.createDiagnosticCollection(options.name);
    this.#selector = [{ pattern: options.pattern }];
    const checkAll = () => vscode.workspace.textDocuments.forEach((document) => this.#checkSoon(document));
    this.#subscriptions = [
      this.#diagnostics,
      vscode.languages.registerCompletionItemProvider(
        this.#selector,
        { provideCompletionItems: (document, position) => this.#complete(document, position) },
        ':',
        ' ',
        '{',
        '[',
        ',',
        '/',
      ),
      vscode.languages.registerHoverProvider(this.#selector, {
        provideHover: (document, position) => this.#hover(document, position),
      }),
      vscode.workspace.onDidOpenTextDocument((document) => this.#checkSoon(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#checkSoon(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#diagnostics.delete(uri)),
      vscode.workspace.onDidGrantWorkspaceTrust(checkAll),
      // A file that was missing may be there now, and the other way round.
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor !== undefined) this.#checkSoon(editor.document);
      }),
    ];
    checkAll();
  }

  #checkSoon(document: vscode.TextDocument): void {
    if (vscode.languages.match(this.#selector, document) === 0) return;
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
    const faults = [...faultsOf(this.options.language, text), ...(await this.#outside(document, text))];
    if (document.isClosed || document.version !== version) return;
    this.#diagnostics.set(
      document.uri,
      faults.map((fault) => diagnosticOf(document, fault)),
    );
  }

  /** What is wrong with the files that it names, and with what stands around it. */
  async #outside({ uri }: vscode.TextDocument, text: string): Promise<Fault[]> {
    if (uri.scheme !== 'file' || !vscode.workspace.isTrusted) return [];
    const { language, surroundings } = this.options;
    const file = readYaml(text);
    const placed = await fileFaults(language, file.value, dirname(uri.fsPath));
    const around = faultsOf(language, text).some(({ isWarning }) => !isWarning)
      ? []
      : ((await surroundings?.(uri.fsPath, file.value)) ?? []);
    return [...placed, ...around].map((fault) => faultAt(file, fault));
  }

  async #complete(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
    const { language } = this.options;
    const offered = completionsAt(language, document.getText(), document.offsetAt(position));
    if (offered === undefined) return [];
    const items = offered.items.map((one, i) => {
      const isName = one.kind === 'name';
      const kind = isName ? vscode.CompletionItemKind.Property : vscode.CompletionItemKind.Value;
      // What a value means stands beside it: there is room, and a choice to be made.
      const beside = isName || one.about === undefined ? {} : { description: shortened(one.about) };
      const item = new vscode.CompletionItem({ label: one.label, ...beside }, kind);
      // In the order of the schema: stages and settings as one writes them, not by their letters.
      item.sortText = String(i).padStart(4, '0');
      item.insertText = new vscode.SnippetString(one.insert);
      item.range = rangeOf(document, one.replace);
      if (one.about !== undefined) item.documentation = one.about;
      if (one.detail !== undefined) item.detail = one.detail;
      return item;
    });
    const kind = language.files?.[offered.files ?? ''];
    return kind === undefined ? items : [...items, ...(await filesHere(document, offered.replace, kind))];
  }

  #hover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const found = hoverAt(this.options.language, document.getText(), document.offsetAt(position));
    if (found === undefined) return undefined;
    const text = new vscode.MarkdownString();
    for (const line of found.lines) text.appendText(`${line}\n\n`);
    return new vscode.Hover(text, rangeOf(document, found.span));
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

function diagnosticOf(document: vscode.TextDocument, { message, span, isWarning }: Fault): vscode.Diagnostic {
  const { start, end } = rangeOf(document, span);
  // Of a fault that is a whole block, its first line.
  const last = end.line > start.line ? document.lineAt(start.line).range.end : end;
  const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
  const diagnostic = new vscode.Diagnostic(new vscode.Range(start, last), message, isWarning ? warning : error);
  diagnostic.source = 'Think Harder';
  return diagnostic;
}

/** As much as stands beside a name in the list. */
function shortened(text: string): string {
  return text.length <= MOST_BESIDE ? text : `${text.slice(0, MOST_BESIDE - 1).trimEnd()}…`;
}

/** Files and folders beside the document that go on where the cursor is. */
async function filesHere(
  document: vscode.TextDocument,
  replace: Span,
  { pattern }: FileKind,
): Promise<vscode.CompletionItem[]> {
  if (document.uri.scheme !== 'file' || !vscode.workspace.isTrusted) return [];
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
      item.sortText = `9${path}`; // behind the names that the product knows
      return item;
    });
}

function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
