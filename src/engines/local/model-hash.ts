import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readCache, writeCache } from './cache-file.js';

/** Large pieces: hashing is then bound by the processor or the disk, not by the event loop. */
const PIECE = 4 * 2 ** 20;

interface Remembered {
  readonly path: string;
  readonly bytes: number;
  readonly modified: number;
  readonly sha256: string;
}

/**
 * SHA-256 of the file, hexadecimal. Read once; remembered in `cacheFolder` until size or time of change differ.
 * For a model in several files, `paths` in order: the hash of their contents one after another.
 */
export async function hashFiles(
  paths: readonly string[],
  cacheFolder: string,
  onProgress?: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  const files = await Promise.all(paths.map(async (path) => ({ path, info: await stat(path) })));
  const bytes = files.reduce((sum, { info }) => sum + info.size, 0);
  const modified = Math.max(...files.map(({ info }) => info.mtimeMs));
  const key = { path: paths.join('\n'), bytes, modified };
  const cachePath = join(cacheFolder, 'hashes', `${createHash('sha256').update(key.path).digest('hex')}.json`);
  const known = await readCache(cachePath);
  if (isRemembered(known) && known.path === key.path && known.bytes === bytes && known.modified === modified) {
    return known.sha256;
  }
  const hash = createHash('sha256');
  let done = 0;
  for (const { path } of files) {
    for await (const piece of createReadStream(path, { highWaterMark: PIECE, signal }) as AsyncIterable<Buffer>) {
      hash.update(piece);
      done += piece.length;
      onProgress?.(bytes === 0 ? 1 : done / bytes);
    }
  }
  const sha256 = hash.digest('hex');
  await writeCache(cachePath, { ...key, sha256 } satisfies Remembered);
  return sha256;
}

function isRemembered(value: unknown): value is Remembered {
  const { path, bytes, modified, sha256 } = (value ?? {}) as Partial<Record<keyof Remembered, unknown>>;
  return (
    typeof path === 'string' &&
    typeof bytes === 'number' &&
    typeof modified === 'number' &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256)
  );
}
