import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { Decision } from '../decisions.js';
import { BesideFiles, copyWhole } from '../records/beside-files.js';
import type { WhileLocked } from '../records/result-lock.js';
import { cardOf } from './card.js';
import { stepByHand } from './carried-decisions.js';
import {
  ALL_TRAINING_FILE,
  CARD_FILE,
  CURATE_FILES,
  FUNNEL_FILE,
  PIPELINE_FILE,
  PIPELINE_SELECTED_FILE,
  SELECTED_FILE,
  TRAINING_FILE,
} from './output-files.js';
import { BY_HAND, type FunnelStep } from './result.js';
import { canBeTrained, statisticsRow, type SelectedRow } from './selected-row.js';
import { statisticsOf, type Statistics, type StatisticsRow } from './statistics.js';
import { exists, fileLines, TrainingTexts, type SelectedRows, type TrainingLine } from './training-texts.js';
import { TrainingCount, type TrainingSummary } from './training-output.js';

/** What a result is made from, once a person has decided about its rows. */
export interface SelectionByHand {
  /** Whether the pipeline selected each row, in the pool's order. */
  readonly fates: () => AsyncIterable<{ readonly row: number; readonly selected: boolean }>;
  readonly decided: ReadonlyMap<number, Decision>;
  /** A line of selected.jsonl for a row that the pipeline had dropped. */
  readonly lineOf: (row: number) => Promise<string>;
  /**
   * Runs what changes the result's files while nobody else does, and refuses where the rows are not those of the result
   * any more: a run may have replaced it.
   */
  readonly standing: WhileLocked;
}

/** What could not follow the decisions. */
export interface LeftBehind {
  /** Rows that a person kept and that are not in training.jsonl yet, and whose tokenizer their text needs. */
  readonly pending: number;
  readonly tokenizer: string | null;
  /** card.md was changed by somebody else: it stays as it is. */
  readonly cardStays: boolean;
}

export const NOTHING_LEFT: LeftBehind = { pending: 0, tokenizer: null, cardStays: false };

/** What funnel.json says, as far as decisions change it. */
interface FunnelFile {
  readonly funnel: readonly FunnelStep[];
  readonly statistics: Statistics;
  readonly setAside: number;
  readonly training?: TrainingSummary;
}

/** The file with what the pipeline itself selected. */
export async function pipelineSelected(folder: string): Promise<string> {
  const kept = join(folder, PIPELINE_SELECTED_FILE);
  return (await exists(kept)) ? kept : join(folder, SELECTED_FILE);
}

/**
 * Brings decisions into a result: selection, training text, funnel with statistics, and card, rows in the pool's order.
 * Without decisions all of them are the pipeline's own again, byte for byte. Each file is the old or the new one at every
 * moment; a process that is killed between two of them does it again when the result is opened. No model is asked: the
 * text of a row that only a tokenizer can make is counted as pending. One at a time: see `whileFollowing`.
 */
export async function applyDecisions(folder: string, selection: SelectionByHand): Promise<LeftBehind> {
  const { decided, standing } = selection;
  const own = join(folder, PIPELINE_SELECTED_FILE);
  const isAnything = await standing(async () => {
    if (decided.size === 0 && !(await exists(own))) return false;
    await BesideFiles.sweep(folder, CURATE_FILES);
    if (!(await exists(own))) await copyWhole(folder, SELECTED_FILE, PIPELINE_SELECTED_FILE);
    return true;
  });
  if (!isAnything) return NOTHING_LEFT;
  const texts = await TrainingTexts.open(folder, () => ownRows(own, selection), standing);
  const files = new BesideFiles(folder);
  try {
    const before = JSON.parse(await readFile(join(folder, FUNNEL_FILE), 'utf8')) as FunnelFile;
    const { rows, training, pending, isAllNeeded } = await writeRows(files, own, selection, texts);
    const after = funnelAfter(before, decided, statisticsOf(rows), training, pending);
    const cardStays = await writeCard(folder, files, before, after);
    await files.write(FUNNEL_FILE, `${JSON.stringify(after, null, 2)}\n`);
    await standing(async () => {
      await files.commit();
      if (decided.size > 0) return;
      await rm(own, { force: true });
      if (!isAllNeeded) await rm(join(folder, ALL_TRAINING_FILE), { force: true });
    });
    return { pending, tokenizer: before.training?.model.name ?? null, cardStays };
  } catch (error) {
    await files.discard();
    throw error;
  } finally {
    await texts?.close();
  }
}

