import type { DuckDBAppender, DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
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

  /** Numbers of the rows that a statement selects, in its order. */
  async rows({ sql, parameters }: Statement): Promise<Int32Array> {
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

  /** Rows of a small result. */
  async values({ sql, parameters }: Statement): Promise<DuckDBValue[][]> {
    const result = await this.connection.runAndReadAll(sql, [...parameters]);
    return result.getRows();
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

/** An index being made. */
export class IndexWriter {
  #waiting: IndexRow[] = [];

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly appender: DuckDBAppender,
    private readonly toChunk: (rows: readonly IndexRow[]) => Parameters<DuckDBAppender['appendDataChunk']>[0],
  ) {}

  static async create(path: string, columns: readonly ColumnFacts[]): Promise<IndexWriter> {
    const { DuckDBDataChunk, DuckDBInstance, DOUBLE, INTEGER, VARCHAR } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(path, OPTIONS);
    const connection = await instance.connect();
    const typed = columns.map(({ kind }, i) => `${indexColumn(i)} ${kind === 'number' ? 'DOUBLE' : 'VARCHAR'}`);
    await connection.run(`CREATE TABLE rows (${['row INTEGER', ...typed, 'search VARCHAR'].join(', ')})`);
    const types = [INTEGER, ...columns.map(({ kind }) => (kind === 'number' ? DOUBLE : VARCHAR)), VARCHAR];
    const toChunk = (rows: readonly IndexRow[]) => {
      const chunk = DuckDBDataChunk.create(types, rows.length);
      chunk.setColumns([
        rows.map(({ row }) => row),
        ...columns.map((_, i) => rows.map(({ values }) => values[i] ?? null)),
        rows.map(({ search }) => search),
      ]);
      return chunk;
    };
    return new IndexWriter(instance, connection, await connection.createAppender('rows'), toChunk);
  }

  add(row: IndexRow): void {
    this.#waiting.push(row);
    if (this.#waiting.length < CHUNK) return;
    this.appender.appendDataChunk(this.toChunk(this.#waiting));
    this.#waiting = [];
  }

  addAll(rows: readonly IndexRow[]): void {
    for (const row of rows) this.add(row);
  }

  /** Brings everything into the file and closes it. */
  async finish(): Promise<void> {
    if (this.#waiting.length > 0) this.appender.appendDataChunk(this.toChunk(this.#waiting));
    this.appender.closeSync();
    await this.connection.run('CHECKPOINT');
    this.close();
  }

  /** Leaves it unfinished. */
  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}
