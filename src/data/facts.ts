/**
 * What the data process tells of a data set, and what it can be asked: plain data, shared by the process, its callers and
 * the view. PURE.
 */

export { BY_HAND } from '../curation/pipeline/result.js';
import type { Role } from '../curation/records/columns.js';

/** What a column means to curation; 'length' and those of a result are made, not read. */
export type ColumnRole = Role | 'length' | 'verdict' | 'fate' | 'stage' | 'reason' | 'detail' | 'domain';

export interface ColumnFacts {
  readonly name: string;
  /** 'number': sorted by value. Everything else is sorted as text. */
  readonly kind: 'text' | 'number' | 'boolean' | 'nested';
  readonly role: ColumnRole | null;
  /** Few short values that many rows share: one can choose among them. */
  readonly facet: boolean;
}

/** A step of a pipeline's funnel, as it stands in funnel.json. */
export interface FunnelFacts {
  readonly stage: string;
  readonly title: string;
  readonly left: number;
  readonly reasons: readonly (readonly [reason: string, count: number])[];
  readonly notes: readonly string[];
}

/** What is known of a data set that is the result of a pipeline or of a search for contamination. */
export interface ResultFacts {
  readonly kind: 'pipeline' | 'contamination';
  readonly funnel: readonly FunnelFacts[];
  /** Decisions by hand are possible: the rows of the pool were found again. */
  readonly canDecide: boolean;
  /** Why something of the result cannot be shown; a sentence. */
  readonly missing: string | null;
  /** Decisions in force. */
  readonly decisions: DecisionFacts;
}

export interface DecisionFacts {
  readonly kept: number;
  readonly dropped: number;
  /** How many decisions can be taken back, and made again. */
  readonly undo: number;
  readonly redo: number;
  /** Rows that are selected once the decisions are applied. */
  readonly selected: number;
  /** Rows kept by hand whose training text is not made yet, and the model whose tokenizer that needs. */
  readonly pending: number;
  readonly tokenizer: string | null;
  /** The card was changed by somebody else and stays as it is. */
  readonly cardStays: boolean;
  /** Why the result's files could not follow the decisions; a sentence. */
  readonly problem: string | null;
}

export interface DataSetFacts {
  /** Names the open data set in requests. */
  readonly handle: string;
  readonly path: string;
  readonly name: string;
  readonly format: string;
  readonly bytes: number;
  readonly columns: readonly ColumnFacts[];
  /** Rows that can be read so far. */
  readonly rows: number;
  /** Pieces of the data that are no rows. */
  readonly aside: number;
  /** 0 to 1; 1: everything is read, and filters, sorting and counts work. */
  readonly progress: number;
  /** Why reading ended early; a sentence. */
  readonly problem: string | null;
  readonly result: ResultFacts | null;
}

export type Filter =
  /** Words that stand in the questions, answers or names, in any letter case. */
  | { readonly kind: 'text'; readonly text: string }
  /** One of these values; null: no value. */
  | { readonly kind: 'values'; readonly column: number; readonly values: readonly (string | null)[] }
  /** A number in this range, both ends included. */
  | { readonly kind: 'range'; readonly column: number; readonly from: number | null; readonly to: number | null }
  /** What was decided by hand. */
  | { readonly kind: 'hand'; readonly decided: readonly Decision[] };

export type Decision = 'keep' | 'drop';

export interface Sort {
  readonly column: number;
  readonly descending: boolean;
}

/** Which rows, in which order. Without filters and sort: the file's rows in their order. */
export interface RowQuery {
  readonly filters: readonly Filter[];
  readonly sort: Sort | null;
}

/** A row as a line of the grid. */
export interface RowLine {
  /** Number of the row in the data set, from 0. */
  readonly row: number;
  /** Line of its file, from 1. */
  readonly line: number;
  /** One for each column: its text on one line, cut; null: no value. */
  readonly cells: readonly (string | null)[];
  readonly hand: Decision | null;
}

export interface RowPage {
  /** Rows that the query has. */
  readonly total: number;
  readonly from: number;
  readonly lines: readonly RowLine[];
}

export interface Bar {
  /** A value, or the lower end of a range of numbers. */
  readonly label: string | null;
  readonly count: number;
  readonly from?: number;
  readonly to?: number;
}

/** How the values of a column are spread over the rows of a query. */
export interface Histogram {
  readonly column: number;
  readonly bars: readonly Bar[];
  /** Distinct values that have no bar of their own, and rows that have one of them. */
  readonly others: { readonly values: number; readonly rows: number };
}

/** A row of an evaluation task that a row of the pool shares words with. */
export interface HitFacts {
  readonly task: string;
  readonly taskRow: number;
  /** Null: the task's file was not found. */
  readonly question: string | null;
  readonly shared: readonly string[];
}

/** A field of a row. */
export interface FieldFacts {
  readonly name: string;
  readonly role: ColumnRole | null;
  readonly text: string | null;
  /** Characters at the end of the text that were left out. */
  readonly omitted: number;
}

/** Everything of one row. */
export interface RowDetail {
  readonly row: number;
  readonly file: string;
  readonly line: number;
  readonly fields: readonly FieldFacts[];
  readonly hits: readonly HitFacts[];
  readonly hand: Decision | null;
}

/** A piece of the data that is no row. */
export interface AsideFacts {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/** A line of the statistics by domain, as table 6 of the s1 paper. */
export interface StatisticsFacts {
  readonly questions: number;
  readonly words: number;
  readonly domains: readonly {
    readonly domain: string;
    readonly questions: number;
    readonly words: number;
    readonly keywords: readonly string[];
  }[];
}

/** Rows of a page: more are not asked for at once. */
export const PAGE = 100;
/** Longest free text one can look for. */
export const LONGEST_TEXT = 1000;
