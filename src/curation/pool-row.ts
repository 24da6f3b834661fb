import { createHash } from 'node:crypto';

/** A question of the pool with everything that is known of it, and where it came from. */
export interface PoolRow {
  /** Place in the pool, from 0: the row's name in every file that curation writes. */
  readonly index: number;
  /** The row's own name in its file, or file and line. */
  readonly id: string;
  /** The file as the pipeline names it, and the line (Parquet, JSON: row) from 1. */
  readonly file: string;
  readonly line: number;
  readonly question: string;
  readonly solution: string | null;
  readonly answer: string | null;
  /** Texts of the options of a multiple choice; a source's question has them in its text as well. */
  readonly choices: readonly string[] | null;
  readonly thinking: string | null;
  readonly attempt: string | null;
  /** The data set it is from, as `source_type` of the paper's sets. */
  readonly source: string;
  /** math, science, coding, english, crossword …, as `cot_type` of the paper's sets. */
  readonly kind: string;
  readonly subject: string | null;
  readonly level: string | null;
  readonly licence: string | null;
  /** Verdicts that the data bring along, by the name of their column: whether a model's attempt was correct. */
  readonly verdicts: Readonly<Record<string, boolean>>;
  /** Thinking tokens as the model that thought them counted; null: the trace came with the data, or there is none. */
  readonly thinkingTokens: number | null;
  /** Every other column, as it was. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The key of a question in the paper's data: the first 16 hexadecimal digits of SHA-256 of its UTF-8. */
export function questionHash(question: string): string {
  return createHash('sha256').update(question, 'utf8').digest('hex').slice(0, 16);
}

/** Whether a source is meant by a pattern: its name, or "name/*" for all that begin with "name/". */
export function matchesSource(source: string, pattern: string): boolean {
  if (pattern === '*') return true;
  return pattern.endsWith('/*') ? source.startsWith(pattern.slice(0, -1)) : source === pattern;
}
