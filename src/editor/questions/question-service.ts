/** Entry of the bundle that is loaded when a document may hold questions, or a command asks: builds and connects it. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import * as protocol from '../../language-server/protocol.js';
import { Throttle } from '../../language-server/throttle.js';
import { PREFIX } from '../contributions.js';
import { Emitter } from '../events.js';
import { isNotNow } from '../not-now-error.js';
import { forLog } from '../problems.js';
import type { AskedQuestion } from '../reasoning-controller.js';
import { useTranslation } from '../texts.js';
import { AnswerStore } from './answer-store.js';
import { Checking } from './checking.js';
import { ControllerWatch } from './controller-watch.js';
import { changesFeatures, features } from './features.js';
import type { QuestionHost, QuestionService, QuestionStatus } from './host.js';
import { LanguageServerClient } from './language-client.js';
import { NotebookCells } from './notebook-cells.js';
import { QuestionCommands } from './question-commands.js';
import { noAnswer, QuestionSolver } from './question-solver.js';
import type { StoredAnswer } from './result-of-trace.js';
import { RunStates } from './run-states.js';
import { Solving, asked } from './solving.js';
import { sourceOf } from './sources.js';
import { Targets } from './targets.js';

/** The server is told of answers at most this often. */
const TELL_EVERY_MS = 500;

export function createQuestionService(host: QuestionHost): QuestionService {
  useTranslation((text, ...args) => vscode.l10n.t(text, ...args));
  return new Service(host);
}

class Service implements QuestionService {
  readonly #changed = new Emitter<void>();
  readonly onDidChangeStatus = this.#changed.event;
  readonly #answers: AnswerStore;
  readonly #states: RunStates;
  readonly #server: LanguageServerClient;
  readonly #targets: Targets;
  readonly #watch: ControllerWatch;
  readonly #solving: Solving;
  readonly #cells = new NotebookCells();
  /** Texts of the choices of questions that were solved in this session: an answer is read by them. */
  readonly #options = new Map<string, readonly string[]>();
  /** Answers that the server is not told of yet. */
  readonly #untold = new Set<StoredAnswer>();
  readonly #telling = new Throttle(TELL_EVERY_MS, () => void this.#tellAnswers());
  readonly #subscriptions: { dispose(): void }[] = [];
  readonly commands: QuestionService['commands'];

