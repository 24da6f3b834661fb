import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { ModelWork } from '../../../../src/curation/models/model-work.js';
import { ScriptedTraceMaker, scriptedModels, type Script } from '../../../support/scripted-trace-maker.js';
import { inTempFolder } from '../../../support/temp.js';

const QUESTIONS = Array.from({ length: 30 }, (_, i) => `question ${i % 25}`);
const PLAN = { budget: { maxThinking: 100, answerReserve: 50 } };
const twoWords: Script = () => ({ thinking: 'well then', answer: 'yes' });

async function* asked() {
  for (const text of QUESTIONS) yield { text };
}

function work(folder: string, maker: ScriptedTraceMaker, confirm = () => true) {
  const models = scriptedModels(maker, confirm);
  const places = { pipelineFolder: folder, traceFolder: `${folder}/traces` };
  return { models, work: new ModelWork({ ...models, ...places }) };
}

describe('the work of models', () => {
  it('asks each question once, whoever asks for it and however often', () =>
    inTempFolder(async (folder) => {
      const maker = new ScriptedTraceMaker(twoWords);
      for (let run = 0; run < 2; run++) {
        const made = work(folder, maker);
        await using models = made.work;
        const set = await models.solve('Traces', PLAN, asked);
        assert.equal((await set.of('question 3'))?.trace.question.text, 'question 3');
      }
      assert.equal(maker.asked.length, 25 + 2); // two to measure the rate
    }));

  it('shows the cost before it begins: at most what the budget allows, later the mean of what was thought', () =>
    inTempFolder(async (folder) => {
      const maker = new ScriptedTraceMaker(twoWords);
      const { models, work: first } = work(folder, maker);
      await first.solve('Traces', PLAN, asked);
      await first.solve('More', PLAN, async function* () {
        yield { text: 'another' };
      });
      await first[Symbol.asyncDispose]();
      const [most, mean] = models.costs;
      assert.deepEqual([most?.questions, most?.tokensEach, most?.basis, most?.stored], [25, 150, 'most', 0]);
      assert.deepEqual([mean?.questions, mean?.tokensEach, mean?.basis, mean?.stored], [1, 3, 'mean', 25]);
      assert.equal(Math.round(most?.tokensPerSecond ?? 0), 100); // three tokens in 30 ms
      assert.ok(Math.abs((most?.seconds ?? 0) - 25 * (0.001 + 1.5)) < 1e-9);
    }));

  it('does not begin when the cost is not confirmed', () =>
    inTempFolder(async (folder) => {
      const maker = new ScriptedTraceMaker(twoWords);
      const made = work(folder, maker, () => false);
      await using models = made.work;
      await assert.rejects(models.solve('Traces', PLAN, asked), { kind: 'not-confirmed' });
      assert.equal(maker.asked.length, 2);
    }));

  it('sends nothing of the pool to a server before its host was shown and agreed to', () =>
    inTempFolder(async (folder) => {
      const maker = new ScriptedTraceMaker(twoWords);
      const model = 'http://models.example.org:8000/v1#tiny';
      const refused = work(folder, maker, () => false);
      await using unasked = refused.work;
      await assert.rejects(unasked.solve('Traces', { ...PLAN, model }, asked), { kind: 'not-confirmed' });
      await assert.rejects(unasked.countTokens(model, ['a secret']), { kind: 'not-confirmed' });
      await assert.rejects(unasked.trainingTexts(model, []), { kind: 'not-confirmed' });
      assert.deepEqual(
        refused.models.costs.map((cost) => cost.model.server?.host),
        ['models.example.org:8000', 'models.example.org:8000', 'models.example.org:8000'],
      );
      assert.deepEqual([...new Set(maker.asked.map(({ question }) => question))], ['What is 17 + 25?']);
      assert.deepEqual([...new Set(maker.asked.map((one) => one.model))], [model], 'an address is no path');
    }));

  it('asks once for each server whether texts may go there', () =>
    inTempFolder(async (folder) => {
      const made = work(folder, new ScriptedTraceMaker(twoWords));
      await using models = made.work;
      for (const port of [1, 2, 1]) await models.countTokens(`http://127.0.0.1:${port}`, ['a', 'b']);
      await models.countTokens(undefined, ['a']);
      assert.deepEqual(
        made.models.costs.map(({ model, questions, tokensEach }) => [model.server?.host, questions, tokensEach]),
        [
          ['127.0.0.1:1', 2, 0],
          ['127.0.0.1:2', 2, 0],
        ],
      );
    }));

  it('says how far it is', () =>
    inTempFolder(async (folder) => {
      const { models, work: run } = work(folder, new ScriptedTraceMaker(twoWords));
      await run.solve('Traces', PLAN, asked);
      await run[Symbol.asyncDispose]();
      assert.deepEqual(models.progress.at(0), { purpose: 'Traces', done: 0, total: 25, secondsLeft: null });
      assert.equal(models.progress.at(-1)?.done, 25);
      assert.equal(models.progress.at(-1)?.secondsLeft, 0);
    }));

  it('keeps what was solved when it is stopped', () =>
    inTempFolder(async (folder) => {
      const stop = new AbortController();
      const maker = new ScriptedTraceMaker((question) => {
        if (question === 'question 7') stop.abort();
        return { answer: 'yes' };
      });
      const models = scriptedModels(maker);
      const places = { pipelineFolder: folder, traceFolder: `${folder}/traces` };
      {
        await using first = new ModelWork({ ...models, ...places, signal: stop.signal });
        await assert.rejects(first.solve('Traces', PLAN, asked));
      }
      const before = maker.asked.length;
      await using second = new ModelWork({ ...models, ...places });
      await second.solve('Traces', PLAN, asked);
      assert.equal(maker.asked.length - before, 25 - 8 + 2);
    }));

  it('solves as many questions at a time as a server has places, and one on this machine', () =>
    inTempFolder(async (folder) => {
      const most = async (plan: { model?: string; parallel?: number }) => {
        const maker = new ScriptedTraceMaker(twoWords, 4);
        const made = work(`${folder}/${JSON.stringify(plan).replaceAll('/', '')}`, maker);
        await using models = made.work;
        const set = await models.solve('Traces', { ...PLAN, ...plan }, asked);
        for (const text of QUESTIONS) assert.equal((await set.of(text))?.trace.question.text, text);
        assert.deepEqual(
          made.models.costs.map(({ parallel, tokensPerSecond }) => [parallel, Math.round(tokensPerSecond)]),
          [[maker.mostInWork, 100 * maker.mostInWork]],
        );
        assert.equal(maker.asked.length, 25 + 2 * maker.mostInWork, 'none twice, and the probes');
        return maker.mostInWork;
      };
      assert.equal(await most({}), 1);
      assert.equal(await most({ parallel: 3 }), 3);
      assert.equal(await most({ model: 'http://127.0.0.1:8000' }), 4);
      assert.equal(await most({ model: 'http://127.0.0.1:8000', parallel: 2 }), 2);
      assert.equal(await most({ model: 'http://127.0.0.1:8000', parallel: 64 }), 4);
    }));

  it('ends with the first failure, keeps what was solved and begins nothing more', () =>
    inTempFolder(async (folder) => {
      const maker = new ScriptedTraceMaker((question) => {
        if (question === 'question 7') throw new Error('no answer');
        return { answer: 'yes' };
      });
      const made = work(folder, maker);
      const models = made.work;
      const plan = { ...PLAN, model: 'http://127.0.0.1:8000' };
      await assert.rejects(models.solve('Traces', plan, asked), /no answer/);
      await models[Symbol.asyncDispose]();
      assert.ok(maker.asked.length <= 8 + 4 + 8, `${maker.asked.length} asked`);
      await using again = work(folder, new ScriptedTraceMaker(twoWords)).work;
      const set = await again.solve('Traces', plan, asked);
      assert.equal((await set.of('question 6'))?.trace.spans.at(-1)?.text, 'yes');
    }));

  it('keeps no trace of another model that answers under the same name', () =>
    inTempFolder(async (folder) => {
      const maker = new ScriptedTraceMaker(twoWords);
      const made = work(folder, maker);
      await made.work.describe('grader.gguf');
      const solve = maker.solve.bind(maker);
      maker.solve = (_model, ...rest) => solve('/another.gguf', ...rest);
      await using models = made.work;
      const plan = { ...PLAN, model: 'grader.gguf' };
      await assert.rejects(models.solve('Traces', plan, asked), { kind: 'model-changed' });
      const set = await models.solve('Traces', plan, () => Readable.from([]));
      assert.equal(await set.of('question 0'), undefined);
    }));
});
