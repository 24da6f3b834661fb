import { stat } from 'node:fs/promises';
import { readLineBlocks } from '../curation/records/bytes.js';

/** The lines of a file that we wrote: complete, one object each. */
export async function* jsonLines(path: string): AsyncGenerator<Readonly<Record<string, unknown>>, undefined> {
  for await (const { bytes } of readLineBlocks(path, 2 ** 18)) {
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(0x0a, start);
      yield JSON.parse(bytes.toString('utf8', start, end)) as Readonly<Record<string, unknown>>;
      start = end + 1;
    }
  }
  return undefined;
}

/** Names, sizes and times of files: what is made from others does not fit. */
export async function identitiesOf(paths: readonly string[]): Promise<unknown[]> {
  return Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => undefined);
      return [path, found?.size, found?.mtimeMs];
    }),
  );
}

/** @returns 0 where there is no file */
export async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
