import assert from 'node:assert/strict';
import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { CurationError } from '../../../src/curation/errors.js';
import { DataSet } from '../../../src/data/data-set.js';
import { IndexFolders } from '../../../src/data/index-folder.js';
import type { RowSource } from '../../../src/data/row-source.js';
import { inTempFolder } from '../../support/temp.js';
import { until } from '../../support/until.js';

const MEGABYTE = 2 ** 20;

function sourceOf(rows: RowSource['rows']): RowSource {
  return { format: 'test', bytes: 1, inPlace: null, roles: {}, identity: ['test'], rows };
}

function openedFrom(source: RowSource, folder: string): Promise<DataSet> {
  const folders = new IndexFolders(join(folder, 'indexes'));
  return DataSet.open(source, { handle: 'test', path: folder, name: 'test', folders, onProgress: () => undefined });
}

/** Files below a folder that this process has open; Linux tells. */
async function openBelow(folder: string): Promise<string[]> {
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
  return (await Promise.all(links)).filter((path) => path.startsWith(folder));
}

describe('reading rows into an index', () => {
  it('keeps few megabytes of long rows in memory: the others can be read at once', () =>
    inTempFolder(async (folder) => {
      let goOn: () => void = () => undefined;
      const isLookedAt = new Promise<void>((resolve) => (goOn = resolve));
      const source = sourceOf(async function* () {
        for (let line = 1; line <= 60; line++) {
          if (line === 41) await isLookedAt;
          yield { fields: { question: 'x'.repeat(MEGABYTE) }, file: 'rows', line };
        }
      });
      const set = await openedFrom(source, folder);
      await until(() => set.facts.rows >= 36);
      goOn();
      await set.index;
      assert.equal(set.facts.rows, 60);
      await set.close();
    }));

  it('leaves no file open and no index behind where the data cannot be read', async function () {
    if (process.platform !== 'linux') this.skip();
    await inTempFolder(async (folder) => {
      const source = sourceOf(async function* () {
        await Promise.resolve();
        yield { fields: { question: 'one' }, file: 'rows', line: 1 };
        throw new CurationError('unreadable', 'The end is missing.');
      });
      await assert.rejects(openedFrom(source, folder), { kind: 'unreadable' });
      assert.deepEqual(await openBelow(folder), []);
      assert.deepEqual(await readdir(join(folder, 'indexes')), []);
    });
  });
});
