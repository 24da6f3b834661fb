import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { BackendClient } from '../../../src/backend/client.js';
import { ClientTraceMaker } from '../../../src/backend/client-trace-maker.js';
import { DEFAULT_BUDGET } from '../../../src/reasoning/budget.js';
import { modelAt, scriptedBackend, scriptedClient } from '../../support/backend-client.js';
import { inTempFolder } from '../../support/temp.js';

const asked = (text: string) => ({
  question: { text },
  budget: { ...DEFAULT_BUDGET, endLoops: false },
  sampling: { temperature: 0 },
});

describe('curation’s models through a backend', function () {
  this.timeout(60_000);
  const clients: BackendClient[] = [];
  const maker = (options?: Parameters<typeof scriptedClient>[1]) => {
    const client = scriptedClient({ thoughts: 5 }, options);
    clients.push(client);
    return new ClientTraceMaker(client, (model) => modelAt(model ?? '/default.gguf'));
  };
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((made) => made[Symbol.asyncDispose]()));
  });

  it('solve, grade, count and write training text', async () => {
    const models = maker();
    const { name, engine, thinkingFormat, contextSize } = await models.describe(null);
    assert.deepEqual([name, engine, thinkingFormat, contextSize], ['scripted.gguf', 'scripted 1', 'think', 4096]);
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
});
