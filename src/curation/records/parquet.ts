import { ParquetError, readParquetRows } from '../../row-files/parquet.js';
import { CurationError } from '../errors.js';
import type { ReadRow } from './read.js';

/**
 * The rows of a Parquet file, in the file's order.
 * @throws CurationError 'no-file', 'unreadable'
 */
export async function* readParquet(path: string): AsyncGenerator<ReadRow> {
  try {
    yield* readParquetRows(path);
  } catch (error) {
    throw error instanceof ParquetError ? new CurationError(error.kind, error.message, { cause: error.cause }) : error;
  }
}
