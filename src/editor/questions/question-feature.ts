import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { QUESTION_COMMANDS, type HandlersOf } from '../contributions.js';
import { Emitter } from '../events.js';
import type { Feature } from '../feature.js';
import type { AskedQuestion } from '../reasoning-controller.js';
import type { QuestionBundle, QuestionHost, QuestionService, QuestionStatus } from './host.js';
import { mayHoldQuestions } from './languages.js';

type CommandName = keyof typeof QUESTION_COMMANDS;

/** The bundle with the language client. */
const BUNDLE = join('dist', 'language-client.cjs');

/**
 * Questions in documents. Nothing of it is loaded before a document that may hold questions is open, or a command asks;
 * then the language server is started, and nothing else: a model only when somebody wants an answer.
 */
export class QuestionFeature implements Feature, AsyncDisposable {
  readonly #changed = new Emitter<void>();
  readonly onDidChangeStatus = this.#changed.event;
  #service: QuestionService | undefined;

  constructor(private readonly host: QuestionHost) {}

  get status(): QuestionStatus {
    return this.#service?.status ?? { server: 'off', queue: null };
  }

  /** Process id of the language server while it runs. */
  get serverPid(): number | undefined {
    return this.#service?.serverPid;
  }

  get handlers(): HandlersOf<typeof QUESTION_COMMANDS> {
    const names = Object.keys(QUESTION_COMMANDS) as CommandName[];
    return Object.fromEntries(
      names.map((name) => [name, (...args: unknown[]) => this.#loaded().commands[name](...args)]),
    ) as HandlersOf<typeof QUESTION_COMMANDS>;
  }

  /** The question at the cursor, or what is selected; undefined where there is none. */
  questionAtCursor(editor: vscode.TextEditor): Promise<AskedQuestion | undefined> {
    return this.#loaded().questionAtCursor(editor);
  }

  register(): vscode.Disposable {
    const look = (document: vscode.TextDocument) => {
      if (mayHoldQuestions(document)) this.#loaded().start();
    };
    // After activation: an editor that is opening has other things to do first.
    const first = setImmediate(() => vscode.workspace.textDocuments.forEach(look));
    return vscode.Disposable.from(
      new vscode.Disposable(() => clearImmediate(first)),
      vscode.workspace.onDidOpenTextDocument(look),
    );
  }

  #loaded(): QuestionService {
    if (this.#service !== undefined) return this.#service;
    const file = join(this.host.extensionPath, BUNDLE);
    const { createQuestionService } = createRequire(file)(file) as QuestionBundle;
    this.#service = createQuestionService(this.host);
    this.#service.onDidChangeStatus(() => this.#changed.fire());
    return this.#service;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#service?.[Symbol.asyncDispose]();
  }
}
