import { stat } from 'node:fs/promises';
import type { DuckDBValueConverter, Json } from '@duckdb/node-api';

/** DuckDB works in this much memory; what needs more goes to its temporary files. */
const MEMORY_LIMIT = '512MB';

/** A Parquet file that cannot be read; whoever reads it says so in words of its own. */
export class ParquetError extends Error {
  override readonly name = 'ParquetError';
  constructor(
    readonly kind: 'no-file' | 'unreadable',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface ParquetRow {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Place in the file, from 1. */
  readonly line: number;
}

/**
 * The rows of a Parquet file, in the file's order, through DuckDB: its native code is loaded here and nowhere else,
 * when the first such file is opened. Nested values come as JSON has them, whole numbers beyond 2^53 as text.
 * @throws ParquetError
 */
export async function* readParquetRows(path: string): AsyncGenerator<ParquetRow> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new ParquetError('no-file', `There is no file ${path}: check its name.`);
  const { DuckDBInstance, JsonDuckDBValueConverter } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_LIMIT,
    preserve_insertion_order: 'true',
    // Nothing is fetched from anywhere: Parquet is built in.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const asJson: DuckDBValueConverter<Json> = (value, type) => {
    // The library's own converter makes text of every 64-bit number, and most whole numbers in Parquet are of that kind.
    if (typeof value === 'bigint') return exactNumber(value);
    return JsonDuckDBValueConverter(value, type, asJson);
  };
  try {
    const name = withoutPatterns(path);
    const counted = await connection.runAndReadAll('SELECT sum(num_rows) FROM parquet_file_metadata($1)', [name]);
    const total = Number(counted.value(0, 0));
    const result = await connection.stream('SELECT * FROM read_parquet($1)', [name]);
    const columns = result.deduplicatedColumnNames();
    let line = 0;
    // Not the library's iterators: they take an empty chunk in the middle for the end.
    while (line < total) {
      const chunk = await result.fetchChunk();
      if (chunk === null) throw new Error(`it ends after ${line} of ${total} rows`);
      for (const values of chunk.convertRows(asJson)) {
        yield { fields: Object.fromEntries(columns.map((name, i) => [name, values[i]])), line: ++line };
      }
    }
  } catch (cause) {
    throw new ParquetError('unreadable', `${path} could not be read: it is damaged, or no Parquet file.`, { cause });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A number where it is the same number in JSON, its digits where it is not. */
function exactNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** DuckDB takes *, ? and [ in a name as patterns; in a class of one they stand for themselves. */
function withoutPatterns(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
