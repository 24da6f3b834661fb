/** The language server: wires a connection to documents, results and what is shown of them. Never loads a model. */
import { NotebookDocuments, TextDocuments, type CancellationToken, type Connection } from 'vscode-languageserver';
import {
  CodeActionKind,
  InlineCompletionTriggerKind,
  TextDocumentSyncKind,
  type Diagnostic,
  type InitializeParams,
  type InitializeResult,
  type InlineCompletionItem,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { actionsOf, compared, diagnosticsOf } from './actions.js';
import type { AnswerComparer } from './answers.js';
import { completionPlace } from './completion.js';
import { DocumentStore, infoOf, questionAt, rangeOf, type View } from './documents.js';
import { questionsInFile } from './files.js';
import { insertion } from './insertions.js';
import { LensMaker } from './lenses.js';
import { isOn, readFeatures, readOptions } from './options.js';
import { foldingOf, symbolsOf } from './outline.js';
import { hintsOf, hoverOf, type Presentation } from './presentation.js';
import * as protocol from './protocol.js';
import { Results } from './results.js';
import { translator } from './texts.js';
import { Throttle } from './throttle.js';

/** Lenses and hints are asked for again at most this often. */
const REFRESH_MS = 500;

/** What the server can do, for the client's capabilities. */
export const CAPABILITIES: InitializeResult = {
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    notebookDocumentSync: {
      notebookSelector: [{ notebook: '*', cells: [{ language: 'markdown' }, { language: '*' }] }],
    },
    codeLensProvider: { resolveProvider: true },
    inlayHintProvider: { resolveProvider: false },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.RefactorRewrite, CodeActionKind.QuickFix] },
    inlineCompletionProvider: true,
    foldingRangeProvider: true,
    documentSymbolProvider: { label: 'Think Harder' },
  },
  serverInfo: { name: 'Think Harder' },
};

/** Registers everything on the connection; the caller lets it listen. The result ends what the server started. */
export function serve(connection: Connection, answers: AnswerComparer): Disposable {
  const server = new LanguageServer(connection, answers);
  server.register();
  return server;
}

class LanguageServer implements Disposable {
  readonly #results = new Results();
  readonly #documents = new TextDocuments(TextDocument);
  readonly #notebooks = new NotebookDocuments(TextDocument);
  readonly #store = new DocumentStore(this.#results.solved, (change) => this.#changed(change));
  readonly #refresh = new Throttle(REFRESH_MS, () => this.#askForRefresh());
  /** Documents whose questions are to be reported, with one clock for each. */
  readonly #reports = new Map<string, { readonly throttle: Throttle; hashes: readonly string[]; version: number }>();
  readonly #published = new Map<string, string>();
  readonly #lenses = new LensMaker(() => this.#presentation);
  #presentation: Presentation = { options: {}, results: this.#results, t: translator(undefined) };
  #client: InitializeParams['capabilities'] = {};

  constructor(
    private readonly connection: Connection,
    private readonly answers: AnswerComparer,
  ) {}

