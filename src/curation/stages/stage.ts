import type { Static, TObject } from '@sinclair/typebox';
import type { EvaluationItem } from '../decontaminate/evaluation-item.js';
import { CurationError } from '../errors.js';
import type { ModelWork } from '../models/model-work.js';
import type { PoolRow } from '../pool-row.js';
import type { SetAside } from '../records/aside.js';

/** Why a row was dropped: a few words that many rows share, and what is particular to this one. */
export interface Drop {
  readonly row: number;
  readonly reason: string;
  readonly detail?: string;
}

/** A row and an evaluation item it shares words with. */
export interface ContaminationHit {
  readonly row: number;
  readonly task: string;
  readonly taskRow: number;
  readonly shared: readonly string[];
}

/** Where a row's trace is kept. */
export interface RowTrace {
  /** Absolute path of the store, and the line's place in it, in bytes. */
  readonly store: string;
  readonly offset: number;
  readonly length: number;
  readonly thinkingTokens: number;
}

/** What a stage found out about the rows it was given. Rows it does not name stay as they are. */
export interface StageResult {
  readonly drops: readonly Drop[];
  /** Domain of a row, where the stage decides on domains. */
  readonly domains?: ReadonlyMap<number, string>;
  readonly hits?: readonly ContaminationHit[];
  /** Traces that a model made, in place of what the row has. */
  readonly traces?: ReadonlyMap<number, RowTrace>;
  /** Verdicts to those that the row has, by the name under which later stages ask for them. */
  readonly verdicts?: ReadonlyMap<number, Readonly<Record<string, boolean>>>;
  /** What is no row in the files that it read beside the pool. */
  readonly asides?: readonly SetAside[];
  /** Sentences for the data-set card: which data a decision rests on. */
  readonly notes: readonly string[];
}

/** The rows that are left, and what earlier stages know of them. */
export interface StagePool {
  readonly count: number;
  rows(): AsyncIterable<PoolRow>;
  readonly domains: ReadonlyMap<number, string>;
}

/** Models, as stages see them. */
export type StageModels = Pick<ModelWork, 'describe' | 'solve' | 'grade' | 'countTokens' | 'embed'>;

/** What a stage may use beside the rows. */
export interface StageTools {
  /** Questions of evaluation tasks that the pipeline names. */
  evaluationItems(tasks: readonly string[]): Promise<readonly EvaluationItem[]>;
  /** Missing where the caller has no model to offer: `needModels` says so. */
  readonly models?: StageModels;
  readonly signal?: AbortSignal;
}

/** A step that keeps or drops rows: one file each, one line in the table of stages. */
export interface Stage<S extends TObject = TObject> {
  /** Its name in a pipeline. */
  readonly name: string;
  /** What it does, as a person reads it in the funnel. */
  readonly title: string;
  /** What it does, in a sentence, for whoever writes a pipeline. */
  readonly about: string;
  /** Everything that changes its result, with a default for each. */
  readonly parameters: S;
  /** Models that it asks, as the pipeline names them; undefined in the list: the one that is there. */
  models?(parameters: Static<S>): readonly (string | undefined)[];
  run(pool: StagePool, parameters: Static<S>, tools: StageTools): Promise<StageResult>;
}

/** @throws CurationError 'no-model' */
export function needModels({ models }: StageTools, what: string): StageModels {
  if (models !== undefined) return models;
  throw new CurationError('no-model', `${what} needs a model: run the pipeline where one can be loaded.`);
}

/** A stage that looks at each row by itself. @returns the reason to drop it, or undefined */
export async function dropEach(
  pool: StagePool,
  reasonOf: (row: PoolRow) => { readonly reason: string; readonly detail?: string } | undefined,
): Promise<Drop[]> {
  const drops: Drop[] = [];
  for await (const row of pool.rows()) {
    const reason = reasonOf(row);
    if (reason !== undefined) drops.push({ row: row.index, ...reason });
  }
  return drops;
}
