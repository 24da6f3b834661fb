import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { HOST_ENVIRONMENT } from '../engines/local/environment.js';
import type { Log } from './engine-provider.js';
import type { ProcessExit } from './errors.js';

/** Time to end in order after the channel is closed; then it is killed. */
const GRACE_MS = 3000;
/** Of what native code wrote to stderr last, this much goes into the cause of a crash. */
const LAST_WORDS = 4000;

/** Time for the connection to hand on what arrived before the end. */
const DRAIN_MS = 50;

export interface BackendEntry {
  /** Absolute path of the backend's bundle. */
  readonly file: string;
  /** For running it from its sources in tests, e.g. ["--import=tsx"]. */
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** How the process ended, with what it wrote to stderr last; `startError` when it never ran. */
export interface Ended extends ProcessExit {
  readonly lastWords: string;
  readonly startError?: Error;
}

/** One backend process and the connection to it. */
export class BackendProcess {
  readonly connection: MessageConnection;
  /** Resolves when the process is gone and every message it sent has been handed on. Never rejects. */
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<(end: Ended) => void>();
  #end: Ended | undefined;
  #lastWords = '';

  constructor(entry: BackendEntry, log: Log) {
    this.#child = fork(entry.file, [], {
      // Not the parent's: a debugger's port can be listened on once.
      execArgv: [...(entry.execArgv ?? [])],
      // Inside VS Code the program is Electron, and this makes it Node.
      env: { ...process.env, ...HOST_ENVIRONMENT, ELECTRON_RUN_AS_NODE: '1', ...entry.env },
      // Native code writes where it likes; stdout belongs to our caller's results.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => log('debug', text.trimEnd()));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
      log('warn', text.trimEnd());
    });
    this.ended = this.#watchEnd();
    void this.ended.then((end) => {
      this.#end = end;
      for (const listener of this.#listeners) listener(end);
    });
    this.connection = createMessageConnection(new IPCMessageReader(this.#child), new IPCMessageWriter(this.#child));
    this.connection.onError(([error]) => log('debug', `backend connection: ${error.message}`));
    this.connection.listen();
  }

  async #watchEnd(): Promise<Ended> {
    const end = await new Promise<Omit<Ended, 'lastWords'>>((resolve) => {
      this.#child.once('error', (startError) => {
        if (this.#child.pid === undefined) resolve({ code: null, signal: null, startError });
      });
      // Not 'close': that one waits for ever where a process of the child's holds its stderr open.
      this.#child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    if (this.#child.connected) await Promise.race([once(this.#child, 'disconnect'), delay(GRACE_MS)]);
    // What it sent last may still be in the connection's queue, which hands on one message in each turn of the loop.
    await delay(DRAIN_MS);
    return { ...end, lastWords: this.#lastWords };
  }

  /**
   * Tells of the end, once. A promise that lives as long as the process would keep whatever waits for it beside something
   * else; a listener is forgotten.
   * @returns forgets the listener
   */
  onEnd(listener: (end: Ended) => void): () => void {
    if (this.#end === undefined) this.#listeners.add(listener);
    else listener(this.#end);
    return () => this.#listeners.delete(listener);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Lets it end in order, and makes it end when it does not. */
  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), GRACE_MS);
    await this.ended;
    clearTimeout(timer);
    this.connection.dispose();
  }
}
