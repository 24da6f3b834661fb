import { join } from 'node:path';
import type * as vscode from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { Action, InitializationOptions } from '../../language-server/protocol.js';
import { PREFIX } from '../contributions.js';
import { Emitter } from '../events.js';
import { forLog } from '../problems.js';
import { features } from './features.js';
import { QUESTION_LANGUAGES, QUESTION_SCHEMES } from './languages.js';
import { Restarts } from './restarts.js';

/** The command behind each action of a lens, a hover, a light bulb. */
export const ACTION_COMMANDS = {
  solve: `${PREFIX}.questionSolve`,
  thinkHarder: `${PREFIX}.questionThinkHarder`,
  check: `${PREFIX}.questionCheck`,
  stop: `${PREFIX}.questionStop`,
  openTrace: `${PREFIX}.questionTrace`,
} as const satisfies Record<Action, string>;

export type Health = 'off' | 'starting' | 'running' | 'down';

export interface ServerEvents {
  /** A server is up, the first or another: it knows nothing yet. Called before it is used for anything else. */
  onStarted(client: LanguageClient): Promise<void>;
  /** It ended too often: it stays down until somebody starts it. */
  onDown(): void;
}

/** A client that never shows a message by itself: the status item and `onDown` say what is to be said. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  get pid(): number | undefined {
    return this.serverProcess?.pid;
  }
}

/**
 * The language server as the editor has it: a process of its own, started with the first use, started again when it ends
 * by itself, a few times.
 */
export class LanguageServerClient implements AsyncDisposable {
  readonly #changed = new Emitter<void>();
  readonly onDidChangeHealth = this.#changed.event;
  readonly #restarts = new Restarts();
  #client: QuietClient | undefined;
  #ready: Promise<LanguageClient> | undefined;
  #health: Health = 'off';
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(
    private readonly extensionPath: string,
    private readonly events: ServerEvents,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get health(): Health {
    return this.#health;
  }

  /** Process id while it runs. */
  get pid(): number | undefined {
    return this.#client?.pid;
  }

  /** The running server, started when it is not. Rejects when it cannot be started. */
  ready(): Promise<LanguageClient> {
    this.#ready ??= this.#start();
    return this.#ready;
  }

  /** Ends the server, if there is one, and starts another. */
  async restart(): Promise<void> {
    this.#restarts.forget();
    await this.#stop();
    await this.ready();
  }

  async #start(): Promise<LanguageClient> {
    clearTimeout(this.#timer);
    this.#set('starting');
    let ended: (error: Error) => void = () => undefined;
    const endedEarly = new Promise<never>((_resolve, reject) => {
      ended = reject;
    });
    endedEarly.catch(() => undefined);
    const client: QuietClient = this.#create(() => {
      ended(new Error('The language server ended while it was starting.'));
      this.#onEnded(client);
    });
    this.#client = client;
    try {
      await Promise.race([client.start(), endedEarly]);
      await this.events.onStarted(client);
    } catch (error) {
      this.log.error(`The language server could not be started. ${forLog(error)}`);
      if (this.#client === client) this.#onEnded(client);
      throw error;
    }
    if (this.#client === client) this.#set('running');
    return client;
  }

  #create(onEnded: () => void): QuietClient {
    const module = join(this.extensionPath, 'dist', 'language-server.mjs');
    const options: InitializationOptions = {
      commands: ACTION_COMMANDS,
      icons: true,
      commandLinks: true,
      solveForCompletion: true,
      features: features(),
    };
    return new QuietClient(
      `${PREFIX}.languageServer`,
      'Think Harder',
      { module, transport: TransportKind.ipc },
      {
        documentSelector: QUESTION_SCHEMES.flatMap((scheme) =>
          QUESTION_LANGUAGES.map((language) => ({ scheme, language })),
        ),
        initializationOptions: options,
        outputChannel: this.log,
        markdown: { isTrusted: { enabledCommands: [ACTION_COMMANDS.openTrace] }, supportHtml: false },
        initializationFailedHandler: () => false,
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue, handled: true }),
          closed: () => {
            onEnded();
            return { action: CloseAction.DoNotRestart, handled: true };
          },
        },
      },
    );
  }

  /** It ended by itself. */
  #onEnded(client: LanguageClient): void {
    if (this.#disposed || this.#client !== client) return;
    this.#client = undefined;
    this.#ready = undefined;
    const wait = this.#restarts.next(performance.now());
    if (wait === undefined) {
      this.#set('down');
      this.events.onDown();
      return;
    }
    this.log.warn(`The language server ended; it is started again in ${wait} ms.`);
    this.#set('starting');
    this.#timer = setTimeout(() => void this.ready().catch(() => undefined), wait);
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    this.#ready = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.log.info(`The language server did not end in order. ${forLog(error)}`); // it is gone, that is what counts
    }
  }

  #set(health: Health): void {
    if (this.#health === health) return;
    this.#health = health;
    this.#changed.fire();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await this.#stop();
  }
}
