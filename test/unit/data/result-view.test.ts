import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decontaminate } from '../../../src/curation/decontaminate/run.js';
import { whileFollowing } from '../../../src/curation/records/result-lock.js';
import { contaminationResult } from '../../../src/data/contamination-result.js';
import { DataSets } from '../../../src/data/data-sets.js';
import type { DataSetFacts, RowQuery } from '../../../src/data/facts.js';
import { POOL, runPipeline, writePipeline } from '../../support/curated.js';
import { jsonl } from '../../support/data-set.js';
import { inTempFolder } from '../../support/temp.js';
import { until } from '../../support/until.js';

/** Every file of the result is as it was decided. */
const FOLLOWED = { pending: 0, tokenizer: null, cardStays: false, problem: null };
const ALL: RowQuery = { filters: [], sort: null };

interface Opened {
  readonly folder: string;
  readonly result: string;
  readonly sets: DataSets;
  readonly facts: DataSetFacts;
  readonly file: string;
}

async function withResult(use: (opened: Opened) => Promise<void>): Promise<void> {
  await inTempFolder(async (folder) => {
    const file = await writePipeline(folder);
    const result = await runPipeline(file);
    const sets = newSets();
    const facts = await open(sets, join(result, 'funnel.json'), folder);
    try {
      await use({ folder, result, sets, facts, file });
    } finally {
      await sets[Symbol.asyncDispose]();
    }
  });
}

const newSets = () =>
  new DataSets(
    () => undefined,
    (level, text) => assert.notEqual(level, 'error', text),
  );

async function open(sets: DataSets, path: string, folder: string): Promise<DataSetFacts> {
  const { handle } = await sets.open({ path, indexFolder: join(folder, 'indexes'), mayWrite: true });
  await sets.ready(handle);
  return sets.facts(handle);
}

async function fates(sets: DataSets, { handle, columns }: DataSetFacts): Promise<Record<string, string>> {
  const { lines } = await sets.get(handle).page(ALL, 0, 100);
  const at = (name: string) => columns.findIndex((column) => column.name === name);
  return Object.fromEntries(lines.map(({ cells }) => [String(cells[at('id')]), cells[at('stage')] ?? 'selected']));
}

const selectedIds = async (result: string) =>
  (await readFile(join(result, 'selected.jsonl'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);

async function filesOf(result: string): Promise<Record<string, string>> {
  const names = (await readdir(result)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(result, name), 'utf8')));
  return Object.fromEntries(names.map((name, i) => [name, texts[i] ?? '']));
}

