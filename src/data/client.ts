import type { MessageConnection } from 'vscode-jsonrpc';
import { BackendProcess, type BackendEntry, type Ended } from '../backend/backend-process.js';
import { BackendError } from '../backend/errors.js';
import type { Log } from '../backend/engine-provider.js';
import { answering, requestOf, signalOf, type Send } from '../backend/requests.js';
import type { DecontaminationResult } from '../curation/decontaminate/run.js';
import type { TraceCost } from '../curation/models/cost.js';
import type { TraceMaker } from '../curation/models/trace-maker.js';
import type { CurationSummary } from '../curation/pipeline/output.js';
import { callModel } from './channel-trace-maker.js';
import type { AsideFacts, DataSetFacts, Histogram, RowDetail, RowPage } from './facts.js';
import * as protocol from './protocol.js';

export interface DataClientOptions {
  readonly entry: BackendEntry;
  readonly log: Log;
  /** How far the reading of an open data set is. */
  readonly onProgress: (facts: DataSetFacts) => void;
  readonly onJob?: (job: string, event: protocol.JobEvent) => void;
  /** The process ended by itself: what was open is open no more. */
  readonly onCrash: () => void;
  /** What pipelines that ask models are answered with; without it they say that they need one. */
  readonly models?: DataModels;
}

/** The caller's side of what a pipeline asks. */
export interface DataModels {
  maker(): Promise<TraceMaker>;
  /** Says what it will cost. @returns whether to begin */
  confirm(cost: TraceCost): Promise<boolean>;
}

/**
 * The data process as its callers see it: started with the first request, and again after one has crashed. All methods
 * throw BackendError.
 */
export class DataClient implements AsyncDisposable {
  #process: BackendProcess | undefined;
  #disposed = false;

  constructor(readonly options: DataClientOptions) {}

  /** Process id while one runs. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  open(params: protocol.OpenParams): Promise<DataSetFacts> {
    return this.#request((c, t) => c.sendRequest(protocol.Open, params, t));
  }

  /** Starts no process for it. */
  async close(handle: string): Promise<void> {
    if (this.#process !== undefined) await this.#request((c, t) => c.sendRequest(protocol.Close, { handle }, t));
  }

  page(params: protocol.PageParams): Promise<RowPage> {
    return this.#request((c, t) => c.sendRequest(protocol.Page, params, t));
  }

  histogram(params: protocol.HistogramParams): Promise<Histogram> {
    return this.#request((c, t) => c.sendRequest(protocol.HistogramOf, params, t));
  }

  detail(handle: string, row: number): Promise<RowDetail> {
    return this.#request((c, t) => c.sendRequest(protocol.Detail, { handle, row }, t));
  }

  aside(handle: string): Promise<readonly AsideFacts[]> {
    return this.#request((c, t) => c.sendRequest(protocol.Aside, { handle }, t));
  }

  append(params: protocol.AppendParams): Promise<number> {
    return this.#request((c, t) => c.sendRequest(protocol.Append, params, t));
  }

  decide(params: protocol.DecideParams): Promise<DataSetFacts> {
    return this.#request((c, t) => c.sendRequest(protocol.Decide, params, t));
  }

  undo(handle: string): Promise<DataSetFacts> {
    return this.#request((c, t) => c.sendRequest(protocol.Undo, { handle }, t));
  }

  redo(handle: string): Promise<DataSetFacts> {
    return this.#request((c, t) => c.sendRequest(protocol.Redo, { handle }, t));
  }

  statistics(params: protocol.StatisticsParams): Promise<string> {
    return this.#request((c, t) => c.sendRequest(protocol.Statistics, params, t));
  }

  /** Runs a pipeline. Aborting stops it: what is done stays, and the next run goes on there. */
  curate(params: protocol.CurateParams, signal?: AbortSignal): Promise<CurationSummary> {
    return this.#request((c, t) => c.sendRequest(protocol.Curate, params, t), signal);
  }

  decontaminate(params: protocol.DecontaminateParams, signal?: AbortSignal): Promise<DecontaminationResult> {
    return this.#request((c, t) => c.sendRequest(protocol.Decontaminate, params, t), signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await this.#process?.end();
  }

  async #request<R>(send: Send<R>, signal?: AbortSignal): Promise<R> {
    return requestOf(this.#started(), send, (end, broken) => this.#endError(end, broken), signal);
  }

  #started(): BackendProcess {
    if (this.#disposed) throw closedError();
    if (this.#process !== undefined) return this.#process;
    const { entry, log, onProgress, onCrash } = this.options;
    const process = new BackendProcess(entry, log);
    this.#process = process;
    log('debug', `data process ${process.pid ?? 'not'} started`);
    const { connection } = process;
    connection.onNotification(protocol.Progressed, onProgress);
    connection.onNotification(protocol.LogLine, ({ level, text }) => log(level, text));
    connection.onNotification(protocol.JobProgressed, ({ job, event }) => this.options.onJob?.(job, event));
    this.#answerModels(connection, log);
    void process.ended.then((end) => {
      this.#process = undefined;
      if (!this.#disposed) {
        log('error', this.#endError(end).message);
        onCrash();
      }
      connection.dispose();
    });
    return process;
  }

  #answerModels(connection: MessageConnection, log: Log): void {
    const { models } = this.options;
    const answered = answering(log);
    const needed = () => {
      if (models !== undefined) return models;
      throw new BackendError('no-model', 'This pipeline asks a model: run it where one can be loaded.');
    };
    connection.onRequest(protocol.Model, (call, token) =>
      answered(async () => callModel(await needed().maker(), call, signalOf(token))),
    );
    connection.onRequest(protocol.Confirm, (cost) => answered(() => needed().confirm(cost)));
  }

  #endError({ code, signal, lastWords, startError }: Ended, broken?: unknown): BackendError {
    if (this.#disposed) return closedError();
    if (startError !== undefined) {
      const message = `The data process could not be started (${startError.message}): install Think Harder again.`;
      return new BackendError('not-started', message, { cause: startError });
    }
    const how = signal ?? `code ${code ?? 'unknown'}`;
    const message = `The data process ended unexpectedly (${how}): open the data again, nothing of it is lost.`;
    return new BackendError('crashed', message, { cause: lastWords === '' ? broken : lastWords });
  }
}

function closedError(): BackendError {
  return new BackendError('closed', 'Think Harder is closing: open it again to go on.');
}
