import { join } from 'node:path';
import { RunControls } from '../../reasoning/controls.js';
import type { Engine } from '../../reasoning/engine.js';
import { ReasoningError } from '../../reasoning/errors.js';
import type { TraceEvent } from '../../reasoning/events.js';
import { curve } from '../../reasoning/methods/curve.js';
import { sampleRequest, single, type MethodRequest, type MethodResult } from '../../reasoning/methods/method.js';
import { EvaluationError } from '../errors.js';
import { seedFrom } from '../statistics/seeds.js';
import type { Task, TaskQuestion } from '../tasks/read-task.js';
import type { EvalFile } from './eval-file.js';
import { Journal } from './journal.js';
import type { Loan, ModelFacts, ModelLender } from './model-facts.js';
import { planOf, runKey, sampleKey, type PlannedRun, type RunIdentity } from './plan.js';

/** One sample of one question under one run, as the journal keeps it. Verdicts are not kept: grading is done anew. */
export interface SampleRecord extends MethodResult {
  readonly type: 'sample';
  readonly key: string;
  readonly questionId: string;
  readonly sample: number;
  /** Milliseconds. */
  readonly ms: number;
  /** Why nothing was generated: the question does not fit into the context, say. */
  readonly error?: string;
}

/** The first record of a run's journal: everything that a reader of the results must know. */
export interface RunRecord {
  readonly type: 'run';
  readonly key: string;
  readonly label: string;
  readonly settings: unknown;
  readonly identity: RunIdentity;
  readonly model: string;
  readonly device: string;
  readonly threads: number;
  readonly created: string;
  readonly facts: ModelFacts;
}

export type JournalRecord = RunRecord | SampleRecord;

export type Progress =
  | { readonly type: 'begin'; readonly done: number; readonly total: number; readonly damaged: number }
  /** A sample is done and kept. `etaMs` from the samples of this session. */
  | {
      readonly type: 'sample';
      readonly run: string;
      readonly questionId: string;
      readonly sample: number;
      readonly done: number;
      readonly total: number;
      readonly etaMs: number;
    }
  /** What the sample in work generates. */
  | {
      readonly type: 'event';
      readonly run: string;
      readonly questionId: string;
      readonly sample: number;
      readonly event: TraceEvent;
    };

export interface EvaluationInput {
  readonly facts: ModelFacts;
  readonly file: EvalFile;
  readonly task: Task;
  /** Where the journals lie. */
  readonly folder: string;
}

export const DEFAULT_SEED = 1;

/** Runs with their names; what is the same is not generated twice. */
export function plannedRuns({ facts, file, task }: Omit<EvaluationInput, 'folder'>): {
  run: PlannedRun;
  key: string;
  identity: RunIdentity;
}[] {
  const { model } = facts;
  const identity: RunIdentity = {
    modelSha256: model.sha256,
    engine: `${facts.engine} ${model.device}`,
    prompt: task.prompt,
    sampling: facts.sampling,
    seed: file.seed ?? DEFAULT_SEED,
    thinkingFormat: facts.thinkingFormat,
    contextSize: model.contextSize,
  };
  return planOf(file).map((run) => ({ run, identity, key: runKey(run, identity) }));
}

/** Folder of the journals within that of the results. */
export const SAMPLES_FOLDER = 'samples';

export function journalPath(folder: string, key: string): string {
  return join(folder, SAMPLES_FOLDER, `${key}.jsonl`);
}

/**
 * Runs an evaluation: generates every sample that its journals do not hold yet, and keeps each as soon as it is done.
 * Ended at any moment, it goes on from there when it is called again.
 * @param models asked for the model before each sample
 * @throws EvaluationError, ReasoningError; the signal's reason when it is aborted
 */
export async function* evaluate(
  input: EvaluationInput,
  models: ModelLender,
  signal: AbortSignal,
): AsyncGenerator<Progress, void> {
  await using runs = await OpenRuns.open(input);
  const stamp = await input.task.stamp();
  const total = await runs.countWanted();
  yield { type: 'begin', done: total.done, total: total.all, damaged: runs.damaged };
  const started = performance.now();
  let { done } = total;
  for (const group of runs.groups()) {
    if ((await input.task.stamp()) !== stamp) throw changed(input.file.file);
    for await (const question of input.task.questions()) {
      for (let sample = 0; sample < (input.file.samples ?? 1); sample++) {
        const missing = group.filter((open) => !open.done.has(sampleKey(open.key, question, sample)));
        for (const work of passes(missing)) {
          for await (const step of runs.made(work, question, sample, models, signal)) {
            if (step.type === 'event') {
              yield step;
              continue;
            }
            done++;
            const etaMs = ((performance.now() - started) / (done - total.done)) * (total.all - done);
            yield { type: 'sample', run: step.run, questionId: question.id, sample, done, total: total.all, etaMs };
          }
        }
      }
    }
  }
}

