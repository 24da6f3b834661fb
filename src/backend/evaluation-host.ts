import { join } from 'node:path';
import {
  evaluate,
  EvaluationError,
  factsIn,
  factsOf,
  openEvaluation,
  placesWanted,
  readViewer,
  reportOf,
  samplesOf,
  toCsv,
  toHtml,
  toJsonLines,
  toMarkdown,
  TraceShelf,
  withoutClosed,
  type Evaluation,
  type EvaluationInput,
  type ModelFacts,
} from '../evaluation/index.js';
import type { Grader } from '../grading/index.js';
import { BackendError } from './errors.js';
import type {
  EvaluateParams,
  EvaluationEnd,
  EvaluationState,
  GradedTraceOf,
  ReportFiles,
  ReportParams,
  SampleDone,
  TracesParams,
} from './evaluation-protocol.js';
import { EvaluationProgress } from './evaluation-progress.js';
import type { ModelHost } from './model-host.js';
import { Pause, TurnLender } from './model-lender.js';
import type { LoadOptions } from './protocol.js';
import { writeSafely } from './safe-write.js';
import type { Turns } from './turns.js';

export interface EvaluationHostEvents {
  readonly onState: (id: string, state: EvaluationState) => void;
  readonly onSample: (id: string, sample: SampleDone) => void;
}

