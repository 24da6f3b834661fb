import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { decontaminate, type DecontaminationJob } from '../../../../src/curation/decontaminate/run.js';
import type { SetAside } from '../../../../src/curation/records/aside.js';
import { inTempFolder } from '../../../support/temp.js';
import { needShared } from '../../../support/shared.js';

const QUESTION = 'How many positive whole-number divisors does 196 have in all?';

async function lines(...path: string[]): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(...path), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('decontaminating a pool', () => {
  async function run(folder: string, pool: string, more: Partial<DecontaminationJob> = {}) {
    const task = join(folder, 'task.jsonl');
    await writeFile(task, `${JSON.stringify({ problem: 'Another one.' })}\n${JSON.stringify({ problem: QUESTION })}\n`);
    const aside: SetAside[] = [];
    const job: DecontaminationJob = {
      pool: join(folder, pool),
      tasks: [{ name: 'task.jsonl', path: task }],
      method: 'ngram8',
      out: join(folder, 'out'),
      ...more,
    };
    return { result: await decontaminate(job, (piece) => aside.push(piece)), aside, out: join(folder, 'out') };
  }

  const CLEAN = '{"id": "a",  "question": "What is 2 + 2?"}';
  const DIRTY = JSON.stringify({ id: 'b', question: QUESTION.toUpperCase() });

  it('writes kept rows byte for byte, dropped rows, and hits with the words', () =>
    inTempFolder(async (folder) => {
      await writeFile(join(folder, 'pool.jsonl'), `${CLEAN}\n${DIRTY}\nno row\n\n${CLEAN}`);
      const { result, aside, out } = await run(folder, 'pool.jsonl');
      assert.equal(await readFile(join(out, 'kept.jsonl'), 'utf8'), `${CLEAN}\n\n${CLEAN}\n`);
      assert.equal(await readFile(join(out, 'dropped.jsonl'), 'utf8'), `${DIRTY}\n`);
      assert.deepEqual(await lines(out, 'hits.jsonl'), [
        { id: 'b', task: 'task.jsonl', task_row: 1, shared: QUESTION.toLowerCase().split(' ') },
      ]);
      assert.deepEqual(
        aside.map(({ line, text }) => [line, text]),
        [[3, 'no row']],
      );
      assert.deepEqual(result, {
        rows: 3,
        dropped: 1,
        hits: 1,
        items: 2,
        byTask: [{ task: 'task.jsonl', rows: 1 }],
        aside: 1,
      });
      assert.equal((await lines(out, 'set-aside.jsonl')).length, 1);
    }));

  it('reads gz, CSV and JSON as well, and names a row without id by its number', () =>
    inTempFolder(async (folder) => {
      await writeFile(join(folder, 'pool.jsonl.gz'), gzipSync(`${CLEAN}\n${DIRTY}\n`));
      await writeFile(join(folder, 'pool.json'), JSON.stringify({ rows: [{ question: 'x' }, { question: QUESTION }] }));
      await writeFile(join(folder, 'pool.csv'), `Question,answer\r\n"Two\nlines",1\r\n"${QUESTION}",9\r\n`);
      for (const [pool, id] of [
        ['pool.jsonl.gz', 'b'],
        ['pool.json', 1],
        ['pool.csv', 1],
      ] as const) {
        const { out } = await run(folder, pool);
        assert.deepEqual(
          (await lines(out, 'hits.jsonl')).map((hit) => hit.id),
          [id],
          pool,
        );
      }
    }));

  it('leaves nothing behind when it fails, and never touches a folder with other files', () =>
    inTempFolder(async (folder) => {
      await writeFile(join(folder, 'pool.jsonl.gz'), gzipSync(`${CLEAN}\n`.repeat(1000)).subarray(0, 60));
      await assert.rejects(run(folder, 'pool.jsonl.gz'), /no complete gzip file/);
      assert.deepEqual((await readdir(folder)).sort(), ['pool.jsonl.gz', 'task.jsonl']);
      await writeFile(join(folder, 'pool.jsonl'), CLEAN);
      await mkdir(join(folder, 'theirs'));
      await writeFile(join(folder, 'theirs', 'thesis.tex'), '');
      await assert.rejects(run(folder, 'pool.jsonl', { out: join(folder, 'theirs') }), /holds other files/);
    }));

  it('writes neither over what it reads nor where it would read it the next time', () =>
    inTempFolder(async (folder) => {
      const pool = join(folder, 'mix', 'kept.jsonl');
      await mkdir(join(folder, 'mix'));
      await writeFile(pool, CLEAN);
      await symlink('mix', join(folder, 'link'));
      for (const [read, out] of [
        ['mix/kept.jsonl', 'mix'],
        ['mix', 'mix/clean'],
        ['mix', 'link/clean'],
        ['link/kept.jsonl', 'mix'],
      ] as const) {
        await assert.rejects(run(folder, read, { out: join(folder, out) }), /are not apart: give another folder/);
      }
      const task = { name: 'kept', path: pool };
      await writeFile(join(folder, 'pool.jsonl'), CLEAN);
      await assert.rejects(run(folder, 'pool.jsonl', { tasks: [task], out: join(folder, 'mix') }), /are not apart/);
      assert.deepEqual(await readdir(join(folder, 'mix')), ['kept.jsonl']);
    }));

  it('replaces its own earlier result', () =>
    inTempFolder(async (folder) => {
      await writeFile(join(folder, 'pool.jsonl'), CLEAN);
      await run(folder, 'pool.jsonl');
      await writeFile(join(folder, 'pool.jsonl'), DIRTY);
      const { out } = await run(folder, 'pool.jsonl');
      assert.equal(await readFile(join(out, 'kept.jsonl'), 'utf8'), '');
      assert.deepEqual((await readdir(folder)).sort(), ['out', 'pool.jsonl', 'task.jsonl']);
    }));

  it('finds exactly 2,138 rows of the shared pool against MATH-500 and AIME 2024', function () {
    const pool = needShared(this, 'data/pool/pool.jsonl.gz');
    const tasks = ['math500', 'aime24'].map((name) => ({ name, path: needShared(this, `data/tasks/${name}.jsonl`) }));
    this.timeout(60_000);
    return inTempFolder(async (folder) => {
      const out = join(folder, 'out');
      const result = await decontaminate({ pool, tasks, method: 'ngram8', out }, () => undefined);
      assert.equal(result.rows, 80_972);
      assert.equal(result.dropped, 2_138);
      assert.equal(new Set((await lines(out, 'hits.jsonl')).map(({ id }) => id)).size, 2_138);
    });
  });
});
