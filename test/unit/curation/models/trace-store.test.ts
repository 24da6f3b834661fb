import assert from 'node:assert/strict';
import { appendFile, readFile, truncate } from 'node:fs/promises';
import { CurationError } from '../../../../src/curation/errors.js';
import { TraceStore } from '../../../../src/curation/models/trace-store.js';
import { questionHash } from '../../../../src/curation/pool-row.js';
import { ScriptedTraceMaker, scriptedTrace } from '../../../support/scripted-trace-maker.js';
import { inTempFolder } from '../../../support/temp.js';

const model = await new ScriptedTraceMaker(() => ({ answer: '' })).describe(null);
const PLAN = { budget: { maxThinking: 10 } };
const solved = (question: string) => ({ trace: scriptedTrace(question, { answer: `answer to ${question}` }) });

describe('the store of traces', () => {
  it('keeps one trace for each question, model and budget', () =>
    inTempFolder(async (folder) => {
      const paths: string[] = [];
      for (const plan of [PLAN, { budget: { maxThinking: 20 } }, { ...PLAN, seed: 2 }, PLAN]) {
        await using store = await TraceStore.open(folder, model, plan);
        await store.add(questionHash('a'), solved('a'));
        await store.add(questionHash('a'), solved('a second time'));
        assert.equal(store.entries.size, 1);
        assert.equal((await store.read(questionHash('a')))?.trace.question.text, 'a');
        paths.push(store.path);
      }
      assert.equal(new Set(paths).size, 3);
      assert.equal(paths[0], paths[3]);
    }));

  it('is the same for the defaults of the budget, named or not', () =>
    inTempFolder(async (folder) => {
      let path: string;
      {
        await using named = await TraceStore.open(folder, model, { budget: { waits: 0 } });
        path = named.path;
      }
      await using plain = await TraceStore.open(folder, model, {});
      assert.equal(plain.path, path);
    }));

  it('remembers what the model could not be asked', () =>
    inTempFolder(async (folder) => {
      {
        await using store = await TraceStore.open(folder, model, PLAN);
        await store.add(questionHash('long'), { refused: 'too long' });
      }
      await using store = await TraceStore.open(folder, model, PLAN);
      assert.ok(store.has(questionHash('long')));
      assert.equal(await store.read(questionHash('long')), undefined);
    }));

  it('loses no whole line to half a line that a killed process has left', () =>
    inTempFolder(async (folder) => {
      let path: string;
      {
        await using store = await TraceStore.open(folder, model, PLAN);
        for (const question of ['a', 'b', 'c']) await store.add(questionHash(question), solved(question));
        path = store.path;
      }
      const whole = await readFile(path);
      const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1;
      for (const cut of [lastLine + 1, lastLine + 40, whole.length - 2]) {
        await truncate(path, 0);
        await appendFile(path, whole.subarray(0, cut));
        await using store = await TraceStore.open(folder, model, PLAN);
        assert.deepEqual([...store.entries.keys()], ['a', 'b'].map(questionHash), `cut at ${cut}`);
        await store.add(questionHash('c'), solved('c'));
        assert.equal((await store.read(questionHash('c')))?.trace.question.text, 'c');
        assert.equal((await store.read(questionHash('b')))?.trace.question.text, 'b');
      }
    }));

  it('has one writer at a time', () =>
    inTempFolder(async (folder) => {
      await using store = await TraceStore.open(folder, model, PLAN);
      await assert.rejects(
        TraceStore.open(folder, model, PLAN),
        (error) => error instanceof CurationError && error.kind === 'in-use',
      );
      assert.equal(store.entries.size, 0);
    }));
});
