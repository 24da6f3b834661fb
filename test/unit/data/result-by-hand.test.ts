import assert from 'node:assert/strict';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPipeline } from '../../../src/curation/pipeline/load.js';
import { curate } from '../../../src/curation/pipeline/run.js';
import { DataSets } from '../../../src/data/data-sets.js';
import type { DataSetFacts, Decision } from '../../../src/data/facts.js';
import { runPipeline, writePipeline } from '../../support/curated.js';
import { jsonl } from '../../support/data-set.js';
import { ScriptedTraceMaker, scriptedModels } from '../../support/scripted-trace-maker.js';
import { inTempFolder } from '../../support/temp.js';

/** A result that is opened, decided about and closed again: what is written then is what lies there. */
class Decider {
  constructor(
    readonly result: string,
    private readonly folder: string,
  ) {}

  async with<T>(use: (sets: DataSets, facts: DataSetFacts) => Promise<T>): Promise<T> {
    const sets = new DataSets(
      () => undefined,
      (level, text) => assert.notEqual(level, 'error', text),
    );
    try {
      const path = join(this.result, 'funnel.json');
      const { handle } = await sets.open({ path, indexFolder: join(this.folder, 'indexes'), mayWrite: true });
      await sets.ready(handle);
      return await use(sets, sets.facts(handle));
    } finally {
      await sets[Symbol.asyncDispose]();
    }
  }

  decide(rows: readonly number[], decision: Decision): Promise<unknown> {
    return this.with((sets, { handle }) => sets.decide({ handle, rows, decision }));
  }

  undo(): Promise<unknown> {
    return this.with((sets, { handle }) => sets.undo(handle));
  }

  redo(): Promise<unknown> {
    return this.with((sets, { handle }) => sets.redo(handle));
  }

  /** Everything in the result but the journal, which only ever grows. */
  async files(): Promise<Record<string, string>> {
    const names = (await readdir(this.result)).filter((name) => name !== 'decisions.jsonl').sort();
    const texts = await Promise.all(names.map((name) => readFile(join(this.result, name), 'utf8')));
    return Object.fromEntries(names.map((name, i) => [name, texts[i]!]));
  }

  async json<T>(name: string): Promise<T> {
    return JSON.parse((await this.files())[name]!) as T;
  }
}

const inResult = (use: (decider: Decider, file: string) => Promise<void>) =>
  inTempFolder(async (folder) => {
    const file = await writePipeline(folder);
    await use(new Decider(await runPipeline(file), folder), file);
  });

describe('a result that is decided about by hand', () => {
  it('has every file as a new run of the pipeline would write it', () =>
    inResult(async (decider, file) => {
      await decider.decide([0, 2], 'drop');
      await decider.decide([7], 'keep');
      const followed = await decider.files();
      assert.match(followed['card.md']!, /9 questions in 3 domains/);
      assert.match(followed['card.md']!, /\| By hand \| 9 \| 1 \| kept by hand 1; dropped by hand 2 \|/);
      const { statistics, funnel } = await decider.json<{
        statistics: { questions: number };
        funnel: { stage: string; left: number }[];
      }>('funnel.json');
      assert.equal(statistics.questions, 9);
      assert.deepEqual(funnel.at(-1), {
        ...{ stage: 'by hand', title: 'By hand', left: 9 },
        ...{
          reasons: [
            ['kept by hand', 1],
            ['dropped by hand', 2],
          ],
          parameters: {},
          notes: [],
        },
      });
      await runPipeline(file);
      assert.deepEqual(await decider.files(), followed);
    }));

  it('is byte for byte as it was when everything is undone', () =>
    inResult(async (decider) => {
      const before = await decider.files();
      await decider.decide([0, 2], 'drop');
      await decider.decide([7], 'keep');
      const decided = await decider.files();
      await decider.undo();
      await decider.undo();
      assert.deepEqual(await decider.files(), before);
      await decider.redo();
      await decider.redo();
      assert.deepEqual(await decider.files(), decided);
    }));

  it('tells the view at once what the funnel is now', () =>
    inResult(async (decider) => {
      await decider.with(async (sets, { handle }) => {
        const { result } = await sets.decide({ handle, rows: [0], decision: 'drop' });
        assert.deepEqual([result?.funnel.at(-1)?.stage, result?.funnel.at(-1)?.left], ['by hand', 9]);
        const undone = await sets.undo(handle);
        assert.equal(undone.result?.funnel.at(-1)?.stage, 'domains');
      });
    }));

  it('keeps a card that somebody has written in, and says so', () =>
    inResult(async (decider) => {
      await appendFile(join(decider.result, 'card.md'), '\nMy own words.\n');
      await decider.decide([0], 'drop');
      assert.match((await decider.files())['card.md']!, /My own words/);
      const { result } = await decider.with(async (_sets, facts) => facts);
      assert.equal(result?.decisions.cardStays, true);
    }));

  it('goes on after a kill between two of its files, and a new run is not in the way of what is left', () =>
    inResult(async (decider, file) => {
      const { 'card.md': card, 'funnel.json': funnel } = await decider.files();
      await decider.decide([0], 'drop');
      const decided = await decider.files();
      const left = join(decider.result, 'selected.jsonl.01234567-89ab-cdef-0123-456789abcdef.part');
      // Killed before the first name was taken, and after the card's.
      for (const old of [{ 'card.md': card!, 'funnel.json': funnel! }, { 'funnel.json': funnel! }]) {
        for (const [name, text] of Object.entries(old)) await writeFile(join(decider.result, name), text);
        await writeFile(left, 'half');
        await decider.with(async () => undefined);
        assert.deepEqual(await decider.files(), decided);
      }
      await writeFile(left, 'half');
      await runPipeline(file);
      assert.deepEqual(await decider.files(), decided);
    }));
});

