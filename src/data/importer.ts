import { join } from 'node:path';
import type { SetAside } from '../curation/records/aside.js';
import { writeSafely } from '../backend/safe-write.js';
import { countWords, numberOf, textOf, valueIn, wholeTextOf } from './cells.js';
import { columnsOf, lateColumn, MOST_COLUMNS } from './columns.js';
import type { AsideFacts, ColumnFacts, ColumnRole } from './facts.js';
import { indexSink, type IndexSink } from './index-thread.js';
import { valueOf } from './query.js';
import { columnWith } from './roles.js';
import type { RowFile } from './row-file.js';
import type { RowPlaces } from './row-places.js';
import type { RowSource, SourceRow } from './row-source.js';

/** Rows that are looked at before the columns are known, and that stand in the view before anything else is read. */
const SAMPLE = 200;
/** Bytes of rows that are looked at before: rows may be long. */
const SAMPLE_BYTES = 2 ** 24;
/** Pieces that are no rows after which nobody waits for the first rows any more. */
const MANY_ASIDE = 1000;
/** Rows between two moments at which somebody else is served. */
const TURN = 256;
/** Pieces that are no rows are all counted; so many are named. */
const MOST_ASIDE = 10_000;
/** Characters of a question or an answer that are searched. */
const SEARCHED = 4000;

/** What an import has come to. */
export interface ImportState {
  columns: readonly ColumnFacts[];
  readonly places: RowPlaces;
  /** Where rows are read: the source itself, or the file beside the index. */
  readonly rows: RowFile;
  readonly files: readonly string[];
  readonly aside: readonly AsideFacts[];
  asideCount: number;
  /** Bytes of rows that were read. */
  bytes: number;
}

/** Open files of an import: whoever opened them closes them. */
export type ImportFiles = Pick<ImportState, 'rows' | 'places'>;

/** Files of a data set's index, in its folder. */
export const INDEX = 'index.duckdb';
export const PLACES = 'places.bin';
export const ROWS = 'rows.jsonl';
export const META = 'meta.json';

/** meta.json: written last; without it an index is unfinished. */
export interface IndexMeta {
  readonly identity: string;
  readonly path: string;
  readonly rows: number;
  /** Size of the file with the rows beside the index; null: they are read where they stand. */
  readonly rowBytes: number | null;
  readonly columns: readonly ColumnFacts[];
  readonly files: readonly string[];
  readonly aside: readonly AsideFacts[];
  readonly asideCount: number;
}

export interface ImportOptions {
  readonly folder: string;
  readonly identity: string;
  readonly path: string;
  readonly signal: AbortSignal;
  /** The first rows can be read, or so much of the data is no row that there may be none; in this case called again then. */
  readonly onHead: (state: ImportState) => void;
}

/**
 * Reads a source once: every row's place, and an index of what can be filtered and sorted. Rows can be read while it
 * goes on. Memory is bounded: rows themselves are not kept.
 * @throws CurationError of the source; the reason of the signal
 */
export function importSource(source: RowSource, files: ImportFiles, options: ImportOptions): Promise<IndexMeta> {
  return new Import(source, files, options).run();
}

/** One import while it goes on. */
class Import {
  readonly #state: ImportState;
  readonly #rows: RowFile;
  readonly #places: RowPlaces;
  /** Names of the columns. */
  readonly #known = new Set<string>();
  readonly #files: string[] = [];
  readonly #aside: AsideFacts[] = [];
  #sample: SourceRow[] | null = [];
  #writer: IndexSink | null = null;
  #toIndex: ReturnType<typeof indexer> = () => ({ values: [], search: '' });
  #count = 0;

  constructor(
    private readonly source: RowSource,
    { rows, places }: ImportFiles,
    private readonly options: ImportOptions,
  ) {
    this.#rows = rows;
    this.#places = places;
    this.#state = { columns: [], places, rows, files: this.#files, aside: this.#aside, asideCount: 0, bytes: 0 };
  }

