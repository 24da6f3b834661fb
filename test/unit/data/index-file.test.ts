import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { IndexFile, IndexWriter } from '../../../src/data/index-file.js';
import type { Statement } from '../../../src/data/query.js';
import { inTempFolder } from '../../support/temp.js';

const ROWS = 5000;
/** Minutes of work. */
const ENDLESS: Statement = {
  sql: 'SELECT count(*) FROM rows a, rows b, rows c WHERE (a.row * b.row + c.row) % 7 = 3',
  parameters: [],
};
const COUNT: Statement = { sql: 'SELECT CAST(count(*) AS INTEGER) FROM rows', parameters: [] };

async function withIndex(use: (index: IndexFile) => Promise<void>): Promise<void> {
  await inTempFolder(async (folder) => {
    const path = join(folder, 'index.duckdb');
    const writer = await IndexWriter.create(path, []);
    for (let row = 0; row < ROWS; row++) writer.add({ row, values: [], search: '' });
    await writer.finish();
    const index = await IndexFile.open(path);
    try {
      await use(index);
    } finally {
      await index.close();
    }
  });
}

describe('an index', () => {
  it('ends what it is working on when it is closed, and refuses what waits and what is asked then', async () => {
    await withIndex(async (index) => {
      const asked = [index.values(ENDLESS), index.values(COUNT), index.rows(COUNT)];
      const refused = Promise.all(asked.map((one) => assert.rejects(one, { kind: 'stopped' })));
      await turn(); // the first has begun
      await index.close();
      await refused;
      await assert.rejects(index.values(COUNT), { kind: 'stopped' });
    });
  });

  it('leaves out what is not wanted any more, in the middle of it too, and answers the others', async () => {
    await withIndex(async (index) => {
      const overtaken = new AbortController();
      const asked = [ENDLESS, COUNT].map((statement) => index.values(statement, overtaken.signal));
      const refused = Promise.all(asked.map((one) => assert.rejects(one, /^Error: overtaken$/)));
      const wanted = index.values(COUNT);
      await turn();
      overtaken.abort(new Error('overtaken'));
      await refused;
      assert.deepEqual(await wanted, [[ROWS]]);
    });
  });
});
