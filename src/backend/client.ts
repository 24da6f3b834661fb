import type { GradedTrace } from '../evaluation/runs/grade-sample.js';
import type { Comparison } from '../grading/index.js';
import type { ModelInfo } from '../reasoning/engine.js';
import type { TraceEvent } from '../reasoning/events.js';
import type { TrainingText } from '../reasoning/training-text.js';
import type { Control, Trace } from '../reasoning/trace.js';
import { BackendProcess, type BackendEntry, type Ended } from './backend-process.js';
import type { Log } from './engine-provider.js';
import { BackendCrashedError, BackendError } from './errors.js';
import * as batch from './batch-protocol.js';
import * as evaluation from './evaluation-protocol.js';
import * as protocol from './protocol.js';
import { requestOf, type Send } from './requests.js';
import { TraceKeeper } from './trace-keeper.js';

export interface BackendClientOptions {
  readonly entry: BackendEntry;
  readonly settings: protocol.BackendSettings;
  readonly log: Log;
  readonly onLoadProgress?: (progress: protocol.LoadProgress) => void;
  /** A model is in memory, whatever it was loaded for. */
  readonly onLoaded?: (model: ModelInfo) => void;
  /** The model left memory: unasked, after the idle time, or with its process. The next run loads it again. */
  readonly onUnloaded?: (reason: protocol.UnloadReason | 'crashed') => void;
}

/** Called with the events of a run, in order, in batches. */
export type OnEvents = (events: readonly TraceEvent[]) => void;

export interface EvaluationListener {
  /** Each state replaces the one before. */
  readonly onState?: (state: evaluation.EvaluationState) => void;
  readonly onSample?: (sample: evaluation.SampleDone) => void;
}

interface RunningEvaluation {
  readonly listener: EvaluationListener;
  paused: boolean;
  /** Samples done since its process was started. */
  samples: number;
}

interface Run {
  readonly onEvents: OnEvents;
  readonly keeper: TraceKeeper;
  /** Controls given before the backend knows of the run: its model is still loading. undefined: it knows. */
  early: Control[] | undefined;
}

/**
 * The backend as its callers see it. A process is started with the first request, and again after one has crashed;
 * the model that was loaded last is loaded again when a run needs it. All methods throw BackendError.
 */
export class BackendClient implements AsyncDisposable {
  readonly #runs = new Map<string, Run>();
  readonly #evaluations = new Map<string, RunningEvaluation>();
  #settings: protocol.BackendSettings;
  #process: BackendProcess | undefined;
  /** What the caller wants loaded; null: nothing. */
  #wanted: protocol.LoadOptions | null = null;
  /** Whether the present process has it loaded. */
  #loaded = false;
  #disposed = false;

  constructor(readonly options: BackendClientOptions) {
    this.#settings = options.settings;
  }

  /** Process id while a backend runs. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async configure(settings: protocol.BackendSettings): Promise<void> {
    this.#settings = settings;
    if (this.#process !== undefined) await this.#request((c, t) => c.sendRequest(protocol.Configure, settings, t));
  }

  /** Loads a model in place of the one before; at once when it is loaded already. Aborting ends the loading. */
  async load(options: protocol.LoadOptions, signal?: AbortSignal): Promise<ModelInfo> {
    const model = await this.#request((c, t) => c.sendRequest(protocol.Load, options, t), signal);
    this.#wanted = options;
    this.#loaded = true;
    return model;
  }