  constructor(private readonly host: QuestionHost) {
    const { log } = host;
    this.#answers = new AnswerStore(host.storage, (text) => log.warn(text));
    this.#states = new RunStates((runs) => {
      void this.#send((client) => client.sendNotification(protocol.RunsChanged, { runs }));
    });
    this.#server = new LanguageServerClient(
      host.extensionPath,
      { onStarted: (client) => this.#onStarted(client), onDown: () => this.#onDown() },
      log,
    );
    this.#targets = new Targets(this.#server, log);
    const solver = new QuestionSolver(host, this.#answers, this.#states);
    this.#watch = new ControllerWatch(
      host.controller,
      this.#answers,
      this.#states,
      (hash) => this.#options.get(hash) ?? [],
      noAnswer,
    );
    this.#solving = new Solving(host, this.#answers, solver, this.#watch, this.#states, ({ hash, options }) => {
      if (options.length > 0) this.#options.set(hash, options);
    });
    const told = () => this.#tellAnswers();
    const checking = new Checking(this.#targets, this.#solving, this.#answers, told, host.notifications);
    this.commands = new QuestionCommands(host, this.#targets, this.#solving, checking, this.#answers, told, () =>
      this.#server.restart(),
    ).handlers;
    this.#subscriptions.push(
      this.#server.onDidChangeHealth(() => this.#changed.fire()),
      this.#solving.queue.onDidChange(() => this.#changed.fire()),
      this.#answers.onDidAdd((answers) => {
        for (const answer of answers) this.#untold.add(answer);
        this.#telling.request();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!changesFeatures(event)) return;
        void this.#send((client) => client.sendNotification(protocol.FeaturesChanged, { features: features() }));
      }),
      vscode.workspace.onDidCloseNotebookDocument(({ uri }) => this.#cells.update(uri.toString(), [])),
    );
  }

  get status(): QuestionStatus {
    return { server: this.#server.health, queue: this.#solving.queue.progress };
  }

  get serverPid(): number | undefined {
    return this.#server.pid;
  }

  start(): void {
    void this.#server.ready().catch(() => undefined); // the status says it
  }

  async questionAtCursor(editor: vscode.TextEditor): Promise<AskedQuestion | undefined> {
    const { document, selection } = editor;
    const selected = document.getText(selection).trim();
    if (selected !== '') {
      const { line } = selection.start;
      return { text: selected, source: sourceOf(document.uri, line), place: { uri: document.uri.toString(), line } };
    }
    const found = await this.#targets.atCursor(editor);
    return found === undefined ? undefined : asked(found);
  }

  /** A server that knows nothing yet is told everything. */
  async #onStarted(client: LanguageClient): Promise<void> {
    client.onNotification(protocol.QuestionsChanged, ({ uri }) => void this.#onQuestionsChanged(client, uri));
    client.onRequest(protocol.SolveForCompletion, async (ref, token) => this.#solveForCompletion(ref, token));
    await this.#answers.load();
    this.#untold.clear();
    await client.sendNotification(protocol.ResultsChanged, { results: this.#answers.all() });
    await client.sendNotification(protocol.RunsChanged, { runs: this.#states.all() });
    for (const notebook of vscode.workspace.notebookDocuments) {
      await this.#onQuestionsChanged(client, notebook.uri.toString());
    }
  }

  #onDown(): void {
    this.host.notifications.missing(
      vscode.l10n.t('The language server ended again and again: questions in documents are not shown.'),
      {
        label: vscode.l10n.t('Start It Again'),
        run: () => vscode.commands.executeCommand(`${PREFIX}.restartLanguageServer`),
      },
    );
  }

  async #onQuestionsChanged(client: LanguageClient, uri: string): Promise<void> {
    const notebook = vscode.workspace.notebookDocuments.find((other) => other.uri.toString() === uri);
    if (notebook === undefined) return;
    try {
      const { questions } = await client.sendRequest(protocol.Questions, { uri });
      this.#cells.update(
        uri,
        questions.map((question) => question.uri),
      );
    } catch (error) {
      this.host.log.info(`The questions of a notebook are not known. ${forLog(error)}`);
    }
  }

  async #solveForCompletion(
    ref: protocol.QuestionRef,
    token: vscode.CancellationToken,
  ): Promise<{ answer: string } | null> {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    try {
      const question = await this.#targets.one(ref);
      const answer = await this.#solving.forCompletion(question, abort.signal);
      return answer === undefined ? null : { answer: answer.answer };
    } catch (error) {
      if (!isNotNow(error)) this.host.log.warn(forLog(error)); // its lens says it
      return null;
    }
  }

  /** Resolves when the server knows every answer. */
  async #tellAnswers(): Promise<void> {
    const results = [...this.#untold];
    this.#untold.clear();
    if (results.length > 0) {
      await this.#send((client) => client.sendNotification(protocol.ResultsChanged, { results }));
    }
  }

  /** Tells a server that runs; one that does not is told everything when it starts. */
  async #send(notify: (client: LanguageClient) => Promise<void>): Promise<void> {
    if (this.#server.health !== 'running') return;
    try {
      await notify(await this.#server.ready());
    } catch (error) {
      this.host.log.info(`The language server could not be told. ${forLog(error)}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#solving.stopAll();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#watch[Symbol.dispose]();
    this.#states[Symbol.dispose]();
    this.#telling[Symbol.dispose]();
    await this.#answers.settled();
    await this.#server[Symbol.asyncDispose]();
  }
}
