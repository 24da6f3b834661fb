import { inspectColumns, type ColumnMapping } from './columns.js';

type Fields = Readonly<Record<string, unknown>>;

/** Mappings that are kept: a file in which every row has other columns does not fill memory. */
const MOST_LAYOUTS = 1000;

/** What is known of a file's columns before it is read. */
export interface KnownColumns {
  /** Named by the user: these stand as they are. */
  readonly named: ColumnMapping;
  /** Ready for files of this kind: these hold for the columns that are there. */
  readonly ready: ColumnMapping;
}

/**
 * Which column has which role, for every row: the rows of a file need not have the same columns, and what comes late in
 * it (a licence, a question by another name) counts as much as what comes first.
 */
export class Layouts {
  readonly #mappings = new Map<string, ColumnMapping>();
  readonly #usual: ColumnMapping;

  /**
   * @param sample the file's first rows: where two columns could have a role, they say which has text in it
   * @param seen told of every set of columns
   */
  constructor(
    sample: readonly Fields[],
    private readonly known: KnownColumns,
    private readonly seen: (columns: readonly string[]) => void,
  ) {
    this.#usual = inspectColumns(sample, this.#within(sample.flatMap((fields) => Object.keys(fields))));
  }

  /** The mapping for rows with the columns of this one. */
  mappingOf(fields: Fields): ColumnMapping {
    const columns = Object.keys(fields);
    const key = JSON.stringify(columns);
    const found = this.#mappings.get(key);
    if (found !== undefined) return found;
    this.seen(columns);
    const made = inspectColumns([fields], this.#within(columns, this.#usual));
    if (this.#mappings.size === MOST_LAYOUTS) this.#mappings.clear();
    this.#mappings.set(key, made);
    return made;
  }

  /** What is known of these columns, the weakest first. */
  #within(columns: readonly string[], usual: ColumnMapping = {}): ColumnMapping {
    const names = new Set(columns);
    const there = Object.entries({ ...usual, ...this.known.ready }).filter(([, column]) => names.has(column));
    return { ...Object.fromEntries(there), ...this.known.named };
  }
}
