import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { BackendClient, type OnEvents } from '../backend/client.js';
import type { Log } from '../backend/engine-provider.js';
import { BackendCrashedError, BackendError, causeText } from '../backend/errors.js';
import { writeSafely } from '../backend/safe-write.js';
import type { TraceEvent } from '../reasoning/events.js';
import type { Trace } from '../reasoning/trace.js';
import { cacheFolder } from './folders.js';
import { watchInterrupts } from './interrupts.js';
import { EXIT, type CliIo, type CliPlaces } from './io.js';
import { logFor } from './log.js';
import { loadOptionsOf, modelOf, type SolveOptions } from './options.js';
import { ProgressLine } from './progress-line.js';
import { hasColor, styleFor } from './style.js';
import { TracePrinter } from './trace-printer.js';
import { forTerminal } from './words.js';

/** Begins a run on a client whose model is loaded. */
export type Go = (client: BackendClient, id: string, onEvents: OnEvents, signal: AbortSignal) => Promise<Trace>;

/** Runs one thing to its end on the terminal, or as JSON. @returns the exit code */
export async function runOnModel(go: Go, options: SolveOptions, io: CliIo, places: CliPlaces): Promise<number> {
  const log = logFor(io, options.verbose);
  const folder = cacheFolder(io.env);
  const progress = new ProgressLine(io.stderr);
  const client = new BackendClient({
    entry: places.backend,
    settings: { idleMinutes: 0, cacheFolder: folder },
    log,
    onLoadProgress: (at) => progress.loading(at),
  });
  const run = new CommandRun(client, options, io, log, progress, join(folder, 'unfinished'));
  try {
    const path = options.model === undefined ? places.embeddedModel : modelOf(options.model, io);
    return await run.toRest(go, path);
  } finally {
    progress.clear();
    await client[Symbol.asyncDispose]();
  }
}

/** One run of the command: what Ctrl+C means now, what is shown, what is kept. */
class CommandRun {
  readonly #printer: TracePrinter;
  readonly #abort = new AbortController();
  #id: string | undefined;
  #left = false;

  constructor(
    private readonly client: BackendClient,
    private readonly options: SolveOptions,
    private readonly io: CliIo,
    private readonly log: Log,
    private readonly progress: ProgressLine,
    private readonly unfinished: string,
  ) {
    const style = styleFor(hasColor(io.stdout, io.env));
    this.#printer = new TracePrinter((text) => io.stdout.write(text), style);
  }

  async toRest(go: Go, modelPath: string): Promise<number> {
    const unwatch = watchInterrupts(this.io, {
      answerNow: () => this.#control('answer-now'),
      stop: () => this.#abort.abort(),
      leave: () => {
        this.#left = true;
        void this.client[Symbol.asyncDispose]();
      },
    });
    try {
      await this.client.load(loadOptionsOf(this.options, modelPath), this.#abort.signal);
      this.progress.clear();
      const trace = await this.#afterCrashesToo(go);
      await this.#deliver(trace);
      return trace.end.answer === 'stopped' ? EXIT.interrupted : EXIT.ok;
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      return await this.#failed(error);
    } finally {
      unwatch();
    }
  }

  /** Runs; when the backend crashes, keeps the trace and offers to go on from it. */
  async #afterCrashesToo(first: Go): Promise<Trace> {
    for (let go = first; ;) {
      this.#id = randomUUID();
      try {
        return await go(this.client, this.#id, (events) => this.#show(events), this.#abort.signal);
      } catch (error) {
        if (!(error instanceof BackendCrashedError) || error.trace === undefined) throw error;
        const { trace } = error;
        if (!(await this.#wantsToGoOn(error))) throw error;
        go = (client, id, onEvents, signal) =>
          client.continueRun({ id, trace, budget: trace.budget }, onEvents, signal);
      } finally {
        this.#id = undefined;
      }
    }
  }

  #control(kind: 'answer-now'): boolean {
    if (this.#id === undefined) return false;
    this.client.control(this.#id, { kind });
    return true;
  }

  #show(events: readonly TraceEvent[]): void {
    for (const event of events) {
      if (event.type === 'reading') this.progress.reading(event.done, event.total);
      else if (this.options.json !== true) this.#printer.print(event);
    }
  }

  /** The result, and the file that was asked for. */
  async #deliver(trace: Trace): Promise<void> {
    this.progress.clear();
    if (this.options.json === true) this.io.stdout.write(`${JSON.stringify(trace)}\n`);
    else if (trace.counts.evaluated > 0) this.#printer.summary(trace);
    else this.#printer.endLine(); // a trace that broke off was never counted
    if (this.options.save !== undefined) await this.#save(resolve(this.io.cwd, this.options.save), trace);
  }

  async #save(path: string, trace: Trace): Promise<void> {
    try {
      await writeSafely(path, `${JSON.stringify(trace)}\n`);
    } catch (cause) {
      const message = `The trace could not be written to ${path}: give --save a file in a folder that can be written.`;
      throw new BackendError('not-saved', message, { cause });
    }
  }

  async #wantsToGoOn(crash: BackendCrashedError): Promise<boolean> {
    const { stdin, stdout, stderr } = this.io;
    if (this.options.json === true || stdin.isTTY !== true || stdout.isTTY !== true) return false;
    this.#printer.endLine();
    stderr.write(`${forTerminal(crash.message)}\nEnter goes on from here; Ctrl+C ends.\n`);
    const stopped = new Promise<false>((done) => {
      this.#abort.signal.addEventListener('abort', () => done(false), { once: true });
    });
    const enter = new Promise<true>((done) => stdin.once('data', () => done(true)));
    try {
      return await Promise.race([enter, stopped]);
    } finally {
      stdin.pause();
    }
  }

  /** One sentence on stderr, the cause in the log; the trace so far stays. */
  async #failed(error: BackendError): Promise<number> {
    this.progress.clear();
    this.log('error', causeText(error));
    const { trace } = error;
    if (trace !== undefined && !this.#left) await this.#deliver(trace);
    const stopped = this.#left || error.kind === 'stopped';
    if (!stopped) this.io.stderr.write(`think-harder: ${forTerminal(error.message)}\n`);
    if (trace !== undefined && this.options.save === undefined) {
      const path = join(this.unfinished, `${trace.id}.json`);
      await this.#save(path, trace);
      this.io.stderr.write(`think-harder: the trace so far is kept; to go on: think-harder continue ${path}\n`);
    }
    if (error.kind === 'empty-question' || error.kind === 'bad-settings') return EXIT.wrongUse;
    return stopped ? EXIT.interrupted : EXIT.failure;
  }
}