  /** Takes the model out of memory. Starts no process for it. */
  async unload(): Promise<void> {
    this.#wanted = null;
    if (this.#process !== undefined) await this.#request((c, t) => c.sendRequest(protocol.Unload, t));
  }

  /** What a GGUF file holds, without loading it. */
  describe(path: string): Promise<protocol.GgufSummary> {
    return this.#request((c, t) => c.sendRequest(protocol.Describe, { path }, t));
  }

  /** Whether two answers are the same. Loads no model. */
  grade(params: protocol.GradeParams): Promise<Comparison> {
    return this.#request((c, t) => c.sendRequest(protocol.Grade, params, t));
  }

  /** Takes the answer out of a trace and compares it with the right one. Loads no model. */
  gradeTrace(params: protocol.GradeTraceParams): Promise<GradedTrace> {
    return this.#request((c, t) => c.sendRequest(protocol.GradeTrace, params, t));
  }

  /** Loads a model for a pipeline where it is not there; the person's stays the person's. */
  batchDescribe(load: protocol.LoadOptions, signal?: AbortSignal): Promise<batch.BatchModel> {
    return this.#request((c, t) => c.sendRequest(batch.BatchDescribe, { load }, t), signal);
  }

  /** Solves a question of a pipeline on the model that it names. Several may be asked at the same time. */
  batchSolve(params: batch.BatchSolveParams, signal?: AbortSignal): Promise<Trace> {
    return this.#request((c, t) => c.sendRequest(batch.BatchSolve, params, t), signal);
  }

  /** Tokens of each text by the model's tokenizer. */
  batchTokens(params: batch.BatchTexts, signal?: AbortSignal): Promise<readonly number[]> {
    return this.#request((c, t) => c.sendRequest(batch.BatchTokens, params, t), signal);
  }

  /** Examples in the model's template and thinking format. */
  batchTraining(params: batch.BatchExamples, signal?: AbortSignal): Promise<readonly TrainingText[]> {
    return this.#request((c, t) => c.sendRequest(batch.BatchTraining, params, t), signal);
  }

  /** One vector for each text; null: the model gives none. */
  async batchEmbed(params: batch.BatchTexts, signal?: AbortSignal): Promise<readonly (readonly number[])[] | null> {
    return (await this.#request((c, t) => c.sendRequest(batch.BatchEmbed, params, t), signal)).vectors;
  }

  /** State of the process; null when none runs. */
  async status(): Promise<protocol.BackendStatus | null> {
    return this.#process === undefined ? null : this.#request((c, t) => c.sendRequest(protocol.Status, t));
  }

  /** Solves a question. Aborting stops the run, which then answers with the trace so far. */
  solve(params: protocol.SolveParams, onEvents: OnEvents, signal?: AbortSignal): Promise<Trace> {
    return this.#run(params.id, undefined, (c, t) => c.sendRequest(protocol.Solve, params, t), onEvents, signal);
  }

  /** Takes back the end of thinking and the answer after it, and thinks on. */
  thinkHarder(params: protocol.ThinkHarderParams, onEvents: OnEvents, signal?: AbortSignal): Promise<Trace> {
    return this.#run(
      params.id,
      params.trace,
      (c, t) => c.sendRequest(protocol.ThinkHarder, params, t),
      onEvents,
      signal,
    );
  }

  /** Goes on where a trace was stopped, cut, or orphaned by a crash. */
  continueRun(params: protocol.ThinkHarderParams, onEvents: OnEvents, signal?: AbortSignal): Promise<Trace> {
    return this.#run(params.id, params.trace, (c, t) => c.sendRequest(protocol.Continue, params, t), onEvents, signal);
  }

  /** Takes effect on the next token; too late is no error. */
  control(id: string, control: Control): void {
    const early = this.#runs.get(id)?.early;
    if (early !== undefined) early.push(control);
    // A connection that is gone has no run to control.
    else this.#process?.connection.sendNotification(protocol.ControlRun, { id, control }).catch(() => undefined);
  }

  /**
   * Runs an evaluation, or goes on with it where its journals end. A crash of the process costs the sample in work: a
   * new one goes on, as long as each gets further than the one before. Aborting cancels it, and answers with the report
   * of what is done.
   */
  async evaluate(
    params: evaluation.EvaluateParams,
    listener: EvaluationListener,
    signal?: AbortSignal,
  ): Promise<evaluation.EvaluationEnd> {
    const { id } = params;
    const running: RunningEvaluation = { listener, paused: false, samples: 0 };
    this.#evaluations.set(id, running);
    try {
      for (let failed = false; ;) {
        running.samples = 0;
        const answer = this.#request((c, t) => {
          const sent = c.sendRequest(evaluation.Evaluate, params, t);
          if (running.paused) this.pauseEvaluation(id, true);
          return sent;
        }, signal);
        try {
          return await answer;
        } catch (error) {
          const goesOn = error instanceof BackendCrashedError && signal?.aborted !== true;
          if (!goesOn || (failed && running.samples === 0)) throw error;
          failed = running.samples === 0;
        }
      }
    } finally {
      this.#evaluations.delete(id);
    }
  }

  /** Holds an evaluation between two tokens, or lets it go on; too late is no error. */
  pauseEvaluation(id: string, paused: boolean): void {
    const running = this.#evaluations.get(id);
    if (running !== undefined) running.paused = paused;
    this.#process?.connection.sendNotification(evaluation.PauseEvaluation, { id, paused }).catch(() => undefined);
  }

  /** Grades the samples of an evaluation anew and writes its report. Loads no model. */
  regrade(place: evaluation.ReportParams): Promise<evaluation.EvaluationEnd> {
    return this.#request((c, t) => c.sendRequest(evaluation.Regrade, place, t));
  }

  /** The traces of one sample of an evaluation. Loads no model. */
  traces(params: evaluation.TracesParams): Promise<readonly evaluation.GradedTraceOf[]> {
    return this.#request((c, t) => c.sendRequest(evaluation.SampleTraces, params, t));
  }

  /** Ends the process. Runs that were going on fail with "closed" and their trace so far. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await this.#process?.end();
  }

  async #run(id: string, trace: Trace | undefined, send: Send<Trace>, onEvents: OnEvents, signal?: AbortSignal) {
    const run: Run = { onEvents, keeper: new TraceKeeper(trace), early: [] };
    const sendRun: Send<Trace> = (connection, token) => {
      const answer = send(connection, token);
      const early = run.early ?? [];
      run.early = undefined;
      for (const control of early) this.control(id, control);
      return answer;
    };
    this.#runs.set(id, run);
    try {
      return await this.#onModel(sendRun, signal);
    } catch (error) {
      throw error instanceof BackendError ? error.withTrace(run.keeper.trace) : error;
    } finally {
      this.#runs.delete(id);
    }
  }

  /** Asks something that needs a model: the one that was loaded last is loaded again where it left memory. */
  async #onModel<R>(send: Send<R>, signal?: AbortSignal): Promise<R> {
    if (!this.#loaded && this.#wanted !== null) await this.load(this.#wanted, signal);
    try {
      return await this.#request(send, signal);
    } catch (error) {
      // It went idle in this very moment.
      if (!(error instanceof BackendError && error.kind === 'no-model') || this.#wanted === null) throw error;
      await this.load(this.#wanted, signal);
      return this.#request(send, signal);
    }
  }

  async #request<R>(send: Send<R>, signal?: AbortSignal): Promise<R> {
    return requestOf(this.#started(), send, (end, broken) => this.#endError(end, broken), signal);
  }

  /** The running process; a new one when there is none. */
  #started(): BackendProcess {
    if (this.#disposed) throw closedError();
    if (this.#process !== undefined) return this.#process;
    const { entry, log } = this.options;
    const process = new BackendProcess(entry, log);
    this.#process = process;
    log('debug', `backend process ${process.pid ?? 'not'} started`);
    const { connection } = process;
    connection.onNotification(protocol.Events, ({ id, events }) => {
      const run = this.#runs.get(id);
      run?.keeper.push(events);
      run?.onEvents(events);
    });
    connection.onNotification(evaluation.EvaluationProgressed, ({ id, state }) =>
      this.#evaluations.get(id)?.listener.onState?.(state),
    );
    connection.onNotification(evaluation.EvaluationSampled, ({ id, sample }) => {
      const running = this.#evaluations.get(id);
      if (running === undefined) return;
      running.samples++;
      running.listener.onSample?.(sample);
    });
    connection.onNotification(protocol.LogLine, ({ level, text }) => log(level, text));
    connection.onNotification(protocol.LoadProgressed, (progress) => this.options.onLoadProgress?.(progress));
    connection.onNotification(protocol.ModelLoaded, (model) => {
      this.#loaded = true;
      this.options.onLoaded?.(model);
    });
    connection.onNotification(protocol.ModelUnloaded, ({ reason }) => this.#onUnloaded(reason));
    // Messages keep their order: this one is there before any request.
    connection.sendRequest(protocol.Configure, this.#settings).catch((error: unknown) => log('debug', String(error)));
    void process.ended.then((end) => {
      this.#process = undefined;
      if (!this.#disposed) log('error', this.#endError(end).message);
      if (this.#loaded) this.#onUnloaded('crashed');
      connection.dispose();
    });
    return process;
  }

  #onUnloaded(reason: protocol.UnloadReason | 'crashed'): void {
    this.#loaded = false;
    this.options.onUnloaded?.(reason);
  }

  #endError({ code, signal, lastWords, startError }: Ended, broken?: unknown): BackendError {
    if (this.#disposed) return closedError();
    if (startError !== undefined) {
      const message = `The model's process could not be started (${startError.message}): install Think Harder again.`;
      return new BackendError('not-started', message, { cause: startError });
    }
    return new BackendCrashedError({ code, signal }, { cause: lastWords === '' ? broken : lastWords });
  }
}

function closedError(): BackendError {
  return new BackendError('closed', 'Think Harder is closing: open it again to go on.');
}
