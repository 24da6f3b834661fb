import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CurationError } from '../curation/errors.js';
import { OutputFile } from '../curation/records/output-folder.js';
import type { DataSet } from './data-set.js';
import type { RowQuery } from './facts.js';

/** Columns that say where a row of a pool came from; a row that has them keeps them. */
const ORIGIN_FILE = 'origin_file';
const ORIGIN_LINE = 'origin_line';

/**
 * Adds rows to the end of a pool, each with the file and line it came from. The pool is copied, completed and put in its
 * place: at every moment it is the old or the new one.
 * @param rows numbers of rows; null: every row of `query`
 * @returns how many rows were added
 * @throws CurationError where the pool is no JSONL file
 */
export async function appendRows(
  set: DataSet,
  rows: readonly number[] | null,
  query: RowQuery,
  pool: string,
): Promise<number> {
  if (!/\.(jsonl|ndjson)$/i.test(pool)) {
    throw new CurationError('unknown-format', `${pool} is no .jsonl file: choose one, or give a new name.`);
  }
  const numbers = rows ?? (await set.rows(query));
  await mkdir(dirname(pool), { recursive: true });
  // A link stays a link: what it points to is replaced.
  const target = await realpath(pool).catch(() => pool);
  const found = await stat(target).catch(() => undefined);
  const beside = `${target}.${randomUUID()}.part`;
  try {
    if (found !== undefined) await pipeline(createReadStream(target), createWriteStream(beside, { flags: 'wx' }));
    const handle = await open(beside, found === undefined ? 'wx' : 'a+', found?.mode);
    const file = new OutputFile(handle);
    if (found !== undefined && found.size > 0) {
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, found.size - 1);
      if (buffer[0] !== 0x0a) await file.write('\n');
    }
    for (const row of numbers) await file.writeLine(await withOrigin(set, row));
    await file.close();
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  return numbers.length;
}

async function withOrigin(set: DataSet, row: number): Promise<Record<string, unknown>> {
  const { fields, file, line } = await set.fieldsOf(row);
  return { ...fields, [ORIGIN_FILE]: fields[ORIGIN_FILE] ?? file, [ORIGIN_LINE]: fields[ORIGIN_LINE] ?? line };
}
