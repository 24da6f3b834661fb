import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { MOST_TOLD } from '../../../../src/curation/decontaminate/closest-items.js';
import { decontaminate, type DecontaminationJob } from '../../../../src/curation/decontaminate/run.js';
import type { SetAside } from '../../../../src/curation/records/aside.js';
import { jsonl } from '../../../support/data-set.js';
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
        pairs: 1,
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

  it('finds the column of each file of a folder by itself', () =>
    inTempFolder(async (folder) => {
      await mkdir(join(folder, 'pool'));
      await writeFile(join(folder, 'pool', 'a.jsonl'), `${CLEAN}\n`);
      await writeFile(join(folder, 'pool', 'b.jsonl'), jsonl([{ id: 'p', problem: QUESTION }, { problem: 'Clean.' }]));
      await writeFile(join(folder, 'pool', 'c.csv'), `prompt\n"${QUESTION}"\n`);
      const { result, out } = await run(folder, 'pool');
      assert.deepEqual([result.rows, result.dropped, result.aside], [4, 2, 0]);
      assert.deepEqual(
        (await lines(out, 'hits.jsonl')).map((hit) => hit.id),
        ['p', 3],
      );
    }));

  it('tells rows of JSON and CSV by their own places, whatever else was set aside', () =>
    inTempFolder(async (folder) => {
      const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
      const json = `[1,{"question":"ok"},{"question":null},{"question":"ok","more":${deep}},{"question":"${QUESTION}"},2]`;
      await mkdir(join(folder, 'pool'));
      await writeFile(join(folder, 'pool', 'a.json'), json);
      await writeFile(join(folder, 'pool', 'b.csv'), `question,answer\nok,1\nbroken\n"${QUESTION}",2\n`);
      await writeFile(join(folder, 'pool', 'c.jsonl'), `no row\n${JSON.stringify({ question: QUESTION })}\n`);
      const { aside, out } = await run(folder, 'pool');
      const places = aside.map(({ file, line, reason }) => `${basename(file)}:${line} ${reason.slice(0, 8)}`).sort();
      assert.deepEqual(places, [
        'a.json:1 not a JS',
        'a.json:3 no text ',
        'a.json:4 nested m',
        'a.json:6 not a JS',
        'b.csv:3 not a CS',
        'c.jsonl:1 not vali',
      ]);
      assert.deepEqual(
        (await lines(out, 'hits.jsonl')).map((hit) => hit.id),
        [4, 6 + 2, 6 + 3 + 1],
      );
    }));

  it('gives no clean bill where nothing was compared', () =>
    inTempFolder(async (folder) => {
      await writeFile(join(folder, 'pool.jsonl'), `${jsonl([{ question: QUESTION }])}no row\n`);
      await assert.rejects(run(folder, 'pool.jsonl', { poolColumn: 'qustion' }), {
        kind: 'no-column',
        message: /pool\.jsonl has no column "qustion": name one of question\.$/,
      });
      await writeFile(join(folder, 'pool.jsonl'), jsonl([{ question: ' ' }, { question: null }]));
      await assert.rejects(run(folder, 'pool.jsonl'), {
        kind: 'no-rows',
        message: /\(2 lines were set aside, the first: .*pool\.jsonl:1: no text in the column "question"\)\.$/,
      });
      await writeFile(join(folder, 'pool.jsonl'), 'id;question\n1;Why?\n');
      await assert.rejects(run(folder, 'pool.jsonl'), {
        kind: 'no-rows',
        message: /\(2 lines were set aside, the first: .*pool\.jsonl:1: not valid JSON/,
      });
      assert.deepEqual((await readdir(folder)).sort(), ['pool.jsonl', 'task.jsonl']);
    }));

  it('names the closest of many pairs, and says how many there are', () =>
    inTempFolder(async (folder) => {
      const phrase = 'Choose the correct answer from the following options below:';
      const task = join(folder, 'many.jsonl');
      await writeFile(task, jsonl(Array.from({ length: 500 }, (_, i) => ({ question: `${phrase} ${i}` }))));
      await writeFile(join(folder, 'pool.jsonl'), jsonl([{ question: `${phrase} 321` }, { question: `${phrase} no` }]));
      const { result, out } = await run(folder, 'pool.jsonl', { tasks: [{ name: 'many.jsonl', path: task }] });
      assert.deepEqual([result.dropped, result.pairs, result.hits], [2, 1000, 2 * MOST_TOLD]);
      assert.deepEqual(result.byTask, [{ task: 'many.jsonl', rows: 2 }]);
      const hits = await lines(out, 'hits.jsonl');
      assert.equal(hits.length, 2 * MOST_TOLD);
      assert.ok(hits.some((hit) => hit.id === 0 && hit.task_row === 321));
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