  async run(): Promise<IndexMeta> {
    try {
      for await (const row of this.source.rows((piece) => this.#setAside(piece))) {
        await this.#learn(row);
        this.#add(row);
        if (this.#places.isFull || this.#rows.isFull) await this.#flush();
        if (this.#isSampled) await this.#begin();
        if (this.#count % TURN === 0) await this.#rest();
      }
      if (this.#sample !== null) await this.#begin();
      await this.#flush();
      await this.#writer?.finish();
      this.#writer = null;
      return await this.#finished();
    } catch (error) {
      this.options.signal.throwIfAborted(); // whatever a reader made of it
      throw error;
    } finally {
      await this.#writer?.close();
    }
  }

  #add(row: SourceRow): void {
    const files = this.#files;
    if (files.at(-1) !== row.file && !files.includes(row.file)) files.push(row.file);
    const place = row.place ?? this.#rows.add(row.fields);
    this.#places.add({ ...place, line: row.line, file: files.lastIndexOf(row.file) });
    this.#state.bytes += place.bytes + 1;
    if (this.#sample !== null) this.#sample.push(row);
    else this.#index(row, this.#count);
    this.#count += 1;
  }

  #index(row: SourceRow, number: number): void {
    this.#writer?.add({ row: number, ...this.#toIndex(row) });
  }

  get #isSampled(): boolean {
    return this.#sample !== null && (this.#count === SAMPLE || this.#state.bytes >= SAMPLE_BYTES);
  }

  /** Adds the columns that come first with this row: where data begin otherwise than they go on. */
  async #learn({ fields }: SourceRow): Promise<void> {
    if (this.#sample !== null) return;
    for (const name of Object.keys(fields)) {
      if (this.#known.has(name) || this.#known.size >= MOST_COLUMNS) continue;
      const value = valueIn(fields, name);
      if (value === null || value === undefined) continue; // says nothing of the column yet
      const column = lateColumn(name, value, this.#state.columns, this.source.roles);
      await this.#writer?.addColumn(column);
      this.#use([...this.#state.columns, column]);
    }
  }

  #use(columns: readonly ColumnFacts[]): void {
    this.#state.columns = columns;
    this.#toIndex = indexer(columns);
    for (const { name, role } of columns) if (role !== 'length') this.#known.add(name);
  }

  /** Offers the rows that were sampled, then makes the index they begin. */
  async #begin(): Promise<void> {
    const head = this.#sample ?? [];
    this.#sample = null;
    const columns = columnsOf(
      head.map(({ fields }) => fields),
      this.source.roles,
    );
    this.#use(columns);
    await this.#flush();
    this.options.onHead(this.#state);
    this.#writer = await indexSink({ path: join(this.options.folder, INDEX), columns });
    head.forEach((row, number) => this.#index(row, number));
  }

  async #flush(): Promise<void> {
    await this.#rows.flush();
    await this.#places.flush();
  }

  async #rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await this.#writer?.room();
    this.options.signal.throwIfAborted();
  }

  #setAside(piece: SetAside): void {
    this.options.signal.throwIfAborted(); // after this piece there may be no row for long
    if (this.#aside.length < MOST_ASIDE) this.#aside.push(piece);
    this.#state.asideCount += 1;
    if (this.#sample !== null && this.#state.asideCount === MANY_ASIDE) this.options.onHead(this.#state);
  }

  async #finished(): Promise<IndexMeta> {
    const { columns, asideCount } = this.#state;
    const { identity, path, folder } = this.options;
    const isInPlace = this.source.inPlace !== null;
    // What the meta vouches for is on the disk before it.
    if (!isInPlace) await this.#rows.sync();
    await this.#places.sync();
    const meta: IndexMeta = {
      identity,
      path,
      rows: this.#count,
      rowBytes: isInPlace ? null : this.#rows.size,
      columns,
      files: this.#files,
      aside: this.#aside,
      asideCount,
    };
    await writeSafely(join(folder, META), JSON.stringify(meta));
    return meta;
  }
}

/** How a row is indexed: keys and numbers of its columns, and the text that it is found by. */
function indexer(columns: readonly ColumnFacts[]): (row: SourceRow) => {
  values: readonly (string | number | null)[];
  search: string;
} {
  const searched = namesOf(columns, ['question', 'answer', 'id']);
  const lengthOf = measurer(columns);
  // Without a question every text is searched.
  const names = searched.length > 0 ? searched : columns.filter(({ kind }) => kind === 'text').map(({ name }) => name);
  return ({ fields }) => ({
    values: columns.map(({ name, kind, role, facet }) => {
      if (role === 'length') return lengthOf(fields);
      const value = valueIn(fields, name);
      if (kind === 'number') return numberOf(value);
      const text = textOf(value);
      return text === null ? null : valueOf(text, { facet });
    }),
    search: names
      .map((name) => (textOf(valueIn(fields, name)) ?? '').slice(0, SEARCHED))
      .join('\n')
      .toLowerCase(),
  });
}

/** How long a row is: words of the trace, or of the next best text where there is none. */
export function measurer(columns: readonly ColumnFacts[]): (fields: SourceRow['fields']) => number | null {
  const names = namesOf(columns, ['thinking', 'solution', 'attempt', 'question']);
  return (fields) => {
    for (const name of names) {
      const text = wholeTextOf(valueIn(fields, name));
      if (text !== null && text !== '') return countWords(text);
    }
    return null;
  };
}

function namesOf(columns: readonly ColumnFacts[], roles: readonly ColumnRole[]): string[] {
  return roles.flatMap((role) => columns[columnWith(columns, role)]?.name ?? []);
}