interface OpenRun {
  readonly run: PlannedRun;
  readonly key: string;
  readonly journal: Journal<JournalRecord>;
  /** Keys of the samples that are there. */
  readonly done: Set<string>;
}

/** What can be taken from one pass, and the others one by one. */
function passes(missing: readonly OpenRun[]): OpenRun[][] {
  const together = missing.filter(({ run }) => run.curve);
  const alone = missing.filter(({ run }) => !run.curve).map((open) => [open]);
  return together.length === 0 ? alone : [together, ...alone];
}

type Step = { readonly type: 'done'; readonly run: string } | Extract<Progress, { type: 'event' }>;

class OpenRuns implements AsyncDisposable {
  damaged = 0;
  readonly #runs: OpenRun[] = [];

  private constructor(private readonly input: EvaluationInput) {}

  static async open(input: EvaluationInput): Promise<OpenRuns> {
    const opened = new OpenRuns(input);
    try {
      for (const planned of plannedRuns(input)) {
        if (opened.#runs.some(({ key }) => key === planned.key)) continue;
        await opened.#open(planned);
      }
      return opened;
    } catch (error) {
      await opened[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Runs of one entry of the file together. */
  groups(): OpenRun[][] {
    const entries = new Map<number, OpenRun[]>();
    for (const open of this.#runs) entries.set(open.run.entry, [...(entries.get(open.run.entry) ?? []), open]);
    return [...entries.values()];
  }

  async countWanted(): Promise<{ all: number; done: number }> {
    let all = 0;
    let done = 0;
    for await (const question of this.input.task.questions()) {
      for (let sample = 0; sample < (this.input.file.samples ?? 1); sample++) {
        all += this.#runs.length;
        done += this.#runs.filter((open) => open.done.has(sampleKey(open.key, question, sample))).length;
      }
    }
    return { all, done };
  }

  /** Generates one sample for each of `work`; begins again where the model was wanted elsewhere. */
  async *made(
    work: readonly OpenRun[],
    question: TaskQuestion,
    sample: number,
    models: ModelLender,
    signal: AbortSignal,
  ): AsyncGenerator<Step, void> {
    for (let isMade = false; !isMade;) {
      signal.throwIfAborted();
      await using loan = await models.borrow(signal);
      this.#checkSame(loan.engine);
      isMade = yield* this.#generate(work, question, sample, loan, signal);
    }
  }

  /** In one pass where there are several. @returns false where it had to give way */
  async *#generate(
    work: readonly OpenRun[],
    question: TaskQuestion,
    sample: number,
    loan: Loan,
    signal: AbortSignal,
  ): AsyncGenerator<Step, boolean> {
    const controls = new RunControls();
    const stop = () => controls.send({ kind: 'stop' });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    let gaveWay = false;
    const began = performance.now();
    try {
      const results = this.#results(work, question, sample, loan.engine, controls);
      let next = await results.next();
      try {
        while (next.done !== true) {
          // What comes after "stop" is of no interest; it is followed to its end, so that every sequence is given back.
          if (!controls.stopSignal.aborted) {
            yield next.value;
            gaveWay = !(await loan.rest());
            if (gaveWay) stop();
          }
          next = await results.next();
        }
      } finally {
        if (next.done !== true) await stopped(results, controls);
      }
      controls.stopSignal.throwIfAborted();
      const ms = performance.now() - began;
      for (const [i, open] of work.entries()) {
        const result = next.value[i];
        if (result === undefined) continue;
        const own = result.traces.reduce((n, { times }) => n + times.prompt + times.thinking + times.answer, 0);
        await this.#keep(open, { ...result, question, sample, ms: work.length > 1 ? own : ms });
        yield { type: 'done', run: open.run.label };
      }
      return true;
    } catch (error) {
      // Stopped: whatever the method threw, the reason is the caller's.
      signal.throwIfAborted();
      if (gaveWay) return false;
      if (!isOfQuestion(error)) throw error;
      const nothing: MethodResult = { traces: [], chosen: null, weights: [], generated: 0, evaluated: 0, tries: 0 };
      for (const open of work) {
        await this.#keep(open, { ...nothing, question, sample, ms: 0, error: error.message });
        yield { type: 'done', run: open.run.label };
      }
      return true;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** A model that was replaced on the disk meanwhile must not go on under the old one's name. */
  #checkSame({ model }: Engine): void {
    const { sha256, contextSize } = this.input.facts.model;
    if (model.sha256 === sha256 && model.contextSize === contextSize) return;
    throw new EvaluationError(
      `${model.name} is not as it was when this evaluation began (file or context changed): run it again.`,
    );
  }

  async *#results(
    work: readonly OpenRun[],
    question: TaskQuestion,
    sample: number,
    engine: Engine,
    controls: RunControls,
  ): AsyncGenerator<Step, readonly MethodResult[]> {
    const [first] = work;
    if (first === undefined) return [];
    const request = this.#request(first.run, question, sample);
    const about = { type: 'event', run: first.run.label, questionId: question.id, sample } as const;
    if (work.length > 1) {
      const budgets = work.map(({ run }) => run.budget);
      const pass = curve(engine, await sampleRequest(engine, request, 0), budgets, controls);
      for (;;) {
        const next = await pass.next();
        if (next.done === true) return next.value.traces.map(single);
        yield { ...about, event: next.value };
      }
    }
    const run = first.run.method(engine, request, controls);
    for (;;) {
      const next = await run.next();
      if (next.done === true) return [next.value];
      yield { ...about, event: next.value.event };
    }
  }

  #request(run: PlannedRun, question: TaskQuestion, sample: number): MethodRequest {
    const { file } = this.input;
    const seed = file.seed ?? DEFAULT_SEED;
    return {
      id: `${question.id}#${sample}`,
      question: { text: question.text, reference: question.reference, source: `${file.file}:${question.line}` },
      ask: question.ask,
      budget: run.budget,
      sampling: file.sampling ?? {},
      // The numbers of a method that draws several lie apart from those of further samples.
      seedOf: (n) => seedFrom(seed, question.id, sample * 2 ** 20 + n),
      ...(file.thinkingFormat === undefined ? {} : { thinkingFormat: file.thinkingFormat }),
    };
  }

  async #keep(
    open: OpenRun,
    {
      question,
      sample,
      ...made
    }: MethodResult & { question: TaskQuestion; sample: number; ms: number; error?: string },
  ): Promise<void> {
    const key = sampleKey(open.key, question, sample);
    await open.journal.append({ type: 'sample', key, questionId: question.id, sample, ...made });
    open.done.add(key);
  }

  async #open({ run, key, identity }: { run: PlannedRun; key: string; identity: RunIdentity }): Promise<void> {
    const done = new Set<string>();
    const head = { isThere: false };
    const { journal, damaged } = await Journal.open<JournalRecord>(journalPath(this.input.folder, key), (record) => {
      if (record.type === 'sample') done.add(record.key);
      else head.isThere = true;
    });
    this.#runs.push({ run, key, journal, done });
    this.damaged += damaged;
    if (head.isThere) return;
    const { facts } = this.input;
    const { name: model, device, threads } = facts.model;
    const created = new Date().toISOString();
    const { label, settings } = run;
    await journal.append({ type: 'run', key, label, settings, identity, model, device, threads, created, facts });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { journal } of this.#runs) await journal[Symbol.asyncDispose]();
  }
}

/** Runs of one evaluation are of the same questions. */
function changed(file: string): EvaluationError {
  return new EvaluationError(`${file} was changed while its questions were asked: run it again, nothing is lost.`);
}

/** A question that this model cannot be asked: the others can. */
function isOfQuestion(error: unknown): error is ReasoningError {
  return error instanceof ReasoningError && (error.kind === 'context-full' || error.kind === 'question-too-long');
}

/** Ends a generator in order: "stop", and whatever it still says. */
async function stopped(run: AsyncGenerator<unknown, unknown>, controls: RunControls): Promise<void> {
  controls.send({ kind: 'stop' });
  try {
    while ((await run.next()).done !== true);
  } catch {
    // how a stopped method ends
  }
}
