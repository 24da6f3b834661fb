import { join } from 'node:path';
import { DataSet } from '../../src/data/data-set.js';
import { IndexFolders } from '../../src/data/index-folder.js';
import { fileSource } from '../../src/data/row-source.js';

/** A data file, opened with its index in `folder`/indexes. */
export async function opened(path: string, folder: string): Promise<DataSet> {
  return DataSet.open(await fileSource(path), {
    handle: 'test',
    path,
    name: 'test',
    folders: new IndexFolders(join(folder, 'indexes')),
    onProgress: () => undefined,
  });
}

export function jsonl(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
