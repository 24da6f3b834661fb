import { DECISIONS_FILE } from '../decisions.js';
import type { PoolRow } from '../pool-row.js';
import { awaitLock, resultLock } from '../records/lock.js';
import type { OutputFolder } from '../records/output-folder.js';
import type { ContaminationHit } from '../stages/stage.js';
import { CarriedDecisions, decisionBytes } from './carried-decisions.js';
import {
  ALL_TRAINING_FILE,
  CARD_FILE,
  FATES_FILE,
  FUNNEL_FILE,
  PIPELINE_FILE,
  PIPELINE_SELECTED_FILE,
  SELECTED_FILE,
  TRAINING_FILE,
} from './output-files.js';
import { selectedRow, statisticsRow } from './selected-row.js';
import { cardOf } from './card.js';
import { displayName, originOf } from './pool-rows.js';
import type { LoadedPipeline } from './load.js';
import type { Fate, FunnelStep } from './result.js';
import type { PoolState } from './pool-state.js';
import type { ModelWork } from '../models/model-work.js';
import { TrainingOutput, type TrainingSummary } from './training-output.js';
import { CurationError } from '../errors.js';
import { statisticsOf, type Statistics, type StatisticsRow } from './statistics.js';

/** What a run has come to. */
export interface CurationSummary {
  readonly output: string;
  readonly funnel: readonly FunnelStep[];
  readonly statistics: Statistics;
  readonly setAside: number;
  readonly training?: TrainingSummary;
}

/** What a result is made from. */
interface Found {
  readonly pipeline: LoadedPipeline;
  readonly state: PoolState;
  readonly funnel: readonly FunnelStep[];
  readonly hits: readonly ContaminationHit[];
  readonly models: ModelWork | undefined;
}

/** Writes the result of a run: all its files, or none. Nobody decides about rows of the earlier one meanwhile. */
export async function writeOutput(out: OutputFolder, found: Found): Promise<CurationSummary> {
  const letGo = await awaitLock(await resultLock(out.path), out.path);
  try {
    return await write(out, found);
  } finally {
    await letGo();
  }
}

async function write(out: OutputFolder, { pipeline, state, funnel, hits, models }: Found): Promise<CurationSummary> {
  const decisions = await decisionBytes(out.path);
  const carried = await CarriedDecisions.of(out.path, poolOf(state));
  const training = await trainingFor(out, pipeline, models, carried !== undefined);
  const { statistics, setAside } = await writeRows(out, pipeline, state, hits, training, carried);
  if (carried !== undefined) await out.write(DECISIONS_FILE, carried.text);
  const written = await training?.finish();
  const found = {
    funnel: carried === undefined ? funnel : [...funnel, carried.step(statistics.questions)],
    statistics,
    setAside,
    ...(written === undefined ? {} : { training: written }),
  };
  const origin = await originOf(pipeline);
  await out.write(FUNNEL_FILE, `${JSON.stringify({ ...found, origin }, null, 2)}\n`);
  await out.write(CARD_FILE, cardOf({ name: pipeline.name, description: pipeline.description, ...found }));
  await out.write(PIPELINE_FILE, pipeline.text);
  await out.commit(async (earlier) => {
    if (areSame(decisions, await decisionBytes(earlier))) return;
    const message = `Rows of ${pipeline.output} were decided about meanwhile: run it again, and they are carried over.`;
    throw new CurationError('in-use', message);
  });
  return { output: pipeline.output, ...found };
}

async function* poolOf(state: PoolState): AsyncGenerator<PoolRow> {
  for await (const { row } of state.everyRow()) if (row !== undefined) yield row;
}

function areSame(before: Buffer | undefined, after: Buffer | undefined): boolean {
  return before === undefined || after === undefined ? before === after : before.equals(after);
}

async function trainingFor(
  out: OutputFolder,
  { training }: LoadedPipeline,
  models: ModelWork | undefined,
  isDecided: boolean,
): Promise<TrainingOutput | undefined> {
  if (training === undefined) return undefined;
  if (models === undefined) {
    throw new CurationError('no-model', 'Training text needs a model: run the pipeline where one can be loaded.');
  }
  const files = {
    inForce: await out.file(TRAINING_FILE),
    all: isDecided ? await out.file(ALL_TRAINING_FILE) : undefined,
  };
  return new TrainingOutput(files, models, training.model);
}

async function writeRows(
  out: OutputFolder,
  { folder, output }: LoadedPipeline,
  state: PoolState,
  hits: readonly ContaminationHit[],
  training: TrainingOutput | undefined,
  carried: CarriedDecisions | undefined,
): Promise<{ statistics: Statistics; setAside: number }> {
  const pipelineOwn = carried === undefined ? undefined : await out.file(PIPELINE_SELECTED_FILE);
  const [selected, fates, aside, shared] = [
    await out.file(SELECTED_FILE),
    await out.file(FATES_FILE),
    await out.file('set-aside.jsonl'),
    await out.file('hits.jsonl'),
  ];
  const ids = new Map<number, string>(hits.map(({ row }) => [row, '']));
  const rows: StatisticsRow[] = [];
  let setAside = 0;
  for await (const { row, aside: piece } of state.everyRow()) {
    if (piece !== undefined) {
      setAside += 1;
      await aside.writeLine({ ...piece, file: displayName(folder, piece.file) });
    }
    if (row === undefined) continue;
    if (ids.has(row.index)) ids.set(row.index, row.id);
    await fates.writeLine(fateOf(row, state, output));
    const isDropped = state.dropped.has(row.index);
    const domain = state.domains.get(row.index) ?? null;
    const byHand = carried?.about(row.index);
    const isIn = byHand === undefined ? !isDropped : byHand === 'keep';
    if (isDropped && !isIn) continue;
    const known = await state.known(row);
    const line = selectedRow(known, domain);
    if (!isDropped) await pipelineOwn?.writeLine(line);
    await training?.add(known, isIn);
    if (!isIn) continue;
    await selected.writeLine(line);
    rows.push(statisticsRow(line));
  }
  for (const { row, task, taskRow, shared: words } of hits) {
    await shared.writeLine({ id: ids.get(row), task, task_row: taskRow, shared: words, row });
  }
  return { statistics: statisticsOf(rows), setAside };
}

function fateOf(row: PoolRow, state: PoolState, folder: string): Fate {
  const drop = state.dropped.get(row.index);
  const { stage = '', reason = '', detail } = drop ?? {};
  const trace = state.traceOf(row.index);
  return {
    row: row.index,
    id: row.id,
    file: row.file,
    line: row.line,
    source: row.source,
    dropped: drop === undefined ? null : { stage, reason, ...(detail === undefined ? {} : { detail }) },
    domain: state.domains.get(row.index) ?? null,
    verdicts: { ...row.verdicts, ...state.verdicts.get(row.index) },
    ...(trace === undefined ? {} : { trace: { ...trace, store: displayName(folder, trace.store) } }),
  };
}
