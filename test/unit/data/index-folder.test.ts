import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IndexFolders } from '../../../src/data/index-folder.js';
import { INDEX, META, PLACES, ROWS } from '../../../src/data/importer.js';
import { jsonl, opened } from '../../support/data-set.js';
import { inTempFolder } from '../../support/temp.js';

const rows = Array.from({ length: 300 }, (_, i) => ({ question: `q${i}`, source: ['one', 'two'][i % 2] }));

async function onlyIndex(folder: string): Promise<string> {
  const names = await readdir(join(folder, 'indexes'));
  assert.equal(names.length, 1);
  return join(folder, 'indexes', names[0]!);
}

/** What may have become of an index when the machine lost power, or a disk was full. */
const DAMAGES: Readonly<Record<string, (index: string) => Promise<void>>> = {
  'a database that is cut': (index) => truncate(join(index, INDEX), 5000),
  'a database that is something else': (index) => writeFile(join(index, INDEX), 'x'.repeat(9000)),
  'no database': (index) => unlink(join(index, INDEX)),
  'places that are cut': (index) => truncate(join(index, PLACES), 4096),
  'rows that are cut': (index) => truncate(join(index, ROWS), 4096),
  'a description of nothing': (index) => writeFile(join(index, META), 'null'),
  'a description with holes': (index) => writeFile(join(index, META), '{"rows": 300}'),
};

describe('the folder of indexes', () => {
  for (const [damage, make] of Object.entries(DAMAGES)) {
    it(`makes an index again that has ${damage}`, () =>
      inTempFolder(async (folder) => {
        const path = join(folder, 'data.csv');
        await writeFile(path, `question,source\n${rows.map((row) => `${row.question},${row.source}\n`).join('')}`);
        for (const when of ['made', 'made again']) {
          const set = await opened(path, folder);
          await set.index;
          const filter = { kind: 'values', column: 1, values: ['two'] } as const;
          assert.equal((await set.rows({ filters: [filter], sort: null })).length, 150, when);
          assert.equal((await set.detail(299)).fields[0]?.text, 'q299');
          await set.close();
          if (when === 'made') await make(await onlyIndex(folder));
        }
      }));
  }

  it('is swept of what is damaged, unfinished or without its file, whatever stands in it', () =>
    inTempFolder(async (folder) => {
      const indexes = join(folder, 'indexes');
      const name = (letter: string, owner: number) => `${letter.repeat(24)}-${owner}-${letter.repeat(8)}`;
      const gone = 999_999_999;
      for (const [letter, owner, meta] of [
        ['a', gone, 'null'],
        ['b', gone, '{'],
        ['c', gone, undefined],
        ['d', process.pid, undefined],
      ] as const) {
        const index = join(indexes, name(letter, owner));
        await mkdir(index, { recursive: true });
        if (meta !== undefined) await writeFile(join(index, META), meta);
      }
      await writeFile(join(indexes, name('e', gone)), 'a file');
      const path = join(folder, 'data.jsonl');
      await writeFile(path, jsonl(rows));
      const set = await opened(path, folder);
      await set.index;
      await set.close();
      await new IndexFolders(indexes).sweep();
      const left = await readdir(indexes);
      assert.ok(left.includes(name('d', process.pid)), 'what this process is making stays');
      assert.equal(left.length, 2, 'and what is finished and fits');
      await unlink(path);
      await new IndexFolders(indexes).sweep();
      assert.deepEqual(await readdir(indexes), [name('d', process.pid)]);
    }));

  it('says in each index how large its files are, so that one is known to be whole', () =>
    inTempFolder(async (folder) => {
      const path = join(folder, 'data.csv');
      await writeFile(path, 'question\na\n');
      const set = await opened(path, folder);
      await set.index;
      await set.close();
      const index = await onlyIndex(folder);
      const meta = JSON.parse(await readFile(join(index, META), 'utf8')) as Record<string, unknown>;
      assert.deepEqual([meta.rows, meta.rowBytes], [1, (await readFile(join(index, ROWS))).length]);
    }));
});
