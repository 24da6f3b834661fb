import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataClient } from '../../../src/data/client.js';
import type { DataSetFacts } from '../../../src/data/facts.js';
import { dataProcess } from '../../support/data-process.js';
import { jsonl } from '../../support/data-set.js';
import { inTempFolder } from '../../support/temp.js';

const ALL = { filters: [], sort: null };

describe('the data process', () => {
  it('starts with the first request, tells how far it is, and ends with its client', async () => {
    await inTempFolder(async (folder) => {
      const told: DataSetFacts[] = [];
      const client = new DataClient({
        entry: { file: dataProcess() },
        log: () => undefined,
        onProgress: (facts) => told.push(facts),
        onCrash: () => assert.fail('it crashed'),
      });
      assert.equal(client.pid, undefined);
      const path = join(folder, 'data.jsonl');
      await writeFile(path, jsonl(Array.from({ length: 3000 }, (_, i) => ({ question: `q ${i}`, source: 'x' }))));
      const facts = await client.open({ path, indexFolder: join(folder, 'indexes') });
      const { handle } = facts;
      const page = await client.page({
        handle,
        query: { filters: [{ kind: 'text', text: 'q 2999' }], sort: null },
        from: 0,
        count: 10,
      });
      assert.deepEqual(
        page.lines.map(({ row }) => row),
        [2999],
      );
      assert.equal(told.at(-1)?.rows, 3000);
      await assert.rejects(client.open({ path: join(folder, 'no.jsonl'), indexFolder: folder }), { kind: 'no-file' });
      await client[Symbol.asyncDispose]();
      assert.equal(client.pid, undefined);
    });
  });

  it('is started again after it crashed; what was open has to be opened again', async () => {
    await inTempFolder(async (folder) => {
      let crashed = 0;
      await using client = new DataClient({
        entry: { file: dataProcess() },
        log: () => undefined,
        onProgress: () => undefined,
        onCrash: () => crashed++,
      });
      const path = join(folder, 'data.jsonl');
      await writeFile(path, jsonl([{ question: 'a' }]));
      const params = { path, indexFolder: join(folder, 'indexes') };
      await client.open(params);
      process.kill(client.pid!, 'SIGKILL');
      await assert.rejects(client.detail('x', 0), { kind: 'crashed' });
      assert.equal(crashed, 1);
      const { handle } = await client.open(params);
      assert.equal((await client.page({ handle, query: ALL, from: 0, count: 5 })).total, 1);
    });
  });
});