describe('training text of a result that is decided about', () => {
  const PIPELINE = `format: think-harder/curate
version: 1
name: trained
pool: [{ path: pool.jsonl }]
stages:
  - { stage: traces }
  - { stage: exact-duplicates }
  - { stage: decontamination, tasks: [task.jsonl] }
training: {}
output: result
`;
  const maker = () => new ScriptedTraceMaker((question) => ({ thinking: `of ${question}`, answer: '42' }));
  async function inTrained(use: (decider: Decider, run: () => Promise<unknown>) => Promise<void>): Promise<void> {
    await inTempFolder(async (folder) => {
      const file = await writePipeline(folder);
      await writeFile(file, PIPELINE);
      const run = async () =>
        curate(await loadPipeline(file), {
          models: scriptedModels(maker()),
          onStep: () => undefined,
          onAside: () => undefined,
        });
      await run();
      await use(new Decider(join(folder, 'result'), folder), run);
    });
  }
  const ids = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);

  it('leaves out what is dropped, with the tokens counted again, and has it again when that is undone', () =>
    inTrained(async (decider, run) => {
      const before = await decider.files();
      await decider.decide([0, 3], 'drop');
      const after = await decider.files();
      assert.deepEqual(
        ids(after['training.jsonl']!),
        ids(before['training.jsonl']!).filter((id) => id !== 'q0' && id !== 'q3'),
      );
      assert.match(after['card.md']!, /training\.jsonl: 8 rows/);
      await decider.undo();
      assert.deepEqual(await decider.files(), before);
      await decider.redo();
      await run();
      assert.deepEqual(await decider.files(), after);
    }));

  it('says what needs the tokenizer where a row is kept, and has it after the next run, also after undo and redo', () =>
    inTrained(async (decider, run) => {
      const before = await decider.files();
      await decider.decide([7], 'keep');
      const waiting = await decider.files();
      assert.equal(waiting['training.jsonl'], before['training.jsonl']);
      assert.match(
        waiting['card.md']!,
        /older than the decisions by hand\*\*: questions kept since and missing in it: 1\. Their text needs the tokenizer of scripted/,
      );
      const { result } = await decider.with(async (_sets, facts) => facts);
      assert.deepEqual([result?.decisions.pending, result?.decisions.tokenizer], [1, 'scripted.gguf']);
      await run();
      const made = await decider.files();
      assert.ok(ids(made['training.jsonl']!).includes('q7'));
      assert.doesNotMatch(made['card.md']!, /older than/);
      await decider.undo();
      assert.equal((await decider.files())['training.jsonl'], before['training.jsonl']);
      await decider.redo();
      assert.deepEqual(await decider.files(), made);
    }));

  it('shows the trace of a row that was dropped after it was made', () =>
    inTrained(async (decider) => {
      const fields = await decider.with(async (sets, { handle }) => (await sets.detail(handle, 7)).fields);
      const text = (name: string) => fields.find((field) => field.name === name)?.text;
      assert.match(text('thinking') ?? '', /^of Say one two/);
      assert.equal(text('attempt'), '42');
      assert.equal(text('fate'), 'dropped');
    }));

  it('shows such a row without a trace that is not its own any more', () =>
    inTrained(async (decider) => {
      const [store] = (await readdir(join(decider.result, '..', 'traces'))).filter((name) => name.endsWith('.jsonl'));
      await writeFile(join(decider.result, '..', 'traces', store!), jsonl([{ other: true }]));
      const fields = await decider.with(async (sets, { handle }) => (await sets.detail(handle, 7)).fields);
      assert.equal(fields.find(({ name }) => name === 'thinking')?.text, null);
    }));
});
