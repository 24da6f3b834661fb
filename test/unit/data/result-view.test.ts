import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decontaminate } from '../../../src/curation/decontaminate/run.js';
import { DataSets } from '../../../src/data/data-sets.js';
import type { DataSetFacts, RowQuery } from '../../../src/data/facts.js';
import { POOL, runPipeline, writePipeline } from '../../support/curated.js';
import { jsonl } from '../../support/data-set.js';
import { inTempFolder } from '../../support/temp.js';

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
  const { handle } = await sets.open({ path, indexFolder: join(folder, 'indexes') });
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
});
