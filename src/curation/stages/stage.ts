import type { Static, TObject } from '@sinclair/typebox';
import type { PoolRow } from '../pool-row.js';
import type { EvaluationItem } from '../decontaminate/evaluation-item.js';

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

/** What a stage found out about the rows it was given. Rows it does not name stay as they are. */
export interface StageResult {
  readonly drops: readonly Drop[];
  /** Domain of a row, where the stage decides on domains. */
  readonly domains?: ReadonlyMap<number, string>;
  readonly hits?: readonly ContaminationHit[];
  /** Sentences for the data-set card: which data a decision rests on. */
  readonly notes: readonly string[];
}

/** The rows that are left, and what earlier stages know of them. */
export interface StagePool {
  readonly count: number;
  rows(): AsyncIterable<PoolRow>;
  readonly domains: ReadonlyMap<number, string>;
}

/** Gives a question a domain out of a list: a model, behind an interface. */
export interface DomainLabeller {
  /** For the card: which model, with which prompt. */
  readonly name: string;
  /** One of `domains`, or undefined where it could not decide. */
  label(question: string, domains: readonly string[], signal?: AbortSignal): Promise<string | undefined>;
}

/** What a stage may use beside the rows. */
export interface StageTools {
  /** Questions of evaluation tasks that the pipeline names. */
  evaluationItems(tasks: readonly string[]): Promise<readonly EvaluationItem[]>;
  readonly labeller?: DomainLabeller;
  readonly signal?: AbortSignal;
}

/** A step that keeps or drops rows: one file each, one line in the table of stages. */
export interface Stage<S extends TObject = TObject> {
  /** Its name in a pipeline. */
  readonly name: string;
  /** What it does, as a person reads it in the funnel. */
  readonly title: string;
  /** Everything that changes its result, with a default for each. */
  readonly parameters: S;
  run(pool: StagePool, parameters: Static<S>, tools: StageTools): Promise<StageResult>;
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
