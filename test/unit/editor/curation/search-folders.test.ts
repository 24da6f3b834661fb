import assert from 'node:assert/strict';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SearchFolders } from '../../../../src/editor/curation/search-folders.js';
import { inTempFolder } from '../../../support/temp.js';

const DAY = 24 * 3600 * 1000;

/** Eight searches, the last of today, each of the others ten days older than the next. */
async function inSearches(use: (searches: SearchFolders, root: string) => Promise<void>): Promise<void> {
  await inTempFolder(async (folder) => {
    const root = join(folder, 'contamination');
    for (let i = 0; i < 8; i++) {
      await mkdir(join(root, `s${i}`), { recursive: true });
      await writeFile(join(root, `s${i}`, 'hits.jsonl'), '');
      const time = new Date(Date.now() - 10 * DAY * (7 - i));
      await utimes(join(root, `s${i}`), time, time);
    }
    await use(new SearchFolders(root), root);
  });
}

describe('folders of searches for contamination', () => {
  it('are deleted when nobody opened them for thirty days, but for the last ones', () =>
    inSearches(async (searches, root) => {
      await searches.sweep();
      assert.deepEqual((await readdir(root)).sort(), ['s3', 's4', 's5', 's6', 's7']);
      await searches.sweep(Date.now() + 365 * DAY);
      assert.equal((await readdir(root)).length, 5);
    }));

  it('stay when somebody looks at them', () =>
    inSearches(async (searches, root) => {
      await searches.opened(join(root, 's0', 'hits.jsonl'));
      await searches.sweep();
      assert.ok((await readdir(root)).includes('s0'));
    }));

  it('have names of their own, and none is there before the first search', () =>
    inTempFolder(async (folder) => {
      const searches = new SearchFolders(join(folder, 'none'));
      await searches.sweep();
      await searches.opened(join(folder, 'data.jsonl'));
      const names = [1, 2].map(() => searches.folderFor('/data/my pool.jsonl'));
      assert.notEqual(names[0], names[1]);
      assert.match(names[0] ?? '', /my-pool-jsonl-\w+$/);
    }));
});
