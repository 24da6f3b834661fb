import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appendRows } from '../../../src/data/append-rows.js';
import { jsonl, opened } from '../../support/data-set.js';
import { inTempFolder } from '../../support/temp.js';

const ALL = { filters: [], sort: null };
const read = async (path: string) =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('adding rows to a pool', () => {
  it('adds them at its end with the place they came from, and keeps what was there', async () => {
    await inTempFolder(async (folder) => {
      const path = join(folder, 'data.jsonl');
      const pool = join(folder, 'pool.jsonl');
      await writeFile(
        path,
        jsonl([{ question: 'a' }, { question: 'b' }, { question: 'c', origin_file: 'x', origin_line: 9 }]),
      );
      await writeFile(pool, '{"question": "old"}'); // no line end
      const set = await opened(path, folder);
      assert.equal(await appendRows(set, [2, 0], ALL, pool), 2);
      assert.equal((await readFile(pool, 'utf8')).split('\n')[0], '{"question": "old"}');
      assert.deepEqual((await read(pool)).slice(1), [
        { question: 'c', origin_file: 'x', origin_line: 9 },
        { question: 'a', origin_file: path, origin_line: 1 },
      ]);
      await set.close();
    });
  });

  it('makes a pool that is not there, from all rows of a query', async () => {
    await inTempFolder(async (folder) => {
      const path = join(folder, 'data.jsonl');
      await writeFile(path, jsonl([{ question: 'apple' }, { question: 'pear' }]));
      const set = await opened(path, folder);
      const pool = join(folder, 'new', 'pool.jsonl');
      assert.equal(await appendRows(set, null, { filters: [{ kind: 'text', text: 'pear' }], sort: null }, pool), 1);
      assert.deepEqual(await read(pool), [{ question: 'pear', origin_file: path, origin_line: 2 }]);
      assert.deepEqual(await readdir(join(folder, 'new')), ['pool.jsonl']);
      await set.close();
    });
  });

  it('refuses a file that is no JSONL', async () => {
    await inTempFolder(async (folder) => {
      await writeFile(join(folder, 'data.jsonl'), jsonl([{ question: 'a' }]));
      const set = await opened(join(folder, 'data.jsonl'), folder);
      await assert.rejects(appendRows(set, [0], ALL, join(folder, 'pool.csv')), { kind: 'unknown-format' });
      await set.close();
    });
  });
});
