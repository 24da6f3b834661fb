import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import { evaluationItems } from '../decontaminate/evaluation-items.js';
import { CurationError } from '../errors.js';
import type { PoolRow } from '../pool-row.js';
import type { SetAside } from '../records/aside.js';
import { filesOf } from '../records/files.js';
import { importRows, type ImportPlan, type Skipped } from '../records/import-rows.js';
import { OutputFolder } from '../records/output-folder.js';
import { SOURCES } from '../records/sources.js';
import type { DomainLabeller, Drop, StagePool, StageResult, StageTools } from '../stages/stage.js';
import type { LoadedPipeline, PlannedStage } from './load.js';
import { CURATE_FILES, writeOutput, type CurationSummary } from './output.js';
import { reasonCounts, resultLines, resultOf, type FunnelStep } from './result.js';
import type { PoolEntry } from './schema.js';
import { fingerprintOf, WorkFolder } from './work-folder.js';

/** Changes with every change of what a step's file holds: older ones are then made again. */
const STEP_FORMAT = 1;
const POOL_STEP = 'pool.jsonl';

export interface CurateOptions {
  readonly labeller?: DomainLabeller;
  readonly signal?: AbortSignal;
  /** A step of the funnel stands; `resumed`: an earlier run had done it. */
  readonly onStep: (step: FunnelStep, resumed: boolean) => void;
  readonly onAside: (piece: SetAside) => void;
}

/** Everything known of the rows after some stages. */
export interface PoolState {
  readonly work: WorkFolder;
  /** Row → why and where it was dropped. */
  readonly dropped: Map<number, Drop & { readonly stage: string }>;
  readonly domains: Map<number, string>;
  total: number;
}

/**
 * Runs a pipeline from its pool to the result's folder. What a killed run has finished is not done again, and the
 * result is the same: it appears complete or not at all.
 * @throws CurationError
 */
export async function curate(pipeline: LoadedPipeline, options: CurateOptions): Promise<CurationSummary> {
  await OutputFolder.check(pipeline.output, CURATE_FILES);
  const work = await WorkFolder.open(pipeline.output);
  try {
    const summary = await runIn(work, pipeline, options);
    await work.remove();
    return summary;
  } finally {
    await work.close();
  }
}

async function runIn(work: WorkFolder, pipeline: LoadedPipeline, options: CurateOptions): Promise<CurationSummary> {
  const state: PoolState = { work, dropped: new Map(), domains: new Map(), total: 0 };
  const files = await poolFiles(pipeline);
  let fingerprint = fingerprintOf(STEP_FORMAT, pipeline.pool, files);
  const resumed = await work.has(POOL_STEP, fingerprint);
  if (!resumed) await work.write(POOL_STEP, fingerprint, importedLines(pipeline, options));
  const funnel: FunnelStep[] = [];
  const stands = (step: FunnelStep, isResumed: boolean) => {
    funnel.push(step);
    options.onStep(step, isResumed);
  };
  stands(await countPool(state, options, pipeline), resumed);
  const hits: StageResult['hits'][] = [];
  for (const [i, planned] of pipeline.stages.entries()) {
    stopIfAsked(options.signal);
    const name = `stage-${i + 1}-${planned.stage.name}.jsonl`;
    fingerprint = fingerprintOf(
      fingerprint,
      planned.stage.name,
      planned.parameters,
      await taskFiles(pipeline, planned),
    );
    const isDone = await work.has(name, fingerprint);
    if (!isDone) await work.write(name, fingerprint, resultLines(await runStage(pipeline, planned, state, options)));
    const result = await resultOf(work.read(name));
    hits.push(result.hits);
    stands(apply(result, planned, state), isDone);
  }
  stopIfAsked(options.signal);
  return writeOutput(
    pipeline,
    state,
    funnel,
    hits.flatMap((found) => found ?? []),
  );
}

function stopIfAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) {
    throw new CurationError('stopped', 'Stopped: run it again, and it goes on after the last stage that is done.');
  }
}

/** The pool's step: rows with their places, what is no row, and what a source's filter did not take. */
async function* importedLines(pipeline: LoadedPipeline, { signal }: CurateOptions): AsyncGenerator {
  let index = 0;
  const waiting: unknown[] = [];
  const aside = (piece: SetAside) => waiting.push({ aside: piece });
  const skipped = (row: Skipped) => waiting.push({ skipped: row });
  for (const entry of pipeline.pool) {
    for (const plan of await plansOf(pipeline, entry)) {
      for await (const row of importRows(plan, aside, skipped)) {
        yield* waiting.splice(0);
        yield { index, ...row } satisfies PoolRow;
        index += 1;
        if (index % 10_000 === 0) stopIfAsked(signal);
      }
      yield* waiting.splice(0);
    }
  }
  if (index === 0) throw new CurationError('no-rows', `${pipeline.file}: the pool has no questions in it.`);
}