describe('the result of a pipeline', () => {
  it('shows its funnel, and of every row what became of it and why', () =>
    withResult(async ({ sets, facts }) => {
      assert.deepEqual(
        facts.result?.funnel.map(({ stage, left }) => [stage, left]),
        [
          ['pool', 12],
          ['exact-duplicates', 11],
          ['decontamination', 10],
          ['domains', 10],
        ],
      );
      const found = await fates(sets, facts);
      assert.equal(found.q5, 'exact-duplicates');
      assert.equal(found.q7, 'decontamination');
      assert.equal(Object.values(found).filter((fate) => fate === 'selected').length, 10);
    }));

  it('filters by fate and by domain', () =>
    withResult(async ({ sets, facts: { handle, columns } }) => {
      const column = (role: string) => columns.findIndex((found) => found.role === role);
      const rows = await sets.get(handle).rows({
        filters: [
          { kind: 'values', column: column('fate'), values: ['selected'] },
          { kind: 'values', column: column('domain'), values: ['Geometry'] },
        ],
        sort: null,
      });
      assert.deepEqual([...rows], [1, 3, 9, 11]);
    }));

  it('gives a row that was dropped for its words with the question it shares them with', () =>
    withResult(async ({ sets, facts: { handle } }) => {
      const { hits, fields } = await sets.detail(handle, 7);
      assert.equal(fields.find(({ name }) => name === 'question')?.text, POOL[7]?.question);
      assert.equal(hits.length, 1);
      assert.equal(hits[0]?.taskRow, 1);
      assert.match(hits[0].question ?? '', /^Please say one two/);
      assert.ok(hits[0].shared.length >= 8);
    }));

  it('writes what is kept and dropped by hand into the selection, in the pool’s order; undone, it is the same again', () =>
    withResult(async ({ sets, facts: { handle }, result }) => {
      const before = await readFile(join(result, 'selected.jsonl'));
      await sets.decide({ handle, rows: [0, 2], decision: 'drop' });
      const { result: view } = await sets.decide({ handle, rows: [7], decision: 'keep' });
      assert.deepEqual(view?.decisions, { ...FOLLOWED, kept: 1, dropped: 2, undo: 2, redo: 0, selected: 9 });
      assert.equal((await sets.get(handle).page(ALL, 0, 1)).lines[0]?.hand, 'drop');
      await sets.close(handle);
      assert.deepEqual(await selectedIds(result), ['q1', 'q3', 'q4', 'q6', 'q7', 'q8', 'q9', 'q10', 'q11']);
      const again = await open(sets, join(result, 'funnel.json'), join(result, '..'));
      assert.deepEqual(again.result?.decisions.undo, 2);
      await sets.undo(again.handle);
      await sets.undo(again.handle);
      await sets.close(again.handle);
      assert.deepEqual(await readFile(join(result, 'selected.jsonl')), before);
    }));

  it('applies what a killed process had decided but not yet written', () =>
    withResult(async ({ sets, facts: { handle }, result, folder }) => {
      const before = await readFile(join(result, 'selected.jsonl'));
      await sets.decide({ handle, rows: [0], decision: 'drop' });
      await sets.close(handle);
      await writeFile(join(result, 'selected.jsonl'), before); // as if the process had ended before it wrote
      const { handle: again } = await open(sets, join(result, 'funnel.json'), folder);
      await sets.close(again);
      assert.ok(!(await selectedIds(result)).includes('q0'));
    }));

  it('keeps what was decided when the pipeline runs again on a changed pool', () =>
    withResult(async ({ sets, facts: { handle }, result, folder, file }) => {
      await sets.decide({ handle, rows: [2], decision: 'drop' });
      await sets.decide({ handle, rows: [7], decision: 'keep' });
      await sets.close(handle);
      await writePipeline(folder, [{ id: 'new', question: 'A new one?', subject: 'Algebra' }, ...POOL]);
      await runPipeline(file);
      const ids = await selectedIds(result);
      assert.ok(ids.includes('new') && ids.includes('q7') && !ids.includes('q2'));
      const facts = await open(sets, join(result, 'funnel.json'), folder);
      assert.deepEqual(facts.result?.decisions, {
        ...FOLLOWED,
        kept: 1,
        dropped: 1,
        undo: 2,
        redo: 0,
        selected: ids.length,
      });
      assert.equal(facts.result.funnel.at(-1)?.stage, 'by hand');
      assert.equal((await sets.get(facts.handle).page(ALL, 3, 1)).lines[0]?.hand, 'drop');
    }));

  it('shows what there is, and says so, when the pool has changed since', () =>
    withResult(async ({ sets, result, folder }) => {
      await writeFile(join(folder, 'pool.jsonl'), jsonl([{ question: 'Other' }]));
      const facts = await open(sets, join(result, 'funnel.json'), folder);
      assert.match(facts.result?.missing ?? '', /run it again/);
      assert.equal(facts.result?.canDecide, false);
      assert.equal(facts.rows, 12);
      assert.equal(
        (await sets.detail(facts.handle, 0)).fields.find(({ name }) => name === 'question')?.text,
        POOL[0]?.question,
      );
    }));

  it('is not decided about any more when the pipeline has run again: the rows are others, and their decisions stay', () =>
    withResult(async ({ sets, facts: { handle }, result, folder, file }) => {
      await sets.decide({ handle, rows: [0], decision: 'drop' });
      await until(async () => !(await selectedIds(result)).includes('q0'));
      await writePipeline(folder, [{ id: 'new', question: 'A new one?', subject: 'Algebra' }, ...POOL]);
      await runPipeline(file);
      const before = await filesOf(result);
      const anew = { kind: 'unreadable', message: /has run again since .*: open it again\.$/ };
      await assert.rejects(sets.decide({ handle, rows: [2], decision: 'drop' }), anew);
      await assert.rejects(sets.undo(handle), anew);
      await sets.close(handle);
      assert.deepEqual(await filesOf(result), before);
      const facts = await open(sets, join(result, 'funnel.json'), folder);
      assert.equal((await sets.get(facts.handle).page(ALL, 1, 1)).lines[0]?.hand, 'drop');
    }));

  it('says so when what was decided last cannot follow because the pipeline has run again', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      const result = await runPipeline(file);
      const sets = new DataSets(
        () => undefined,
        () => undefined,
      );
      const { handle } = await open(sets, join(result, 'funnel.json'), folder);
      await whileFollowing(result, async () => {
        await sets.decide({ handle, rows: [0], decision: 'drop' });
        await runPipeline(file);
      });
      await until(() => sets.facts(handle).result?.decisions.problem?.includes('open it again') === true);
      await sets[Symbol.asyncDispose]();
      assert.ok(!(await selectedIds(result)).includes('q0')); // the run has carried it over
    }));

  it('has what two windows decided, whichever of them writes it', () =>
    withResult(async ({ sets, facts: { handle }, result, folder }) => {
      const other = newSets();
      const there = await open(other, join(result, 'funnel.json'), folder);
      await sets.decide({ handle, rows: [0], decision: 'drop' });
      const { result: view } = await other.decide({ handle: there.handle, rows: [2], decision: 'drop' });
      assert.deepEqual([view?.decisions.dropped, view?.decisions.selected], [2, 8]);
      await Promise.all([sets.close(handle), other.close(there.handle)]);
      const ids = await selectedIds(result);
      assert.ok(!ids.includes('q0') && !ids.includes('q2'));
    }));

  it('is not written to by whoever may only look at it', () =>
    withResult(async ({ sets, facts: { handle }, result, folder }) => {
      const plain = await readFile(join(result, 'selected.jsonl'));
      await sets.decide({ handle, rows: [0], decision: 'drop' });
      await sets.close(handle);
      await writeFile(join(result, 'selected.jsonl'), plain); // as if the process had ended before it wrote
      const before = await filesOf(result);
      const looking = newSets();
      const looked = await looking.open({ path: join(result, 'funnel.json'), indexFolder: join(folder, 'indexes') });
      await looking.ready(looked.handle);
      assert.equal(looking.facts(looked.handle).result?.decisions.dropped, 1);
      await assert.rejects(looking.decide({ handle: looked.handle, rows: [1], decision: 'drop' }), /looked at only/);
      await looking[Symbol.asyncDispose]();
      assert.deepEqual(await filesOf(result), before);
    }));

  it('shows no hits of a row on another row of that name', () =>
    inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      await writeFile(
        join(folder, 'other.jsonl'),
        jsonl([{ id: 'q7', question: 'Something else?', solution: 'Yes.' }]),
      );
      const twoFiles = '  - path: pool.jsonl\n  - path: other.jsonl\n';
      await writeFile(file, (await readFile(file, 'utf8')).replace('  - path: pool.jsonl\n', twoFiles));
      const result = await runPipeline(file);
      const hits = join(result, 'hits.jsonl');
      for (const isOlder of [false, true]) {
        // Older results name no row in their hits.
        if (isOlder) await writeFile(hits, (await readFile(hits, 'utf8')).replaceAll(/,"row":\d+/g, ''));
        const sets = newSets();
        const { handle } = await open(sets, join(result, 'funnel.json'), folder);
        assert.equal((await sets.detail(handle, 7)).hits.length, 1);
        assert.deepEqual((await sets.detail(handle, 12)).hits, []);
        await sets[Symbol.asyncDispose]();
      }
    }));

  it('has a hits.jsonl that is data like any other', () =>
    withResult(async ({ sets, result, folder }) => {
      const facts = await open(sets, join(result, 'hits.jsonl'), folder);
      assert.deepEqual([facts.name, facts.rows, facts.result], ['hits.jsonl', 1, null]);
    }));

  it('counts its domains as table 6 of the paper does', () =>
    withResult(async ({ sets, facts: { handle, columns } }) => {
      const fate = columns.findIndex(({ role }) => role === 'fate');
      const query: RowQuery = { filters: [{ kind: 'values', column: fate, values: ['selected'] }], sort: null };
      const csv = await sets.statistics({ handle, query, format: 'csv' });
      assert.match(csv, /^Domain,Questions,Words,Keywords\r\nAlgebra,6,18,/);
      assert.match(csv, /\r\nAll,10,27,\r\n$/);
      assert.match(await sets.statistics({ handle, query, format: 'markdown' }), /^\| Domain \| Questions /);
    }));
});

