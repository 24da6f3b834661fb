import { DECISIONS_FILE } from '../decisions.js';
import { questionHash, type PoolRow } from '../pool-row.js';
import { OutputFolder } from '../records/output-folder.js';
import type { ContaminationHit } from '../stages/stage.js';
import { BY_HAND, CarriedDecisions } from './by-hand.js';
import { CURATE_FILES, PIPELINE_SELECTED_FILE, SELECTED_FILE } from './output-files.js';
import { cardOf } from './card.js';
import { originOf } from './pool-rows.js';
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

/** A row of selected.jsonl: the columns of the paper's s1K, then where it is from and under which licence. */
export interface SelectedRow {
  readonly question: string;
  readonly solution: string | null;
  readonly thinking_trajectories: readonly string[];
  readonly attempt: string | null;
  readonly cot_type: string;
  readonly source_type: string;
  /** JSON of everything else the source said of the row. */
  readonly metadata: string;
  readonly domain: string | null;
  readonly hash: string;
  readonly id: string;
  readonly answer: string | null;
  readonly licence: string | null;
}

export function selectedRow(row: PoolRow, domain: string | null): SelectedRow {
  const { question, solution, thinking, attempt, kind, source, subject, level, verdicts, metadata, id, answer } = row;
  return {
    question,
    solution,
    thinking_trajectories: thinking === null ? [] : [thinking],
    attempt,
    cot_type: kind,
    source_type: source,
    metadata: JSON.stringify({ ...metadata, subject, level, ...verdicts }),
    domain,
    hash: questionHash(question),
    id,
    answer,
    licence: row.licence,
  };
}

/** Writes the result of a run: all its files, or none. */
export async function writeOutput(
  pipeline: LoadedPipeline,
  state: PoolState,
  funnel: readonly FunnelStep[],
  hits: readonly ContaminationHit[],
  models: ModelWork | undefined,
): Promise<CurationSummary> {
  const out = await OutputFolder.create(pipeline.output, CURATE_FILES);
  try {
    const training = await trainingFor(out, pipeline, models);
    const carried = await CarriedDecisions.of(pipeline.output);
    const { statistics, setAside } = await writeRows(out, state, hits, training, carried);
    if (carried !== undefined) await out.write(DECISIONS_FILE, carried.text);
    const written = await training?.finish();
    const found = {
      funnel: carried === undefined ? funnel : [...funnel, stepByHand(carried, statistics.questions)],
      statistics,
      setAside,
      ...(written === undefined ? {} : { training: written }),
    };
    const origin = await originOf(pipeline);
    await out.write('funnel.json', `${JSON.stringify({ ...found, origin }, null, 2)}\n`);
    await out.write('card.md', cardOf({ name: pipeline.name, description: pipeline.description, ...found }));
    await out.write('pipeline.curate.yaml', pipeline.text);
    await out.commit();
    return { output: pipeline.output, ...found };
  } catch (error) {
    await out.discard();
    throw error;
  }
}

/** Decisions that an earlier result had, as the last step of the funnel. */
function stepByHand({ counts }: CarriedDecisions, left: number): FunnelStep {
  const reasons = (['keep', 'drop'] as const)
    .filter((decision) => counts[decision] > 0)
    .map((decision) => [decision === 'keep' ? 'kept by hand' : 'dropped by hand', counts[decision]] as const);
  return { stage: BY_HAND, title: 'By hand', left, reasons, parameters: {}, notes: [] };
}

async function trainingFor(
  out: OutputFolder,
  { training }: LoadedPipeline,
  models: ModelWork | undefined,
): Promise<TrainingOutput | undefined> {
  if (training === undefined) return undefined;
  if (models === undefined) {
    throw new CurationError('no-model', 'Training text needs a model: run the pipeline where one can be loaded.');
  }
  return new TrainingOutput(await out.file('training.jsonl'), models, training.model);
}

async function writeRows(
  out: OutputFolder,
  state: PoolState,
  hits: readonly ContaminationHit[],
  training: TrainingOutput | undefined,
  carried: CarriedDecisions | undefined,
): Promise<{ statistics: Statistics; setAside: number }> {
  const pipelineOwn = carried === undefined ? undefined : await out.file(PIPELINE_SELECTED_FILE);
  const [selected, fates, aside, shared] = [
    await out.file(SELECTED_FILE),
    await out.file('fates.jsonl'),
    await out.file('set-aside.jsonl'),
    await out.file('hits.jsonl'),
  ];
  const ids = new Map<number, string>(hits.map(({ row }) => [row, '']));
  const rows: StatisticsRow[] = [];
  let setAside = 0;
  for await (const { row, aside: piece } of state.everyRow()) {
    if (piece !== undefined) {
      setAside += 1;
      await aside.writeLine(piece);
    }
    if (row === undefined) continue;
    if (ids.has(row.index)) ids.set(row.index, row.id);
    await fates.writeLine(fateOf(row, state));
    const isDropped = state.dropped.has(row.index);
    const domain = state.domains.get(row.index) ?? null;
    if (!isDropped) await pipelineOwn?.writeLine(selectedRow(row, domain));
    const byHand = carried?.about(row.index, row.id, questionHash(row.question));
    if (byHand === undefined ? isDropped : byHand === 'drop') continue;
    await selected.writeLine(selectedRow(row, domain));
    await training?.add(row);
    rows.push(statisticsRow(row, domain));
  }
  for (const { row, task, taskRow, shared: words } of hits) {
    await shared.writeLine({ id: ids.get(row), task, task_row: taskRow, shared: words });
  }
  return { statistics: statisticsOf(rows), setAside };
}

function fateOf(row: PoolRow, { dropped, domains, verdicts }: PoolState): Fate {
  return {
    row: row.index,
    id: row.id,
    file: row.file,
    line: row.line,
    source: row.source,
    dropped: dropped.get(row.index) ?? null,
    domain: domains.get(row.index) ?? null,
    verdicts: { ...row.verdicts, ...verdicts.get(row.index) },
  };
}

function statisticsRow(row: PoolRow, domain: string | null): StatisticsRow {
  return {
    domain: domain ?? 'Unknown',
    source: row.source,
    licence: row.licence ?? 'unknown',
    question: row.question,
    text: row.thinking ?? row.solution ?? '',
  };
}
