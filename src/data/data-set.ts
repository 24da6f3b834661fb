import { join } from 'node:path';
import { CurationError } from '../curation/errors.js';
import { cellOf, textOf, valueIn, wholeTextOf } from './cells.js';
import type {
  AsideFacts,
  ColumnFacts,
  DataSetFacts,
  Decision,
  Filter,
  Histogram,
  RowDetail,
  RowLine,
  RowPage,
  RowQuery,
} from './facts.js';
import { PAGE } from './facts.js';
import { ExactOrder } from './exact-order.js';
import { emptyHistogram, histogramOf } from './histogram.js';
import { importSource, measurer, INDEX, PLACES, ROWS, type ImportState } from './importer.js';
import { IndexFile } from './index-file.js';
import { IndexFolders, type FoundIndex } from './index-folder.js';
import { rowsStatement } from './query.js';
import { RowFile } from './row-file.js';
import { RowPlaces } from './row-places.js';
import type { RowSource } from './row-source.js';

/** Results of queries that are kept: 4 bytes a row each. */
const MOST_RESULTS = 4;
/** Characters of a value that the view of one row gets. */
const MOST_TEXT = 400_000;

/** What is known of the rows beside the file: results have decisions. */
export interface RowNotes {
  readonly hand: ReadonlyMap<number, Decision>;
}

export interface OpenOptions {
  readonly handle: string;
  readonly path: string;
  readonly name: string;
  readonly folders: IndexFolders;
  /** How far reading is, at most a few times a second; once more at its end. */
  readonly onProgress: () => void;
}

const NO_NOTES: RowNotes = { hand: new Map() };
/** Milliseconds between two reports of progress. */
const REPORT_MS = 150;

/**
 * One open data set: rows by their numbers from the first moment, filters and sorting once it was read to its end. What
 * is closed stops reading and, unfinished, leaves nothing behind.
 */
export class DataSet {
  notes: RowNotes = NO_NOTES;
  readonly #stop = new AbortController();
  /** Open files. */
  readonly #files: { close(): Promise<void> }[] = [];
  /** Rows on their way from the disk. */
  readonly #reading = new Set<Promise<unknown>>();
  /** The filters under which each column was counted last. */
  readonly #counted = new Map<number, { readonly filters: string; readonly stop: AbortController }>();
  /** Folder of an index that is not finished. */
  #unfinished: string | undefined;
  #closed: Promise<void> | undefined;
  readonly #results = new Map<string, Promise<Int32Array>>();
  readonly #orders = new WeakMap<Int32Array, ExactOrder>();
  #state: Readonly<ImportState> | undefined;
  #index: IndexFile | undefined;
  #finished: Promise<IndexFile>;
  #problem: string | null = null;
  #lengthOf = measurer([]);
  /** The columns that `#lengthOf` was made for. */
  #measured: readonly ColumnFacts[] = [];

  private constructor(
    private readonly source: RowSource,
    private readonly options: OpenOptions,
  ) {
    this.#finished = Promise.reject(new Error('not opened'));
    this.#finished.catch(() => undefined);
  }

