import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { BackendClient } from '../../../src/backend/client.js';
import { ClientTraceMaker } from '../../../src/backend/client-trace-maker.js';
import { DEFAULT_BUDGET } from '../../../src/reasoning/budget.js';
import { modelAt, scriptedBackend, scriptedClient, type Scripted } from '../../support/backend-client.js';
import { inTempFolder } from '../../support/temp.js';
import { until } from '../../support/until.js';

const asked = (text: string) => ({
  question: { text },
  budget: { ...DEFAULT_BUDGET, endLoops: false },
  sampling: { temperature: 0 },
});

describe('curation’s models through a backend', function () {
  this.timeout(60_000);
  const clients: BackendClient[] = [];
  const clientOf = (scripted: Scripted, options?: Parameters<typeof scriptedClient>[1]) => {
    const client = scriptedClient(scripted, options);
    clients.push(client);
    return client;
  };
  const makerOn = (client: BackendClient) => new ClientTraceMaker(client, (model) => modelAt(model ?? '/default.gguf'));
  const maker = (options?: Parameters<typeof scriptedClient>[1]) => makerOn(clientOf({ thoughts: 5 }, options));
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((made) => made[Symbol.asyncDispose]()));
  });

  it('solve, grade, count and write training text', async () => {
    const models = maker();
    const { name, engine, thinkingFormat, contextSize } = await models.describe(null);
    assert.deepEqual([name, engine, thinkingFormat, contextSize], ['scripted.gguf', 'scripted 1', 'think', 4096]);
    assert.equal((await models.describe(null)).places, 7, 'one of eight sequences is the person’s');
    const solved = await models.solve(null, asked('What is six times seven?'));
    assert.ok('trace' in solved);
    assert.equal(solved.trace.counts.thinking, 5);
    assert.equal((await models.grade({ trace: solved.trace, reference: '42' })).verdict, 'correct');
    assert.equal((await models.grade({ trace: solved.trace, reference: '41' })).verdict, 'wrong');
    assert.deepEqual(await models.countTokens(null, ['abc', '42']), [3, 1]);
    const [text] = await models.trainingTexts(null, [{ question: 'Q?', thinking: 'so', answer: '42' }]);
    assert.ok(text?.text.includes('<think>\nso\n</think>'), text?.text);
    assert.equal(await models.embed(null, ['a']), null);
  });

  it('tell of a question that cannot be asked, and go on with the next', async () => {
    const models = maker();
    const refused = await models.solve(null, asked('x'.repeat(100_001)));
    assert.match('refused' in refused ? refused.refused : '', /100,001 characters/);
    assert.ok('trace' in (await models.solve(null, asked('And this?'))));
  });

  it('solve a question in a new process when the first one ends', () =>
    inTempFolder(async (folder) => {
      const env = { SCRIPTED_THOUGHTS: '5', SCRIPTED_CRASH_MARK: join(folder, 'crashed') };
      const models = maker({ entry: { file: scriptedBackend(), env } });
      assert.ok('trace' in (await models.solve(null, asked('What is six times seven?'))));
    }));

  it('end with an error when the model cannot be loaded', async () => {
    await assert.rejects(maker().solve('/bad/model.gguf', asked('A question?')), { kind: 'model-not-gguf' });
  });

  it('stop at once, and keep nothing of the trace in work', async () => {
    const stop = new AbortController();
    stop.abort();
    await assert.rejects(maker().solve(null, asked('A question?'), stop.signal));
  });

  it('are the models that are named, whatever a person loads meanwhile, and the person’s is left to the person', async () => {
    const client = clientOf({ thoughts: 30, tokenMs: 2, quietMs: 300 });
    const models = makerOn(client);
    const theirs = (await models.describe('/pipeline.gguf')).sha256;
    const traces = Array.from({ length: 4 }, (_, i) => models.solve('/pipeline.gguf', asked(`Question ${i}?`)));
    const mine = (await client.load(modelAt('/mine.gguf'))).sha256;
    const person = { id: 'person', ...asked('Mine?'), priority: 'interactive' as const };
    const answered = await client.solve(person, () => undefined);
    assert.equal(answered.model.sha256, mine);
    assert.notEqual(mine, theirs);
    for (const solved of await Promise.all(traces)) {
      assert.ok('trace' in solved);
      assert.deepEqual([solved.trace.model.sha256, solved.trace.end.answer], [theirs, 'natural']);
    }
  });

  it('do not keep a person waiting who loads another: a question in work is begun again later', async () => {
    const client = clientOf({ thoughts: 400, tokenMs: 5, patienceMs: 50, quietMs: 0 });
    const models = makerOn(client);
    const { sha256 } = await models.describe('/pipeline.gguf');
    const solved = models.solve('/pipeline.gguf', asked('A long one?'));
    await until(async () => (await client.status())?.busy === true);
    let ended = false;
    void solved.then(() => (ended = true));
    await client.load(modelAt('/mine.gguf'));
    assert.equal(ended, false);
    const result = await solved;
    assert.ok('trace' in result);
    assert.deepEqual([result.trace.model.sha256, result.trace.counts.thinking], [sha256, 400]);
  });

  it('solve questions side by side, and let a person in between two tokens', async () => {
    const client = clientOf({ thoughts: 40, tokenMs: 5 });
    const models = makerOn(client);
    await client.load(modelAt('/default.gguf'));
    const solve = async (i: number) => {
      const solved = await models.solve(null, { ...asked(`Question ${i}?`), parallel: 7 });
      return { ended: Date.now(), begun: 'trace' in solved ? Date.parse(solved.trace.created) : NaN };
    };
    const traces = Array.from({ length: 7 }, (_, i) => solve(i));
    await until(async () => (await client.status())?.busy === true);
    await client.solve({ id: 'person', ...asked('Mine?') }, () => undefined);
    const person = Date.now();
    const times = await Promise.all(traces);
    const firstEnd = Math.min(...times.map(({ ended }) => ended));
    assert.ok(firstEnd >= person, 'the person goes first');
    for (const { begun } of times) assert.ok(begun < firstEnd, 'all seven are begun before one ends');
  });

  it('leave out the question that ends the process, and no other that was in work', async () => {
    const client = clientOf({ thoughts: 20, tokenMs: 1, deadly: 'Deadly?' });
    const models = makerOn(client);
    const questions = ['First?', 'Deadly?', 'Third?', 'Fourth?'];
    const solved = await Promise.all(questions.map((text) => models.solve(null, { ...asked(text), parallel: 4 })));
    assert.deepEqual(
      solved.map((one) => ('refused' in one ? one.refused : 'solved')),
      ['solved', 'The model process ended on this question, twice.', 'solved', 'solved'],
    );
  });
});