describe('a search for contamination', () => {
  it('shows contaminated rows first, each with the questions it shares words with', () =>
    inTempFolder(async (folder) => {
      await writePipeline(folder);
      const task = join(folder, 'task.jsonl');
      await decontaminate(
        {
          pool: join(folder, 'pool.jsonl'),
          tasks: [{ name: task, path: task }],
          method: 'ngram8',
          out: join(folder, 'found'),
        },
        () => undefined,
      );
      const sets = newSets();
      const facts = await open(sets, join(folder, 'found', 'hits.jsonl'), folder);
      assert.deepEqual(
        facts.result?.funnel.map(({ left }) => left),
        [12, 11],
      );
      assert.equal(facts.result.canDecide, false);
      const { hits, fields } = await sets.detail(facts.handle, 0);
      assert.equal(fields.find(({ name }) => name === 'id')?.text, 'q7');
      assert.match(hits[0]?.question ?? '', /^Please say/);
      await sets[Symbol.asyncDispose]();
    }));

  it('shows its own verdict on a row that has a column of that name, which stays beside it', () =>
    inTempFolder(async (folder) => {
      await writeFile(join(folder, 'dropped.jsonl'), jsonl([{ id: 'a', question: 'x', fate: 'selected' }]));
      await writeFile(join(folder, 'kept.jsonl'), '');
      const hit = { id: 'a', task: 't', task_row: 0, shared: ['x'] };
      await writeFile(join(folder, 'hits.jsonl'), jsonl([hit]));
      const { source } = await contaminationResult(join(folder, 'hits.jsonl'));
      const rows: unknown[] = [];
      for await (const { fields } of source.rows(() => undefined)) rows.push(fields);
      assert.deepEqual(rows, [
        { fate: 'dropped', 'shares words with': 't', id: 'a', question: 'x', 'fate in the data': 'selected' },
      ]);
    }));
});

describe('a file that is called like a part of a result', () => {
  it('is opened as the data that it is', () =>
    inTempFolder(async (folder) => {
      const sets = newSets();
      await writeFile(join(folder, 'hits.jsonl'), jsonl([{ song: 'a' }, { song: 'b' }]));
      await writeFile(join(folder, 'funnel.json'), JSON.stringify([{ step: 'a' }]));
      const hits = await open(sets, join(folder, 'hits.jsonl'), folder);
      const funnel = await open(sets, join(folder, 'funnel.json'), folder);
      assert.deepEqual([hits.rows, hits.name, funnel.rows, funnel.name], [2, 'hits.jsonl', 1, 'funnel.json']);
      await sets[Symbol.asyncDispose]();
    }));
});
