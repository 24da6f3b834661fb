import { ParquetError, readParquetRows, type ParquetRow } from '../../row-files/parquet.js';
import { CurationError } from '../errors.js';

/**
 * The rows of a Parquet file, in the file's order.
 * @throws CurationError 'no-file', 'unreadable'
 */
export async function* readParquet(path: string): AsyncGenerator<ParquetRow> {
  try {
    yield* readParquetRows(path);
  } catch (error) {
    throw error instanceof ParquetError ? new CurationError(error.kind, error.message, { cause: error.cause }) : error;
  }
}
