import type { SetAside } from '../records/aside.js';
import { readRows, type ReadRow } from '../records/read.js';
import { questionColumn, SAMPLE } from './question-column.js';

/** A file of the pool, and its column with the questions. */
export interface PoolFile {
  readonly path: string;
  readonly column: string;
}

/**
 * The files that have rows, each with its own column: those of a folder need not agree. What is no row in a file without
 * any goes to `aside` here; in the others whoever reads them finds it.
 * @param named the question's column; without it, it is found by its name in each file
 * @throws CurationError 'no-column' and those of reading
 */
export async function poolFiles(
  paths: readonly string[],
  named: string | undefined,
  aside: (piece: SetAside) => void,
): Promise<PoolFile[]> {
  const files: PoolFile[] = [];
  for (const path of paths) {
    const pieces: SetAside[] = [];
    const rows = await firstRows(path, (piece) => pieces.push(piece));
    if (rows.length > 0) files.push({ path, column: questionColumn(path, rows, named) });
    else pieces.forEach(aside);
  }
  return files;
}

async function firstRows(path: string, aside: (piece: SetAside) => void): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  for await (const row of readRows(path, aside)) {
    rows.push(row);
    if (rows.length === SAMPLE) break;
  }
  return rows;
}