  register(): void {
    const { connection } = this;
    connection.onInitialize((params) => {
      this.#client = params.capabilities;
      this.#presentation = {
        options: readOptions(params.initializationOptions),
        results: this.#results,
        t: translator(params.locale),
      };
      return CAPABILITIES;
    });
    this.#documents.onDidChangeContent(({ document }) => this.#store.open(document));
    this.#documents.onDidClose(({ document }) => this.#close(document.uri));
    this.#notebooks.onDidOpen((notebook) => this.#store.openNotebook(notebook, this.#notebooks));
    this.#notebooks.onDidChange(({ notebookDocument }) => this.#store.openNotebook(notebookDocument, this.#notebooks));
    this.#notebooks.onDidClose((notebook) => this.#close(notebook.uri));
    this.#registerFeatures();
    this.#registerProtocol();
    this.#documents.listen(connection);
    this.#notebooks.listen(connection);
  }

  #registerFeatures(): void {
    const { connection } = this;
    connection.onCodeLens(({ textDocument }) =>
      this.#with(textDocument.uri, 'lenses', [], (view) => this.#lenses.of(view)),
    );
    connection.onCodeLensResolve((lens) => this.#lenses.resolve(lens));
    connection.languages.inlayHint.on(({ textDocument, range }) =>
      this.#with(textDocument.uri, 'hints', [], (view) =>
        hintsOf(view, view.document.offsetAt(range.start), view.document.offsetAt(range.end), this.#presentation),
      ),
    );
    connection.onHover(({ textDocument, position }) =>
      this.#with(textDocument.uri, 'hovers', null, (view) => {
        const offset = view.document.offsetAt(position);
        const item = view.questions.find(({ question }) => question.start <= offset && offset <= question.end);
        return item === undefined ? null : hoverOf(view, item, this.#presentation);
      }),
    );
    connection.onCodeAction(({ textDocument, range, context }) =>
      this.#with(textDocument.uri, 'actions', [], (view) =>
        actionsOf(
          view,
          view.document.offsetAt(range.start),
          view.document.offsetAt(range.end),
          context.diagnostics,
          this.#presentation,
        ),
      ),
    );
    connection.onFoldingRanges(({ textDocument }) => this.#with(textDocument.uri, 'outline', [], foldingOf));
    connection.onDocumentSymbol(({ textDocument }) => this.#with(textDocument.uri, 'outline', [], symbolsOf));
    connection.languages.inlineCompletion.on(({ textDocument, position, context }, token) =>
      this.#with(textDocument.uri, 'completion', Promise.resolve<InlineCompletionItem[]>([]), (view) =>
        this.#complete(
          view,
          view.document.offsetAt(position),
          context.triggerKind === InlineCompletionTriggerKind.Invoked,
          token,
        ),
      ),
    );
  }

  #registerProtocol(): void {
    const { connection } = this;
    connection.onNotification(protocol.RunsChanged, ({ runs }) => {
      for (const { hash, state } of runs) this.#results.setRun(hash, state);
      this.#refresh.request();
    });
    connection.onNotification(protocol.ResultsChanged, ({ results, forgotten }) => {
      this.#results.add(results, forgotten);
      this.#store.refresh();
      this.#refresh.request();
      void this.#publishAll();
    });
    connection.onNotification(protocol.FeaturesChanged, ({ features }) => {
      this.#presentation = {
        ...this.#presentation,
        options: { ...this.#presentation.options, features: readFeatures(features) },
      };
      this.#refresh.request();
      void this.#publishAll();
    });
    connection.onRequest(protocol.Questions, ({ uri }) => ({
      version: this.#store.version(uri),
      questions: this.#store.views(uri).flatMap((view) => view.questions.map((item) => infoOf(view, item))),
    }));
    connection.onRequest(protocol.QuestionAt, ({ uri, position }) => {
      const view = this.#store.view(uri);
      const item = view === undefined ? undefined : questionAt(view, view.document.offsetAt(position));
      return view === undefined || item === undefined ? null : infoOf(view, item);
    });
    connection.onRequest(protocol.QuestionByHash, ({ uri, hash }) => {
      const found = this.#find(uri, hash);
      return found === undefined ? null : infoOf(found.view, found.item);
    });
    connection.onRequest(protocol.Insert, ({ uri, hash, what }) => {
      const found = this.#find(uri, hash);
      const result = this.#results.result(hash);
      if (found === undefined || result === undefined) return null;
      return insertion(found.view, found.item.question, result, what) ?? null;
    });
    connection.onRequest(protocol.Check, async ({ uri, hash }) => {
      const found = this.#find(uri, hash);
      const result = this.#results.result(hash);
      if (found === undefined || result === undefined) return null;
      return (await compared(found.item.question, result, this.answers)) ?? null;
    });
    connection.onRequest(protocol.QuestionsInFiles, async ({ uris }) => {
      const files: { uri: string; questions: protocol.QuestionInfo[] }[] = [];
      const failed: { uri: string; reason: string }[] = [];
      for (const uri of uris) {
        try {
          files.push({ uri, questions: await questionsInFile(uri) });
        } catch (error) {
          failed.push({ uri, reason: error instanceof Error ? error.message : String(error) });
        }
      }
      return { files, failed };
    });
    connection.onRequest(protocol.Health, () => ({
      documents: this.#store.size,
      questions: this.#store.all().reduce((sum, view) => sum + view.questions.length, 0),
      uptime: Math.round(process.uptime()),
      memory: process.memoryUsage().rss,
    }));
  }

  /** Answers a request about a document that is open, where the feature is on. */
  #with<T>(uri: string, feature: keyof protocol.Features, otherwise: T, work: (view: View) => T): T {
    const view = this.#store.view(uri);
    if (view === undefined || !isOn(this.#presentation.options.features, view.document.languageId, feature))
      return otherwise;
    return work(view);
  }

  #find(uri: string, hash: string): { view: View; item: View['questions'][number] } | undefined {
    for (const view of this.#store.views(uri)) {
      const item = view.questions.find((question) => question.hash === hash);
      if (item !== undefined) return { view, item };
    }
    return undefined;
  }

  async #complete(
    view: View,
    offset: number,
    invoked: boolean,
    token: CancellationToken,
  ): Promise<InlineCompletionItem[]> {
    const place = completionPlace(view, offset);
    if (place === undefined) return [];
    const { hash } = place.item;
    let answer = this.#results.result(hash)?.answer;
    if (answer === undefined && invoked && this.#presentation.options.solveForCompletion === true) {
      const solved = await this.connection.sendRequest(
        protocol.SolveForCompletion,
        { uri: view.document.uri, hash },
        token,
      );
      answer = solved?.answer;
    }
    if (answer === undefined || answer === '') return [];
    return [
      { insertText: place.before + answer.replace(/\s*\n\s*/g, ' '), range: rangeOf(view.document, offset, offset) },
    ];
  }

  #changed(change: { uri: string; version: number; hashes: readonly string[]; different: boolean }): void {
    void this.#publish(change.uri);
    if (!change.different) return;
    let report = this.#reports.get(change.uri);
    if (report === undefined) {
      const { uri } = change;
      const throttle = new Throttle(REFRESH_MS, () => this.#report(uri));
      report = { throttle, hashes: [], version: 0 };
      this.#reports.set(uri, report);
    }
    report.hashes = change.hashes;
    report.version = change.version;
    report.throttle.request();
  }

  #report(uri: string): void {
    const report = this.#reports.get(uri);
    if (report !== undefined)
      void this.connection.sendNotification(protocol.QuestionsChanged, {
        uri,
        version: report.version,
        hashes: report.hashes,
      });
  }

  #close(uri: string): void {
    for (const view of this.#store.views(uri)) this.#clearDiagnostics(view.document.uri);
    this.#reports.get(uri)?.throttle[Symbol.dispose]();
    this.#reports.delete(uri);
    this.#store.close(uri);
  }

  #clearDiagnostics(uri: string): void {
    if (this.#published.delete(uri)) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  async #publishAll(): Promise<void> {
    await Promise.all(this.#store.all().map((view) => this.#publishView(view)));
  }

  async #publish(uri: string): Promise<void> {
    await Promise.all(this.#store.views(uri).map((view) => this.#publishView(view)));
  }

  async #publishView(view: View): Promise<void> {
    const { uri, version, languageId } = view.document;
    const on = isOn(this.#presentation.options.features, languageId, 'diagnostics');
    const diagnostics: Diagnostic[] = on ? await diagnosticsOf(view, this.#presentation, this.answers) : [];
    // The document went on while answers were compared: its next version speaks for itself.
    if (this.#store.view(uri)?.document.version !== version) return;
    const key = JSON.stringify(diagnostics);
    if (key === (this.#published.get(uri) ?? '[]')) return;
    if (diagnostics.length === 0) this.#published.delete(uri);
    else this.#published.set(uri, key);
    await this.connection.sendDiagnostics({ uri, version, diagnostics });
  }

  #askForRefresh(): void {
    const { workspace } = this.#client;
    // A client that went away in between is no reason to fail.
    const ignore = (): void => undefined;
    if (workspace?.codeLens?.refreshSupport === true)
      void this.connection.sendRequest('workspace/codeLens/refresh').catch(ignore);
    if (workspace?.inlayHint?.refreshSupport === true) void this.connection.languages.inlayHint.refresh().catch(ignore);
  }

  [Symbol.dispose](): void {
    this.#refresh[Symbol.dispose]();
    for (const { throttle } of this.#reports.values()) throttle[Symbol.dispose]();
    this.answers[Symbol.dispose]();
  }
}
