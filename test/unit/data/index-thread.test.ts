import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ColumnFacts } from '../../../src/data/facts.js';
import { IndexFile } from '../../../src/data/index-file.js';
import { indexSink, type IndexSink } from '../../../src/data/index-thread.js';
import { indexWorker } from '../../support/data-process.js';
import { inTempFolder } from '../../support/temp.js';

const COLUMNS: readonly ColumnFacts[] = [{ name: 'level', kind: 'number', role: 'level', facet: true }];
const ROWS = 10_000;

/** The index as a thread writes it, and as the thread of the caller does. */
for (const [where, worker] of [
  ['in a thread of its own', indexWorker],
  ['in this thread, where there is no bundle', () => 'nowhere.mjs'],
] as const) {
  describe(`an index written ${where}`, () => {
    async function filled(sink: IndexSink): Promise<void> {
      for (let row = 0; row < ROWS; row++) {
        sink.add({ row, values: [row % 5], search: `row ${row}` });
        if (row % 256 === 0) await sink.room();
      }
    }

    it('has every row, in order, when it is finished', () =>
      inTempFolder(async (folder) => {
        const path = join(folder, 'index.duckdb');
        const sink = await indexSink({ path, columns: COLUMNS }, worker());
        await filled(sink);
        await sink.finish();
        const index = await IndexFile.open(path);
        const rows = await index.rows({ sql: 'SELECT row FROM rows WHERE c0 = 3 ORDER BY row', parameters: [] });
        assert.equal(rows.length, ROWS / 5);
        assert.deepEqual([...rows.subarray(0, 3)], [3, 8, 13]);
        await index.close();
      }));

    it('takes a column that comes late: rows before it have no value there', () =>
      inTempFolder(async (folder) => {
        const path = join(folder, 'index.duckdb');
        const sink = await indexSink({ path, columns: COLUMNS }, worker());
        await filled(sink);
        await sink.addColumn({ name: 'correct', kind: 'boolean', role: 'verdict', facet: true });
        sink.add({ row: ROWS, values: [1, 'true'], search: 'late' });
        await sink.finish();
        const index = await IndexFile.open(path);
        const late = { sql: 'SELECT row FROM rows WHERE c1 IS NOT NULL', parameters: [] };
        assert.deepEqual([...(await index.rows(late))], [ROWS]);
        const all = { sql: 'SELECT row FROM rows WHERE c0 >= 0', parameters: [] };
        assert.equal((await index.rows(all)).length, ROWS + 1);
        await index.close();
      }));

    it('is closed when it is left, so that it can be deleted', () =>
      inTempFolder(async (folder) => {
        const path = join(folder, 'left.duckdb');
        const sink = await indexSink({ path, columns: COLUMNS }, worker());
        await filled(sink);
        await sink.close();
        await rm(path, { force: true });
        const again = await indexSink({ path, columns: COLUMNS }, worker());
        await again.finish();
        const index = await IndexFile.open(path);
        assert.equal((await index.rows({ sql: 'SELECT row FROM rows', parameters: [] })).length, 0);
        await index.close();
      }));

    it('says why it cannot be written', () =>
      inTempFolder(async (folder) => {
        const writing = async () => {
          const sink = await indexSink({ path: join(folder, 'nowhere', 'index.duckdb'), columns: COLUMNS }, worker());
          try {
            await filled(sink);
            await sink.finish();
          } finally {
            await sink.close();
          }
        };
        await assert.rejects(writing, /nowhere/);
      }));
  });
}