  /**
   * Opens a data set; its first rows can be read when the promise is kept.
   * @throws CurationError where not even those can be read
   */
  static async open(source: RowSource, options: OpenOptions): Promise<DataSet> {
    const set = new DataSet(source, options);
    try {
      const identity = IndexFolders.identity(source.identity);
      const found = await options.folders.find(identity);
      if (found === undefined || !(await set.#reopen(found))) await set.#import(identity);
      return set;
    } catch (error) {
      await set.close();
      throw error;
    }
  }

  get facts(): Omit<DataSetFacts, 'result'> {
    const { handle, path, name } = this.options;
    const { columns = [], places, asideCount = 0, bytes = 0 } = this.#state ?? {};
    const done = this.#index !== undefined;
    return {
      handle,
      path,
      name,
      format: this.source.format,
      bytes: this.source.bytes,
      columns,
      rows: places?.count ?? 0,
      aside: asideCount,
      // Packed data hold more than their size says: it stays short of the end until the end.
      progress: done ? 1 : Math.min(0.99, bytes / Math.max(1, this.source.bytes)),
      problem: this.#problem,
    };
  }

  get columns(): readonly ColumnFacts[] {
    return this.#state?.columns ?? [];
  }

  get aside(): readonly AsideFacts[] {
    return this.#state?.aside ?? [];
  }

  /** The index, once everything was read. @throws CurationError why it was not */
  get index(): Promise<IndexFile> {
    return this.#finished;
  }

  /** Rows of a query from its `from`th on; at most a page. Without filter and sort it does not wait for the index. */
  async page(query: RowQuery, from: number, count: number): Promise<RowPage> {
    const isPlain = query.filters.length === 0 && query.sort === null;
    const rows = isPlain ? undefined : await this.rows(query);
    const total = rows?.length ?? this.#places.count;
    const end = Math.min(total, from + Math.min(count, PAGE));
    if (rows !== undefined) await this.#orderOf(rows, query)?.settle(from, end);
    const wanted = Array.from({ length: Math.max(0, end - from) }, (_, i) => rows?.[from + i] ?? from + i);
    return { total, from, lines: await Promise.all(wanted.map((row) => this.#line(row))) };
  }

  /** Numbers of a query's rows in its order. */
  rows(query: RowQuery): Promise<Int32Array> {
    const key = JSON.stringify(query);
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const found = this.#finished.then((index) => index.rows(rowsStatement(query, this.columns, this.notes.hand)));
    this.#results.set(key, found);
    found.catch(() => this.#results.delete(key));
    const oldest = this.#results.keys().next();
    if (this.#results.size > MOST_RESULTS && oldest.done !== true) this.#results.delete(oldest.value);
    return found;
  }

  /** Numbers of a query's rows in the order in which pages show them. */
  async ordered(query: RowQuery): Promise<Int32Array> {
    const rows = await this.rows(query);
    await this.#orderOf(rows, query)?.settle(0, rows.length);
    return rows;
  }

  /** The exact order of a result that is sorted by texts. */
  #orderOf(rows: Int32Array, { sort }: RowQuery): ExactOrder | undefined {
    const column = sort === null ? undefined : this.columns[sort.column];
    // Numbers and the values of a column one chooses from stand whole in the index.
    if (sort === null || column === undefined || column.kind === 'number' || column.facet) return undefined;
    let order = this.#orders.get(rows);
    if (order === undefined) {
      order = new ExactOrder(rows, {
        read: async (row) => {
          const json = await this.jsonOf(row);
          return { text: textOf(valueIn(parsedRow(json) ?? {}, column.name)), bytes: json.length };
        },
        descending: sort.descending,
      });
      this.#orders.set(rows, order);
    }
    return order;
  }

  /** Decisions have changed: what was selected by them is looked up again. */
  forgetResults(): void {
    this.#results.clear();
  }

  /**
   * How a column's values are spread over the rows of a query. A count that is followed by one of the same column under
   * other filters has nobody to tell: it ends, with no bars.
   */
  async histogram(column: number, { filters }: RowQuery): Promise<Histogram> {
    const index = await this.#finished;
    const signal = this.#countedSignal(column, filters);
    try {
      return await histogramOf(
        (statement) => index.values(statement, signal),
        column,
        filters,
        this.columns,
        this.notes.hand,
      );
    } catch (error) {
      if (signal.aborted) return emptyHistogram(column);
      throw error;
    }
  }

  /** Aborted when the column is counted under other filters. */
  #countedSignal(column: number, filters: readonly Filter[]): AbortSignal {
    const key = JSON.stringify(filters);
    const last = this.#counted.get(column);
    if (last?.filters === key) return last.stop.signal;
    last?.stop.abort();
    const stop = new AbortController();
    this.#counted.set(column, { filters: key, stop });
    return stop.signal;
  }

  async detail(row: number): Promise<Omit<RowDetail, 'hits'>> {
    const { fields, file, line } = await this.fieldsOf(row);
    const roles = new Map(this.columns.map(({ name, role }) => [name, role]));
    return {
      row,
      file,
      line,
      fields: Object.entries(fields).map(([name, value]) => {
        const text = wholeTextOf(value);
        const shown = text?.slice(0, MOST_TEXT) ?? null;
        return {
          name,
          role: roles.get(name) ?? null,
          text: shown,
          omitted: Math.max(0, (text?.length ?? 0) - MOST_TEXT),
        };
      }),
      hand: this.notes.hand.get(row) ?? null,
    };
  }

  /** A row as it stands in its file. @throws CurationError when the file has changed under the index */
  async fieldsOf(row: number): Promise<{ fields: Record<string, unknown>; file: string; line: number }> {
    const { json, file, line } = await this.#read(row);
    const fields = parsedRow(json);
    if (fields === null) {
      throw new CurationError('unreadable', `${this.options.path} has changed since it was opened: open it again.`);
    }
    return { fields, file: this.#opened.files[file] ?? '', line };
  }

  /** The bytes of a row as one line of JSON. */
  async jsonOf(row: number): Promise<Buffer> {
    const { json } = await this.#read(row);
    return json.at(-1) === 0x0d ? json.subarray(0, -1) : json;
  }

  /** Ends what is under way, and lets everything go when it has ended. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#stop.abort(new CurationError('stopped', 'The data were closed: open them again.'));
    await this.#finished.catch(() => undefined); // it has nobody to tell any more
    await this.#index?.close();
    await Promise.allSettled(this.#reading);
    await Promise.all(this.#files.splice(0).map((file) => file.close()));
    if (this.#unfinished !== undefined) await this.options.folders.remove(this.#unfinished);
  }

  /** A row's bytes, and where it stands. */
  async #read(row: number): Promise<{ json: Buffer; file: number; line: number }> {
    this.#stop.signal.throwIfAborted();
    if (!Number.isInteger(row) || row < 0 || row >= this.#places.count) throw new Error(`there is no row ${row}`);
    const reading = this.#places.read(row).then(async ({ offset, bytes, file, line }) => {
      return { json: await this.#opened.rows.bytesAt(offset, bytes), file, line };
    });
    this.#reading.add(reading);
    try {
      return await reading;
    } finally {
      this.#reading.delete(reading);
    }
  }

  get #opened(): Readonly<ImportState> {
    if (this.#state === undefined) throw new Error('not open');
    return this.#state;
  }

  get #places(): RowPlaces {
    return this.#opened.places;
  }

  async #line(row: number): Promise<RowLine> {
    const { fields, line } = await this.fieldsOf(row);
    const { columns } = this;
    if (this.#measured !== columns) {
      this.#measured = columns;
      this.#lengthOf = measurer(columns);
    }
    const cells = columns.map(({ name, role }) =>
      cellOf(role === 'length' ? this.#lengthOf(fields) : valueIn(fields, name)),
    );
    return { row, line, cells, hand: this.notes.hand.get(row) ?? null };
  }

  /** @returns whether the index could be opened; one that is damaged is deleted, to be made again */
  async #reopen({ folder, meta }: FoundIndex): Promise<boolean> {
    const { columns, files, aside, asideCount, rows } = meta;
    try {
      const state = {
        columns,
        files,
        aside,
        asideCount,
        bytes: this.source.bytes,
        places: this.#own(await RowPlaces.open(join(folder, PLACES), rows)),
        rows: this.#own(await RowFile.open(this.source.inPlace ?? join(folder, ROWS))),
      };
      this.#finished = Promise.resolve(await this.#openIndex(folder));
      this.#state = state;
      return true;
    } catch {
      await Promise.all(this.#files.splice(0).map((file) => file.close()));
      await this.options.folders.remove(folder);
      return false;
    }
  }

  async #openIndex(folder: string): Promise<IndexFile> {
    this.#index = await IndexFile.open(join(folder, INDEX));
    return this.#index;
  }

  async #import(identity: string): Promise<void> {
    const { folders, path, onProgress } = this.options;
    const folder = await folders.create(identity);
    this.#unfinished = folder;
    const { inPlace } = this.source;
    const rows = this.#own(await (inPlace === null ? RowFile.create(join(folder, ROWS)) : RowFile.open(inPlace)));
    const places = this.#own(await RowPlaces.create(join(folder, PLACES)));
    const report = setInterval(onProgress, REPORT_MS);
    await new Promise<void>((resolve, reject) => {
      const onHead = (state: ImportState) => {
        this.#state = state;
        resolve();
      };
      const { signal } = this.#stop;
      this.#finished = importSource(this.source, { rows, places }, { folder, identity, path, signal, onHead })
        .then(() => this.#openIndex(folder))
        .then(async (index) => {
          this.#unfinished = undefined;
          await folders.removeOlder({ identity, path });
          return index;
        })
        .catch((cause: unknown) => {
          const error = cause instanceof Error ? cause : new Error(String(cause));
          this.#problem = error.message;
          reject(error);
          throw error;
        })
        .finally(() => {
          clearInterval(report);
          onProgress();
        });
      this.#finished.catch(() => undefined); // told as `problem`, and to whoever asks for the index
    });
  }

  #own<T extends { close(): Promise<void> }>(file: T): T {
    this.#files.push(file);
    return file;
  }
}

/** The fields of a row; null where its bytes are none any more: the file has changed under the index. */
function parsedRow(json: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