/** Rows of the pipeline's own selection with their numbers. */
async function* ownRows(own: string, { fates }: SelectionByHand): SelectedRows {
  const lines = fileLines(own);
  try {
    for await (const { row, selected } of fates()) {
      const line = selected ? (await lines.next()).value : undefined;
      if (line !== undefined) yield { row, line };
    }
  } finally {
    await lines.return(undefined);
  }
}

interface WrittenRows {
  readonly rows: readonly StatisticsRow[];
  readonly training: TrainingCount | undefined;
  readonly pending: number;
  /** There is training text of rows that the pipeline has not selected: only a tokenizer could make it again. */
  readonly isAllNeeded: boolean;
}

async function writeRows(
  files: BesideFiles,
  own: string,
  { fates, decided, lineOf }: SelectionByHand,
  texts: TrainingTexts | undefined,
): Promise<WrittenRows> {
  const selectedFile = await files.file(SELECTED_FILE);
  const trainingFile = texts === undefined ? undefined : await files.file(TRAINING_FILE);
  const training = texts === undefined ? undefined : new TrainingCount();
  const rows: StatisticsRow[] = [];
  const lines = fileLines(own);
  let pending = 0;
  let isAllNeeded = false;
  for await (const { row, selected } of fates()) {
    const line = selected ? (await lines.next()).value : undefined;
    const text = await texts?.of(row);
    isAllNeeded ||= text !== undefined && !selected;
    const isIn = decided.has(row) ? decided.get(row) === 'keep' : selected;
    if (!isIn) continue;
    const bytes = line ?? Buffer.from(`${await lineOf(row)}\n`);
    await selectedFile.write(bytes);
    const value = JSON.parse(bytes.toString('utf8')) as SelectedRow;
    rows.push(statisticsRow(value));
    if (training === undefined) continue;
    if (text !== undefined) {
      await trainingFile?.write(text);
      training.add((JSON.parse(text) as TrainingLine).tokens);
    } else if (canBeTrained(value)) pending += 1;
    else training.without += 1;
  }
  return { rows, training, pending, isAllNeeded };
}

/** What funnel.json says once the decisions hold; names in the order in which a run writes them. */
function funnelAfter(
  before: FunnelFile,
  decided: SelectionByHand['decided'],
  statistics: Statistics,
  training: TrainingCount | undefined,
  pending: number,
): FunnelFile {
  const counts = { keep: 0, drop: 0 };
  for (const decision of decided.values()) counts[decision] += 1;
  const stages = before.funnel.filter(({ stage }) => stage !== BY_HAND);
  const funnel = decided.size === 0 ? stages : [...stages, stepByHand(counts, statistics.questions)];
  if (before.training === undefined || training === undefined) return { ...before, funnel, statistics };
  const summary = training.summary(before.training.model);
  return { ...before, funnel, statistics, training: pending === 0 ? summary : { ...summary, pending } };
}

/** @returns whether the card stays as it is: somebody has changed it, and nothing of anybody's is written over */
async function writeCard(folder: string, files: BesideFiles, before: FunnelFile, after: FunnelFile): Promise<boolean> {
  const heading = await headingOf(folder);
  const card = cardOf({ ...heading, ...after });
  const there = await readFile(join(folder, CARD_FILE), 'utf8').catch(() => undefined);
  if (there !== undefined && there !== card && there !== cardOf({ ...heading, ...before })) return true;
  if (there !== card) await files.write(CARD_FILE, card);
  return false;
}

/** Name and description of the pipeline that made a result. */
async function headingOf(folder: string): Promise<{ name: string; description: string }> {
  const text = await readFile(join(folder, PIPELINE_FILE), 'utf8').catch(() => '');
  const { name, description } = (parse(text) ?? {}) as { name?: unknown; description?: unknown };
  return {
    name: typeof name === 'string' ? name : basename(folder),
    description: typeof description === 'string' ? description : '',
  };
}
