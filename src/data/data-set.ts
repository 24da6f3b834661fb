import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { CurationError } from '../curation/errors.js';
import { cellOf, textOf } from './cells.js';
import type {
  AsideFacts,
  ColumnFacts,
  DataSetFacts,
  Decision,
  Histogram,
  RowDetail,
  RowLine,
  RowPage,
  RowQuery,
} from './facts.js';
import { PAGE } from './facts.js';
import { ExactOrder } from './exact-order.js';
import { histogramOf } from './histogram.js';
import { importSource, measurer, INDEX, PLACES, ROWS, type ImportState, type IndexMeta } from './importer.js';
import { IndexFile } from './index-file.js';
import { IndexFolders } from './index-folder.js';
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
  readonly #results = new Map<string, Promise<Int32Array>>();
  readonly #orders = new WeakMap<Int32Array, ExactOrder>();
  #state: Readonly<ImportState> | undefined;
  #index: IndexFile | undefined;
  #finished: Promise<IndexFile>;
  #problem: string | null = null;
  #lengthOf: ReturnType<typeof measurer> | undefined;

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
    const identity = IndexFolders.identity(source.identity);
    const found = await options.folders.find(identity);
    if (found === undefined) await set.#import(identity);
    else await set.#reopen(found.folder, found.meta);
    return set;
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
    if (sort === null || column === undefined || column.kind === 'number') return undefined;
    let order = this.#orders.get(rows);
    if (order === undefined) {
      order = new ExactOrder(rows, {
        read: async (row) => {
          const json = await this.jsonOf(row);
          return { text: textOf(fieldOf(json, column.name)), bytes: json.length };
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

  async histogram(column: number, query: RowQuery): Promise<Histogram> {
    return histogramOf(await this.#finished, column, query.filters, this.columns, this.notes.hand);
  }

  async detail(row: number): Promise<Omit<RowDetail, 'hits'>> {
    const { fields, file, line } = await this.fieldsOf(row);
    const roles = new Map(this.columns.map(({ name, role }) => [name, role]));
    return {
      row,
      file,
      line,
      fields: Object.entries(fields).map(([name, value]) => {
        const text =
          Array.isArray(value) && value.every((part) => typeof part === 'string') ? value.join('\n\n') : textOf(value);
        const [shown, all] = [text?.slice(0, MOST_TEXT) ?? null, text?.length ?? 0];
        return { name, role: roles.get(name) ?? null, text: shown, omitted: Math.max(0, all - MOST_TEXT) };
      }),
      hand: this.notes.hand.get(row) ?? null,
    };
  }

  /** A row as it stands in its file. @throws CurationError when the file has changed under the index */
  async fieldsOf(row: number): Promise<{ fields: Record<string, unknown>; file: string; line: number }> {
    const { rows, files } = this.#opened;
    if (!Number.isInteger(row) || row < 0 || row >= this.#places.count) throw new Error(`there is no row ${row}`);
    const { offset, bytes, line, file } = await this.#places.read(row);
    const text = await rows.bytesAt(offset, bytes);
    try {
      return { fields: JSON.parse(text.toString('utf8')) as Record<string, unknown>, file: files[file] ?? '', line };
    } catch (cause) {
      throw new CurationError('unreadable', `${this.options.path} has changed since it was opened: open it again.`, {
        cause,
      });
    }
  }

  /** The bytes of a row as one line of JSON. */
  async jsonOf(row: number): Promise<Buffer> {
    const { offset, bytes } = await this.#places.read(row);
    const line = await this.#opened.rows.bytesAt(offset, bytes);
    return line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#finished.catch(() => undefined); // it has nobody to tell any more
    this.#index?.close();
    await this.#state?.places.close();
    await this.#state?.rows.close();
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
    this.#lengthOf ??= measurer(this.columns);
    const lengthOf = this.#lengthOf;
    const cells = this.columns.map(({ name, role }) => cellOf(role === 'length' ? lengthOf(fields) : fields[name]));
    return { row, line, cells, hand: this.notes.hand.get(row) ?? null };
  }

  async #reopen(folder: string, meta: IndexMeta): Promise<void> {
    const { columns, files, aside, asideCount, rows } = meta;
    this.#state = {
      columns,
      files,
      aside,
      asideCount,
      bytes: this.source.bytes,
      places: await RowPlaces.open(join(folder, PLACES), rows),
      rows: await RowFile.open(this.source.inPlace ?? join(folder, ROWS)),
    };
    this.#finished = Promise.resolve(await this.#openIndex(folder));
  }

  async #openIndex(folder: string): Promise<IndexFile> {
    this.#index = await IndexFile.open(join(folder, INDEX));
    return this.#index;
  }

  async #import(identity: string): Promise<void> {
    const folder = await this.options.folders.create(identity);
    const report = setInterval(() => this.options.onProgress(), REPORT_MS);
    await new Promise<void>((resolve, reject) => {
      const onHead = (state: ImportState) => {
        this.#state = state;
        resolve();
      };
      const { path } = this.options;
      this.#finished = importSource(this.source, { folder, identity, path, signal: this.#stop.signal, onHead })
        .then(() => this.#openIndex(folder))
        .catch(async (cause: unknown) => {
          await rm(folder, { recursive: true, force: true });
          const error = cause instanceof Error ? cause : new Error(String(cause));
          this.#problem = error.message;
          reject(error);
          throw error;
        })
        .finally(() => {
          clearInterval(report);
          this.options.onProgress();
        });
      this.#finished.catch(() => undefined); // told as `problem`, and to whoever asks for the index
    });
  }
}

/** A field of a row; null where the file has changed under the index: showing the row says so. */
function fieldOf(json: Buffer, name: string): unknown {
  try {
    return (JSON.parse(json.toString('utf8')) as Record<string, unknown>)[name];
  } catch {
    return null;
  }
}