async function plansOf(pipeline: LoadedPipeline, entry: PoolEntry): Promise<ImportPlan[]> {
  const as = SOURCES.find(({ name }) => name === entry.as);
  const without = entry.without === undefined ? undefined : await questionsOf(resolve(pipeline.folder, entry.without));
  const { columns = {}, source, kind, licence } = entry;
  const files = await filesOf(resolve(pipeline.folder, entry.path));
  return files.map((path) => ({
    path,
    name: displayName(pipeline.folder, path),
    columns: columns,
    ...(as === undefined ? {} : { as }),
    ...(without === undefined ? {} : { without }),
    ...(source === undefined ? {} : { source }),
    ...(kind === undefined ? {} : { kind }),
    ...(licence === undefined ? {} : { licence }),
  }));
}

/** Relative to the pipeline where that is shorter: a result names no machine's folders where it need not. */
function displayName(folder: string, path: string): string {
  const near = relative(folder, path);
  const name = isAbsolute(near) || near.length > path.length ? path : near;
  return name.replaceAll('\\', '/');
}

async function questionsOf(path: string): Promise<Set<string>> {
  const items = await evaluationItems([{ name: path, path }], undefined, () => undefined);
  return new Set(items.map(({ text }) => text));
}

async function countPool(state: PoolState, options: CurateOptions, pipeline: LoadedPipeline): Promise<FunnelStep> {
  const skipped: Drop[] = [];
  for await (const line of state.work.read(POOL_STEP)) {
    const { index, aside, skipped: row } = line as { index?: number; aside?: SetAside; skipped?: Skipped };
    if (index !== undefined) state.total += 1;
    if (aside !== undefined) options.onAside(aside);
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

function runStage(
  pipeline: LoadedPipeline,
  { stage, parameters }: PlannedStage,
  state: PoolState,
  { labeller, signal, onAside }: CurateOptions,
): Promise<StageResult> {
  if (!Value.Check(stage.parameters, parameters)) throw new Error(`parameters of ${stage.name} were not checked`);
  const pool: StagePool = {
    count: state.total - state.dropped.size,
    rows: () => rowsLeft(state),
    domains: state.domains,
  };
  const tools: StageTools = {
    evaluationItems: (tasks) =>
      evaluationItems(
        tasks.map((name) => ({
          name: displayName(pipeline.folder, resolve(pipeline.folder, name)),
          path: resolve(pipeline.folder, name),
        })),
        undefined,
        onAside,
      ),
    ...(labeller === undefined ? {} : { labeller }),
    ...(signal === undefined ? {} : { signal }),
  };
  return stage.run(pool, parameters, tools);
}

/** The rows that no stage has dropped so far, in the pool's order. */
export async function* rowsLeft({ work, dropped }: PoolState): AsyncGenerator<PoolRow> {
  for await (const line of work.read(POOL_STEP)) {
    const row = line as Partial<PoolRow>;
    if (row.index !== undefined && !dropped.has(row.index)) yield row as PoolRow;
  }
}

/** Every row of the pool, dropped or not, and what was set aside. */
export async function* everyRow({ work }: PoolState): AsyncGenerator<{ row?: PoolRow; aside?: SetAside }> {
  for await (const line of work.read(POOL_STEP)) {
    const { index, aside } = line as { index?: number; aside?: SetAside };
    if (index !== undefined) yield { row: line as PoolRow };
    else if (aside !== undefined) yield { aside };
  }
}

function apply(result: StageResult, { stage, parameters }: PlannedStage, state: PoolState): FunnelStep {
  for (const drop of result.drops) state.dropped.set(drop.row, { ...drop, stage: stage.name });
  for (const [row, domain] of result.domains ?? []) state.domains.set(row, domain);
  return {
    stage: stage.name,
    title: stage.title,
    left: state.total - state.dropped.size,
    reasons: reasonCounts(result.drops),
    parameters,
    notes: result.notes,
  };
}

/** Name, size and time of every file of the pool: a step made from other data does not fit. */
async function poolFiles({ pool, folder }: LoadedPipeline): Promise<unknown[]> {
  const paths = pool.flatMap(({ path, without }) => (without === undefined ? [path] : [path, without]));
  const files = await Promise.all(paths.map((path) => filesOf(resolve(folder, path))));
  return identities(files.flat());
}

async function taskFiles({ folder }: LoadedPipeline, { parameters }: PlannedStage): Promise<unknown[]> {
  const { tasks } = parameters;
  return Array.isArray(tasks) ? identities(tasks.map((task) => resolve(folder, String(task)))) : [];
}

async function identities(paths: readonly string[]): Promise<unknown[]> {
  return Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => undefined);
      return [join(path), found?.size, found?.mtimeMs];
    }),
  );
}
