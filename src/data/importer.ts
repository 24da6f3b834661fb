import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CurationError } from '../curation/errors.js';
import type { SetAside } from '../curation/records/aside.js';
import { writeSafely } from '../backend/safe-write.js';
import { countWords, numberOf, textOf } from './cells.js';
import { columnsOf } from './columns.js';
import type { AsideFacts, ColumnFacts, ColumnRole } from './facts.js';
import { indexSink, type IndexSink } from './index-thread.js';
import { keyOf } from './query.js';
import { columnWith } from './roles.js';
import { RowFile } from './row-file.js';
import { RowPlaces } from './row-places.js';
import type { RowSource, SourceRow } from './row-source.js';

/** Rows that are looked at before the columns are known, and that stand in the view before anything else is read. */
const SAMPLE = 200;
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
  /** The first rows can be read: called once. */
  readonly onHead: (state: ImportState) => void;
}

/**
 * Reads a source once: every row's place, and an index of what can be filtered and sorted. Rows can be read while it
 * goes on. Memory is bounded: rows themselves are not kept.
 * @throws CurationError of the source; 'stopped'
 */
export async function importSource(source: RowSource, options: ImportOptions): Promise<IndexMeta> {
  const { folder } = options;
  await mkdir(folder, { recursive: true });
  const rows = source.inPlace === null ? await RowFile.create(join(folder, ROWS)) : await RowFile.open(source.inPlace);
  const running = new Import(source, options, rows, await RowPlaces.create(join(folder, PLACES)));
  return running.run();
}

/** One import while it goes on. */
class Import {
  readonly #state: ImportState;
  readonly #files: string[] = [];
  readonly #aside: AsideFacts[] = [];
  #sample: SourceRow[] | null = [];
  #writer: IndexSink | null = null;
  #toIndex: ReturnType<typeof indexer> = () => ({ values: [], search: '' });
  #count = 0;

  constructor(
    private readonly source: RowSource,
    private readonly options: ImportOptions,
    private readonly rows: RowFile,
    private readonly places: RowPlaces,
  ) {
    this.#state = { columns: [], places, rows, files: this.#files, aside: this.#aside, asideCount: 0, bytes: 0 };
  }

  async run(): Promise<IndexMeta> {
    try {
      for await (const row of this.source.rows((piece) => this.#setAside(piece))) {
        this.#add(row);
        if (this.places.isFull) await this.#flush();
        if (this.#count === SAMPLE) await this.#begin();
        if (this.#count % TURN === 0) await this.#rest();
      }
      if (this.#sample !== null) await this.#begin();
      await this.#flush();
      await this.#writer?.finish();
      this.#writer = null;
      return await this.#finished();
    } finally {
      await this.#writer?.close();
    }
  }

  #add(row: SourceRow): void {
    const files = this.#files;
    if (files.at(-1) !== row.file && !files.includes(row.file)) files.push(row.file);
    const place = row.place ?? this.rows.add(row.fields);
    this.places.add({ ...place, line: row.line, file: files.lastIndexOf(row.file) });
    this.#state.bytes += place.bytes + 1;
    if (this.#sample !== null) this.#sample.push(row);
    else this.#index(row, this.#count);
    this.#count += 1;
  }

  #index(row: SourceRow, number: number): void {
    this.#writer?.add({ row: number, ...this.#toIndex(row) });
  }

  /** Offers the rows that were sampled, then makes the index they begin. */
  async #begin(): Promise<void> {
    const head = this.#sample ?? [];
    this.#sample = null;
    const fields = head.map((row) => row.fields);
    const columns = columnsOf(fields, this.source.roles);
    this.#state.columns = columns;
    await this.#flush();
    this.options.onHead(this.#state);
    this.#writer = await indexSink({ path: join(this.options.folder, INDEX), columns });
    this.#toIndex = indexer(columns);
    head.forEach((row, number) => this.#index(row, number));
  }

  async #flush(): Promise<void> {
    await this.rows.flush();
    await this.places.flush();
  }

  async #rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await this.#writer?.room();
    if (this.options.signal.aborted) throw new CurationError('stopped', 'Stopped: open it again to go on.');
  }

  #setAside(piece: SetAside): void {
    if (this.#aside.length < MOST_ASIDE) this.#aside.push(piece);
    this.#state.asideCount += 1;
  }

  async #finished(): Promise<IndexMeta> {
    const { columns, asideCount } = this.#state;
    const { identity, path, folder } = this.options;
    const meta: IndexMeta = {
      identity,
      path,
      rows: this.#count,
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
    values: columns.map(({ name, kind, role }) => {
      if (role === 'length') return lengthOf(fields);
      const value = fields[name];
      if (kind === 'number') return numberOf(value);
      const text = textOf(value);
      return text === null ? null : keyOf(text);
    }),
    search: names
      .map((name) => (textOf(fields[name]) ?? '').slice(0, SEARCHED))
      .join('\n')
      .toLowerCase(),
  });
}

/** How long a row is: words of the trace, or of the next best text where there is none. */
export function measurer(columns: readonly ColumnFacts[]): (fields: SourceRow['fields']) => number | null {
  const names = namesOf(columns, ['thinking', 'solution', 'attempt', 'question']);
  return (fields) => {
    for (const name of names) {
      const value = fields[name];
      const isList = Array.isArray(value) && value.every((part) => typeof part === 'string');
      const text = isList ? value.join('\n\n') : textOf(value);
      if (text !== null && text !== '') return countWords(text);
    }
    return null;
  };
}

function namesOf(columns: readonly ColumnFacts[], roles: readonly ColumnRole[]): string[] {
  return roles.flatMap((role) => columns[columnWith(columns, role)]?.name ?? []);
}
