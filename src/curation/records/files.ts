import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { CurationError } from '../errors.js';
import { formatOf } from './format.js';

/**
 * The files a path stands for: itself, or every readable file in the folder and below, in the order of their names. Links
 * to files are followed (a snapshot of Hugging Face has nothing else), but no file is taken twice; links to folders are
 * not, and names that begin with a dot are no data.
 * @throws CurationError 'no-file', 'unknown-format'
 */
export async function filesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new CurationError('no-file', `There is no file or folder ${path}: check its name.`);
  if (found.isDirectory()) {
    const files = await filesIn(path);
    if (files.length > 0) return files;
    throw new CurationError('no-file', `${path} has no .jsonl, .json, .csv or .parquet in it.`);
  }
  if (formatOf(path) !== undefined) return [path];
  throw new CurationError('unknown-format', `${path} is not .jsonl, .json, .csv (or one of them .gz) or .parquet.`);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(({ path }) => formatOf(path) !== undefined && !isHidden(relative(folder, path)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const files = entries.filter(({ entry }) => entry.isFile()).map(({ path }) => path);
  const root = await realpath(folder);
  const taken = new Set(files.map((path) => join(root, relative(folder, path))));
  for (const { entry, path } of entries) {
    const target = entry.isSymbolicLink() ? await fileBehind(path) : undefined;
    if (target === undefined || taken.has(target)) continue;
    taken.add(target);
    files.push(path);
  }
  return files.sort();
}

function isHidden(path: string): boolean {
  return path.split(sep).some((name) => name.startsWith('.'));
}

/** @returns undefined where the link leads to a folder */
async function fileBehind(link: string): Promise<string | undefined> {
  try {
    return (await stat(link)).isFile() ? await realpath(link) : undefined;
  } catch (cause) {
    throw new CurationError('no-file', `${link} is a link to a file that is not there: delete it, or get the file.`, {
      cause,
    });
  }
}
