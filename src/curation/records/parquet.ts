import { stat } from 'node:fs/promises';
import { CurationError } from '../errors.js';
import type { ReadRow } from './read.js';

/** DuckDB works in this much memory; what needs more goes to its temporary files. */
const MEMORY_LIMIT = '1GB';

/**
 * The rows of a Parquet file, in the file's order, through DuckDB: its native code is loaded here and nowhere else,
 * when the first such file is opened. Nested values come as JSON has them, numbers beyond 2^53 as text.
 * @throws CurationError 'no-file', 'unreadable'
 */
export async function* readParquet(path: string): AsyncGenerator<ReadRow> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new CurationError('no-file', `There is no file ${path}: check its name.`);
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_LIMIT,
    preserve_insertion_order: 'true',
    // Nothing is fetched from anywhere: Parquet is built in.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    const result = await connection.stream('SELECT * FROM read_parquet($1)', [withoutPatterns(path)]);
    let line = 0;
    for await (const rows of result.yieldRowObjectJson()) {
      for (const fields of rows) yield { fields, line: ++line };
    }
  } catch (cause) {
    throw new CurationError('unreadable', `${path} could not be read: it is damaged, or no Parquet file.`, { cause });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** DuckDB takes *, ? and [ in a name as patterns; in a class of one they stand for themselves. */
function withoutPatterns(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