/** Evaluations: one runs at a time, on the model that people use too. */
export class EvaluationHost {
  readonly #pauses = new Map<string, Pause>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly models: ModelHost<AsyncDisposable>,
    private readonly turns: Turns,
    private readonly grader: () => Grader,
    private readonly events: EvaluationHostEvents,
    /** See QUIET_MS in model-lender.ts. */
    private readonly quietMs?: number,
    /** Folder with the view of a report for its HTML file; by default, beside the bundle that runs. */
    private readonly viewer = new URL('./webview/', import.meta.url),
  ) {}

  get busy(): boolean {
    return this.#pauses.size > 0;
  }

  /** Runs an evaluation to its end, or until it is cancelled. */
  async run(params: EvaluateParams, signal: AbortSignal): Promise<EvaluationEnd> {
    const { id } = params;
    if (this.#pauses.has(id)) throw new Error(`evaluation ${id} is still going on`);
    const pause = new Pause();
    const progress = new EvaluationProgress((state) => this.events.onState(id, state));
    const before = this.#last;
    if (this.busy) progress.enter('queued');
    const work = before.then(async () => {
      progress.enter('opening');
      return this.#run(params, pause, progress, signal);
    });
    this.#pauses.set(id, pause);
    this.#last = work.catch(() => undefined);
    try {
      return await work;
    } finally {
      progress.close();
      this.#pauses.delete(id);
    }
  }

  pause(id: string, paused: boolean): void {
    this.#pauses.get(id)?.set(paused);
  }

  /** A person wants the memory of the model back: what would load it again waits until it is resumed. */
  pauseAll(): void {
    for (const pause of this.#pauses.values()) pause.set(true);
  }

  /** Grades what is there and writes the report; needs no model. */
  async regrade({ evalFile, folder, traces }: ReportParams): Promise<EvaluationEnd> {
    const evaluation = await openEvaluation(evalFile, folder);
    return this.#report(await this.#known(evaluation), true, traces);
  }

  /** The traces of one sample, graded. */
  async traces({ evalFile, folder, run, questionId, sample }: TracesParams): Promise<readonly GradedTraceOf[]> {
    const input = await this.#known(await openEvaluation(evalFile, folder));
    return samplesOf(input, { run, questionId, sample }, this.grader());
  }

  async #run(
    params: EvaluateParams,
    pause: Pause,
    progress: EvaluationProgress,
    signal: AbortSignal,
  ): Promise<EvaluationEnd> {
    signal.throwIfAborted();
    const evaluation = await openEvaluation(params.evalFile, params.folder);
    const input = await this.#withFacts(evaluation, params.defaults, pause, progress, signal);
    const finished = await this.#generate(input.input, input.lender, progress, params.id, signal);
    progress.enter('grading');
    return this.#report(input.input, finished, params.traces);
  }

  /** Loads the model as this evaluation wants it, or as it was when it began. */
  async #withFacts(
    evaluation: Evaluation,
    defaults: LoadOptions,
    pause: Pause,
    progress: EvaluationProgress,
    signal: AbortSignal,
  ): Promise<{ input: EvaluationInput; lender: TurnLender }> {
    const { file, folder } = evaluation;
    const lenderFor = (options: LoadOptions) =>
      new TurnLender(this.models, this.turns, options, pause, (phase) => progress.enter(phase), this.quietMs);
    const options: LoadOptions = {
      ...defaults,
      path: file.model ?? defaults.path,
      contextSize: file.contextSize ?? defaults.contextSize,
      sequences: null,
    };
    let lender = lenderFor(options);
    let facts: ModelFacts;
    let sequences: number;
    {
      await using loan = await lender.borrow(signal);
      facts = await factsOf(loan.engine, file);
      sequences = loan.engine.model.sequences;
    }
    // The context that memory allows differs from day to day; an evaluation goes on with the one it began with.
    const before = await factsIn(folder);
    const began = before?.model.sha256 === facts.model.sha256 ? before.model.contextSize : undefined;
    const contextSize = options.contextSize ?? began ?? null;
    // One more than are drawn side by side: the person's.
    const places = placesWanted(file) === 1 ? 1 : placesWanted(file) + 1;
    if (places > sequences || (contextSize !== null && contextSize !== facts.model.contextSize)) {
      lender = lenderFor({ ...options, contextSize, sequences: places > sequences ? places : null });
      await using loan = await lender.borrow(signal);
      facts = await factsOf(loan.engine, file);
    }
    return { input: { ...evaluation, facts }, lender };
  }

  /** @returns whether it came to its end */
  async #generate(
    input: EvaluationInput,
    lender: TurnLender,
    progress: EvaluationProgress,
    id: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      for await (const step of evaluate(input, lender, signal)) {
        progress.see(step);
        if (step.type !== 'sample') continue;
        const { run, questionId, sample, done, total, etaMs } = step;
        this.events.onSample(id, { run, questionId, sample, done, total, etaMs });
      }
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
  }

  /** What is known without a model. @throws BackendError "no-samples" */
  async #known(evaluation: Evaluation): Promise<EvaluationInput> {
    const facts = await factsIn(evaluation.folder);
    if (facts !== undefined) return { ...evaluation, facts };
    throw new BackendError('no-samples', `There are no samples in ${evaluation.folder} yet: run the evaluation first.`);
  }

  async #report(input: EvaluationInput, finished: boolean, traces = true): Promise<EvaluationEnd> {
    const { folder } = input;
    const shelf = traces ? new TraceShelf() : undefined;
    const report = await reportOf(input, this.grader(), shelf);
    const files: ReportFiles = {
      html: join(folder, 'report.html'),
      markdown: join(folder, 'report.md'),
      csv: join(folder, 'runs.csv'),
      jsonl: join(folder, 'questions.jsonl'),
      report: join(folder, 'report.json'),
    };
    try {
      await writeSafely(files.markdown, toMarkdown(report));
      await writeSafely(files.csv, toCsv(report));
      await writeSafely(files.jsonl, toJsonLines(report));
      await writeSafely(files.html, toHtml(report, await readViewer(this.viewer), shelf?.questions()));
      await writeSafely(files.report, `${JSON.stringify(withoutClosed(report))}\n`);
    } catch (cause) {
      throw new EvaluationError(`The report cannot be written to ${folder}: make room on the disk, then run again.`, {
        cause,
      });
    }
    const { title, runs, families, warnings } = report;
    return { finished, folder, files, title, runs, families, warnings };
  }
}
