import type { ColumnMapping } from './columns.js';

export type Fields = Readonly<Record<string, unknown>>;

/** Reads something off a row; `file` is where the row stands, as the pipeline names it. */
export type Read<T> = (fields: Fields, file: string) => T;

/** What a source's file is made into: everything the mapping of columns cannot say. */
export interface SourceMapping {
  /** Name in a pipeline (`as: numina-math`). */
  readonly name: string;
  readonly title: string;
  /** `source_type` and `cot_type` of a row. A kind that nothing tells is the pipeline's to say. */
  readonly source: Read<string>;
  readonly kind: Read<string | undefined>;
  readonly columns: ColumnMapping;
  /** Why a row is not taken; undefined: it is. */
  readonly skip?: Read<string | undefined>;
  /** Each where it is not a column as it stands. */
  readonly question?: Read<string | undefined>;
  readonly solution?: Read<string | undefined>;
  readonly answer?: Read<string | undefined>;
  readonly level?: Read<string | undefined>;
  /** At most so many rows: the first ones, or dealt out evenly by the columns of `evenlyBy`. */
  readonly most?: SourceLimit;
}

export interface SourceLimit {
  readonly rows: number;
  /** Evenly over the values of the first column, inside each of them over those of the next, and so on. */
  readonly evenlyBy?: readonly string[];
}

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const always = (value: string) => () => value;

export const below = (name: string, column: string) => (fields: Fields) =>
  `${name}/${text(fields[column]) ?? 'unknown'}`;

/** A filter: rows with this value in a column, in whatever case. */
export function only(column: string, wanted: string, reason: string): (fields: Fields) => string | undefined {
  return (fields) => (text(fields[column])?.toLowerCase() === wanted.toLowerCase() ? undefined : reason);
}

/** The first of a list of texts, or the text itself. */
export function first(value: unknown): string | undefined {
  return Array.isArray(value) ? text(value[0]) : text(value);
}
