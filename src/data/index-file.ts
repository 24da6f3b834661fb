import type * as DuckDB from '@duckdb/node-api';
import type { DuckDBAppender, DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import { CurationError } from '../curation/errors.js';
import { indexColumn, type Statement } from './query.js';
import type { ColumnFacts } from './facts.js';

/** DuckDB works in this much memory; what needs more goes to its temporary files. */
const MEMORY_LIMIT = '512MB';
/** While it is read: the text that is searched stays in memory where it fits. */
const READING_LIMIT = '1GB';
const OPTIONS = {
  memory_limit: MEMORY_LIMIT,
  // One for the query, one for what else the machine does: a view is not the only thing people have open.
  threads: '2',
  // Nothing is fetched from anywhere.
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  enable_external_access: 'false',
};
/** Milliseconds between two requests to end a statement. */
const INTERRUPT_MS = 10;
/** Rows of one of DuckDB's chunks. */
const CHUNK = 2048;

/** A row as the index has it: its number, a value for each column, and the text it is found by. */
export interface IndexRow {
  readonly row: number;
  readonly values: readonly (string | number | null)[];
  readonly search: string;
}

/**
 * What is filtered and sorted of a data set, in a DuckDB file: short keys and numbers, never the rows themselves. Its
 * native code is loaded with the first of them.
 */
export class IndexFile {
  /** Kept when nothing is asked any more. */
  #last: Promise<void> = Promise.resolve();
  readonly #closed = new AbortController();

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  /** Opens a finished index; any number of processes may. */
  static async open(path: string): Promise<IndexFile> {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(path, {
      ...OPTIONS,
      memory_limit: READING_LIMIT,
      access_mode: 'READ_ONLY',
    });
    return new IndexFile(instance, await instance.connect());
  }

  /** Numbers of the rows that a statement selects, in its order. @throws CurationError 'stopped' once it is closed */
  rows(statement: Statement): Promise<Int32Array> {
    return this.#ask(() => this.#rows(statement));
  }

  /**
   * Rows of a small result.
   * @param signal ends it; its reason is thrown
   * @throws CurationError 'stopped' once the index is closed
   */
  values({ sql, parameters }: Statement, signal?: AbortSignal): Promise<DuckDBValue[][]> {
    return this.#ask(async () => (await this.connection.runAndReadAll(sql, [...parameters])).getRows(), signal);
  }

  /** Ends what is asked of it, and closes it when that has ended: DuckDB's own thread may not lose it in the middle. */
  async close(): Promise<void> {
    if (this.#closed.signal.aborted) return this.#last;
    this.#closed.abort(new CurationError('stopped', 'The data were closed: open them again.'));
    this.#last = this.#last.then(() => {
      this.connection.closeSync();
      this.instance.closeSync();
    });
    return this.#last;
  }

  /**
   * One statement after the other: the one connection does no two at once, and what waits inside DuckDB for its turn
   * would hold a thread that reads files, and could not be left out any more.
   */
  #ask<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const own = this.#closed.signal;
    const stop = signal === undefined ? own : AbortSignal.any([own, signal]);
    const answer = this.#last.then(() => this.#run(work, stop));
    this.#last = answer.then(
      () => undefined,
      () => undefined, // told to whoever asked
    );
    return answer;
  }

  async #run<T>(work: () => Promise<T>, stop: AbortSignal): Promise<T> {
    stop.throwIfAborted();
    let again: NodeJS.Timeout | undefined;
    const interrupt = () => {
      this.connection.interrupt();
      again = setTimeout(interrupt, INTERRUPT_MS); // one that comes before the statement has begun is lost
    };
    stop.addEventListener('abort', interrupt);
    try {
      return await work();
    } catch (error) {
      stop.throwIfAborted(); // why it was interrupted says more
      throw error;
    } finally {
      clearTimeout(again);
      stop.removeEventListener('abort', interrupt);
    }
  }

  async #rows({ sql, parameters }: Statement): Promise<Int32Array> {
    // Not streamed: a stream gives empty chunks in the middle where a filter leaves nothing of a part of the table.
    const result = await this.connection.run(sql, [...parameters]);
    const parts: DuckDBValue[][] = [];
    let count = 0;
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      const values = chunk.getColumnValues(0);
      parts.push(values);
      count += values.length;
    }
    const rows = new Int32Array(count);
    let at = 0;
    for (const part of parts) for (const value of part) rows[at++] = Number(value);
    return rows;
  }
}

/** An index being made. */
export class IndexWriter {
  #waiting: IndexRow[] = [];
  readonly #columns: ColumnFacts[];

  private constructor(
    private readonly duckdb: typeof DuckDB,
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private appender: DuckDBAppender,
    columns: readonly ColumnFacts[],
  ) {
    this.#columns = [...columns];
  }

  static async create(path: string, columns: readonly ColumnFacts[]): Promise<IndexWriter> {
    const duckdb = await import('@duckdb/node-api');
    const instance = await duckdb.DuckDBInstance.create(path, OPTIONS);
    const connection = await instance.connect();
    const typed = columns.map(columnType);
    await connection.run(`CREATE TABLE rows (${['row INTEGER', 'search VARCHAR', ...typed].join(', ')})`);
    return new IndexWriter(duckdb, instance, connection, await connection.createAppender('rows'), columns);
  }

  add(row: IndexRow): void {
    this.#waiting.push(row);
    if (this.#waiting.length === CHUNK) this.#append();
  }

  addAll(rows: readonly IndexRow[]): void {
    for (const row of rows) this.add(row);
  }

  /** Adds a column behind the others: rows so far have no value in it. */
  async addColumn(column: ColumnFacts): Promise<void> {
    this.#append();
    this.appender.closeSync();
    await this.connection.run(`ALTER TABLE rows ADD COLUMN ${columnType(column, this.#columns.length)}`);
    this.#columns.push(column);
    this.appender = await this.connection.createAppender('rows');
  }

  /** Brings everything into the file and closes it. */
  async finish(): Promise<void> {
    this.#append();
    this.appender.closeSync();
    await this.connection.run('CHECKPOINT');
    this.close();
  }

  /** Leaves it unfinished. */
  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }

  #append(): void {
    const rows = this.#waiting;
    if (rows.length === 0) return;
    const { DuckDBDataChunk, DOUBLE, INTEGER, VARCHAR } = this.duckdb;
    const types = this.#columns.map(({ kind }) => (kind === 'number' ? DOUBLE : VARCHAR));
    const chunk = DuckDBDataChunk.create([INTEGER, VARCHAR, ...types], rows.length);
    chunk.setColumns([
      rows.map(({ row }) => row),
      rows.map(({ search }) => search),
      ...this.#columns.map((_, i) => rows.map(({ values }) => values[i] ?? null)),
    ]);
    this.appender.appendDataChunk(chunk);
    this.#waiting = [];
  }
}

/** A column's name and type in the index. */
function columnType({ kind }: ColumnFacts, column: number): string {
  return `${indexColumn(column)} ${kind === 'number' ? 'DOUBLE' : 'VARCHAR'}`;
}
