import { resolve } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import { evaluationItems } from '../decontaminate/evaluation-items.js';
import { CurationError } from '../errors.js';
import { ModelWork, type ModelWorkOptions } from '../models/model-work.js';
import { AsideCount, type SetAside } from '../records/aside.js';
import type { Skipped } from '../records/import-rows.js';
import { OutputFolder } from '../records/output-folder.js';
import type { Drop, StagePool, StageResult, StageTools } from '../stages/stage.js';
import type { LoadedPipeline, PlannedStage } from './load.js';
import { writeOutput, type CurationSummary } from './output.js';
import { CURATE_FILES } from './output-files.js';
import { displayName, identities, poolFiles, poolRows } from './pool-rows.js';
import { POOL_STEP, PoolState } from './pool-state.js';
import { reasonCounts, resultLines, resultOf, type FunnelStep } from './result.js';
import { fingerprintOf, WorkFolder } from './work-folder.js';

/** Changes with every change of what a step's file holds: older ones are then made again. */
const STEP_FORMAT = 5;

export interface CurateOptions {
  /** What stages need that ask models; without it they say that they need one. */
  readonly models?: Omit<ModelWorkOptions, 'pipelineFolder' | 'traceFolder' | 'signal'>;
  readonly signal?: AbortSignal;
  /** A step of the funnel stands; `resumed`: an earlier run had done it. */
  readonly onStep: (step: FunnelStep, resumed: boolean) => void;
  readonly onAside: (piece: SetAside) => void;
}

/**
 * Runs a pipeline from its pool to the result's folder. What a killed run has finished is not done again, and the
 * result is the same: it appears complete or not at all.
 * @throws CurationError
 */
export async function curate(pipeline: LoadedPipeline, options: CurateOptions): Promise<CurationSummary> {
  const { models, signal } = options;
  await using out = await OutputFolder.create(pipeline.output, CURATE_FILES);
  await using work = await WorkFolder.open(out.path);
  await using modelWork =
    models === undefined
      ? undefined
      : new ModelWork({
          ...models,
          pipelineFolder: pipeline.folder,
          traceFolder: pipeline.traces,
          ...(signal === undefined ? {} : { signal }),
        });
  await using state = new PoolState(work);
  try {
    const summary = await runIn({ pipeline, options, out, work, state, modelWork });
    await work.remove();
    return summary;
  } catch (error) {
    stopIfAsked(signal);
    throw error;
  }
}

/** What every part of a run has at hand. */
interface RunContext {
  readonly pipeline: LoadedPipeline;
  readonly options: CurateOptions;
  readonly out: OutputFolder;
  readonly work: WorkFolder;
  readonly state: PoolState;
  readonly modelWork: ModelWork | undefined;
}

async function runIn(context: RunContext): Promise<CurationSummary> {
  const { pipeline, options, work, state } = context;
  const files = await poolFiles(pipeline);
  let fingerprint = fingerprintOf(STEP_FORMAT, pipeline.pool, files);
  const resumed = await work.has(POOL_STEP, fingerprint);
  if (!resumed) await work.write(POOL_STEP, fingerprint, importedLines(pipeline, options));
  const funnel: FunnelStep[] = [];
  const stands = (step: FunnelStep, isResumed: boolean) => {
    funnel.push(step);
    options.onStep(step, isResumed);
  };
  stands(await countPool(context, resumed), resumed);
  const hits: StageResult['hits'][] = [];
  for (const [i, planned] of pipeline.stages.entries()) {
    stopIfAsked(options.signal);
    const name = `stage-${i + 1}-${planned.stage.name}.jsonl`;
    const { stage, parameters } = planned;
    const depends = [await taskFiles(pipeline, planned), await modelHashes(context, planned)];
    fingerprint = fingerprintOf(fingerprint, stage.name, parameters, ...depends);
    const isDone = await work.has(name, fingerprint);
    if (!isDone) await work.write(name, fingerprint, resultLines(await runStage(context, planned)));
    const result = await resultOf(work.read(name));
    hits.push(result.hits);
    for (const piece of state.apply(stage.name, result)) options.onAside(piece);
    const { drops, notes } = result;
    const { name: stageName, title } = stage;
    stands({ stage: stageName, title, left: state.left, reasons: reasonCounts(drops), parameters, notes }, isDone);
  }
  stopIfAsked(options.signal);
  const allHits = hits.flatMap((found) => found ?? []);
  return writeOutput(context.out, { pipeline, state, funnel, hits: allHits, models: context.modelWork });
}

function stopIfAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) {
    throw new CurationError('stopped', 'Stopped: run it again, and it goes on after the last stage that is done.');
  }
}

/** The pool's step: rows with their places, what is no row (told at once), and what a source's filter did not take. */
async function* importedLines(pipeline: LoadedPipeline, { signal, onAside }: CurateOptions): AsyncGenerator {
  const counts = { rows: 0, skipped: 0 };
  const asides = new AsideCount(onAside);
  for await (const piece of poolRows(pipeline)) {
    if ('row' in piece) counts.rows += 1;
    else if ('skipped' in piece) counts.skipped += 1;
    else asides.add(piece.aside);
    yield 'row' in piece ? piece.row : piece;
    if (counts.rows % 10_000 === 0) stopIfAsked(signal);
  }
  if (counts.rows > 0) return;
  const why = asides.text === '' ? noneTaken(counts.skipped) : asides.text;
  throw new CurationError('no-rows', `${pipeline.file}: the pool has no questions in it: ${why}.`);
}

function noneTaken(skipped: number): string {
  return skipped === 0 ? 'its files are empty' : `“as” leaves out all of its ${skipped} rows`;
}

async function countPool({ state, options, pipeline, work }: RunContext, isResumed: boolean): Promise<FunnelStep> {
  const skipped: Drop[] = [];
  for await (const line of work.read(POOL_STEP)) {
    const { index, aside, skipped: row } = line as { index?: number; aside?: SetAside; skipped?: Skipped };
    if (index !== undefined) state.total += 1;
    if (aside !== undefined && isResumed) options.onAside(aside);
    if (row !== undefined) skipped.push({ row: row.line, reason: `${row.file}: ${row.reason}` });
  }
  return {
    stage: 'pool',
    title: 'Pool',
    left: state.total,
    reasons: reasonCounts(skipped),
    parameters: { pool: pipeline.pool.map(({ path, as }) => (as === undefined ? path : `${path} as ${as}`)) },
    notes: [],
  };
}

async function runStage(
  { pipeline, options: { signal }, state, modelWork }: RunContext,
  { stage, parameters }: PlannedStage,
): Promise<StageResult> {
  if (!Value.Check(stage.parameters, parameters)) throw new Error(`parameters of ${stage.name} were not checked`);
  const asides: SetAside[] = [];
  const pool: StagePool = { count: state.left, rows: () => state.rowsLeft(), domains: state.domains };
  const tools: StageTools = {
    evaluationItems: (tasks) =>
      evaluationItems(
        tasks.map((name) => ({
          name: displayName(pipeline.folder, resolve(pipeline.folder, name)),
          path: resolve(pipeline.folder, name),
        })),
        undefined,
        (piece) => asides.push(piece),
      ),
    ...(modelWork === undefined ? {} : { models: modelWork }),
    ...(signal === undefined ? {} : { signal }),
  };
  return { ...(await stage.run(pool, parameters, tools)), asides };
}

/** Another model file at the same place gives another result. */
async function modelHashes({ modelWork }: RunContext, { stage, parameters }: PlannedStage): Promise<string[]> {
  if (stage.models === undefined || modelWork === undefined) return [];
  if (!Value.Check(stage.parameters, parameters)) throw new Error(`parameters of ${stage.name} were not checked`);
  const hashes: string[] = [];
  for (const model of stage.models(parameters)) hashes.push((await modelWork.describe(model)).sha256);
  return hashes;
}

async function taskFiles({ folder }: LoadedPipeline, { parameters }: PlannedStage): Promise<unknown[]> {
  const { tasks } = parameters;
  return Array.isArray(tasks) ? identities(tasks.map((task) => resolve(folder, String(task)))) : [];
}
