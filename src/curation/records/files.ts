import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CurationError } from '../errors.js';
import { formatOf } from './format.js';

/**
 * The files a path stands for: itself, or every readable file in the folder and below, in the order of their names.
 * Links are not followed: a folder of data cannot lead out of itself.
 * @throws CurationError 'no-file', 'unknown-format'
 */
export async function filesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new CurationError('no-file', `There is no file or folder ${path}: check its name.`);
  if (found.isDirectory()) {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && formatOf(entry.name) !== undefined)
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    if (files.length > 0) return files;
    throw new CurationError('no-file', `${path} has no .jsonl, .json, .csv or .parquet in it.`);
  }
  if (formatOf(path) !== undefined) return [path];
  throw new CurationError('unknown-format', `${path} is not .jsonl, .json, .csv (or one of them .gz) or .parquet.`);
}
