import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CurationError } from '../curation/errors.js';
import { fileIdentity } from '../curation/records/file-identity.js';
import { OutputFile, syncFolder } from '../curation/records/output-folder.js';
import { whileLocked } from '../curation/records/result-lock.js';
import { writing } from '../curation/records/writing.js';
import type { DataSet } from './data-set.js';
import type { RowQuery } from './facts.js';

/** Columns that say where a row of a pool came from; a row that has them keeps them. */
const ORIGIN_FILE = 'origin_file';
const ORIGIN_LINE = 'origin_line';
/** A pool that others go on writing is tried so often. */
const MOST_TRIES = 5;
const LINE_END = 0x0a;
const CLOSING_BRACE = 0x7d;

/**
 * Adds rows to the end of a pool, in the query's order and as their bytes stand in their file, each with the file and line
 * it came from. The pool is copied, completed and put in its place: at every moment it is the old or the new one. What
 * somebody else has written into it meanwhile is copied as well.
 * @param rows numbers of rows; null: every row of `query`
 * @returns how many rows were added
 * @throws CurationError where the pool is no JSONL file, or cannot be written
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
  const numbers = rows ?? (await set.ordered(query));
  await writing(pool, () => mkdir(dirname(pool), { recursive: true }));
  // A link stays a link: what it points to is replaced.
  const target = await realpath(pool).catch(() => pool);
  await whileLocked(target, async () => {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      if (await writing(pool, () => tryAppend(set, numbers, target))) return;
    }
    throw new CurationError('in-use', `${pool} is being written by another program: wait, then add the rows again.`);
  });
  return numbers.length;
}

/** @returns false where the pool has changed since it was copied: then nothing was written */
async function tryAppend(set: DataSet, numbers: Iterable<number>, target: string): Promise<boolean> {
  const before = await fileIdentity(target);
  const beside = `${target}.${randomUUID()}.part`;
  let handle: FileHandle | undefined;
  try {
    if (before !== undefined) await copyFile(target, beside, constants.COPYFILE_EXCL);
    handle = await open(beside, before === undefined ? 'ax+' : 'a+');
    const file = new OutputFile(handle);
    if (!(await endsWithLine(handle))) await file.write('\n');
    for (const row of numbers) await file.write(await lineOf(set, row));
    await file.close();
    if ((await fileIdentity(target)) !== before) return false;
    await rename(beside, target);
    await syncFolder(dirname(target));
    return true;
  } finally {
    await handle?.close().catch(() => undefined); // closed where all went well
    await rm(beside, { force: true });
  }
}

async function endsWithLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return true;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === LINE_END;
}

/** A row as it stands in its file, with its origin as its last fields: reading and writing it anew would round its numbers. */
async function lineOf(set: DataSet, row: number): Promise<Buffer> {
  const { fields, file, line } = await set.fieldsOf(row);
  const missing = Object.entries({ [ORIGIN_FILE]: file, [ORIGIN_LINE]: line }).filter(
    ([name]) => !Object.hasOwn(fields, name),
  );
  const json = await set.jsonOf(row);
  const end = json.lastIndexOf(CLOSING_BRACE);
  const added = missing.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const parts = Object.keys(fields).length === 0 ? added : ['', ...added];
  return Buffer.concat([json.subarray(0, end), Buffer.from(`${parts.join(',')}}\n`)]);
}
