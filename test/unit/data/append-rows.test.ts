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

  it('adds them as their bytes stand: no number is rounded, and no field written anew', async () => {
    await inTempFolder(async (folder) => {
      const path = join(folder, 'data.jsonl');
      const pool = join(folder, 'pool.jsonl');
      const rows = [
        '{"id":12345678901234567890,"x":1.0,"y":1e400,"s":"\\u00e9 }"}',
        '{ }',
        '{"origin_file":"x", "origin_line":9 } ',
      ];
      await writeFile(path, rows.join('\r\n'));
      const set = await opened(path, folder);
      assert.equal(await appendRows(set, null, ALL, pool), 3);
      const file = `"origin_file":${JSON.stringify(path)}`;
      assert.deepEqual((await readFile(pool, 'utf8')).split('\n'), [
        `{"id":12345678901234567890,"x":1.0,"y":1e400,"s":"\\u00e9 }",${file},"origin_line":1}`,
        `{ ${file},"origin_line":2}`,
        '{"origin_file":"x", "origin_line":9 }',
        '',
      ]);
      await set.close();
    });
  });

  it('adds rows of a sorted query in the order that is shown', async () => {
    await inTempFolder(async (folder) => {
      const path = join(folder, 'data.jsonl');
      const beginning = 'the same beginning of a question, longer than any key of the index';
      await writeFile(path, jsonl(['c', 'a', 'b'].map((end) => ({ question: `${beginning} ${end}` }))));
      const set = await opened(path, folder);
      const query = { filters: [], sort: { column: 0, descending: false } };
      await appendRows(set, null, query, join(folder, 'pool.jsonl'));
      const ends = (await read(join(folder, 'pool.jsonl'))).map(({ question }) => String(question).at(-1));
      assert.deepEqual(ends, ['a', 'b', 'c']);
      await set.close();
    });
  });

  it('loses no rows when two add to one pool', async () => {
    await inTempFolder(async (folder) => {
      const path = join(folder, 'data.jsonl');
      const pool = join(folder, 'pool.jsonl');
      await writeFile(path, jsonl(Array.from({ length: 300 }, (_, i) => ({ question: `q${i}` }))));
      await writeFile(pool, '{"question":"old"}\n');
      const set = await opened(path, folder);
      await Promise.all([appendRows(set, null, ALL, pool), appendRows(set, [1, 2], ALL, pool)]);
      assert.equal((await read(pool)).length, 303);
      assert.deepEqual((await readdir(folder)).sort(), ['data.jsonl', 'indexes', 'pool.jsonl']);
      await set.close();
    });
  });

  it('keeps what somebody saves in the pool meanwhile', async () => {
    await inTempFolder(async (folder) => {
      const path = join(folder, 'data.jsonl');
      const pool = join(folder, 'pool.jsonl');
      await writeFile(path, jsonl([{ question: 'a' }]));
      await writeFile(pool, '{"question":"old"}\n');
      const set = await opened(path, folder);
      const fieldsOf = set.fieldsOf.bind(set);
      let isSaved = false;
      set.fieldsOf = async (row) => {
        if (!isSaved) await writeFile(pool, '{"question":"edited"}\n');
        isSaved = true;
        return fieldsOf(row);
      };
      await appendRows(set, [0], ALL, pool);
      assert.deepEqual(
        (await read(pool)).map(({ question }) => question),
        ['edited', 'a'],
      );
      await set.close();
    });
  });
});
