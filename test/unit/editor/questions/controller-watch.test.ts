import assert from 'node:assert/strict';
import { ControllerWatch } from '../../../../src/editor/questions/controller-watch.js';
import type { StoredAnswer } from '../../../../src/editor/questions/result-of-trace.js';
import { RunStates, type RunChange } from '../../../../src/editor/questions/run-states.js';
import { KnownContexts } from '../../../../src/editor/known-contexts.js';
import { ReasoningController } from '../../../../src/editor/reasoning-controller.js';
import { hashOf } from '../../../../src/language-server/tracked-document.js';
import { DEFAULT_BUDGET } from '../../../../src/reasoning/budget.js';
import { FakeBackend, settled } from '../../../support/fake-reasoning-backend.js';

const TEXT = 'What is 6 * 7?';
const HASH = hashOf({ text: TEXT, options: [] });

function setUp() {
  const backend = new FakeBackend();
  const controller = new ReasoningController({
    backend,
    settings: () => ({
      load: { path: '/m.gguf', gpu: 'cpu', gpuLayers: null, contextSize: null, kvType: 'f16', threads: null },
      budget: DEFAULT_BUDGET,
      sampling: {},
    }),
    traces: { save: () => Promise.resolve() },
    log: () => undefined,
    now: () => 0,
    newId: () => 'run',
    contexts: new KnownContexts(),
  });
  const kept: StoredAnswer[] = [];
  const told: RunChange[] = [];
  const states = new RunStates((runs) => told.push(...runs));
  const answers = {
    add: (answer: StoredAnswer) => {
      kept.push(answer);
      return Promise.resolve();
    },
  };
  const watch = new ControllerWatch(
    controller,
    answers,
    states,
    () => [],
    () => 'It came to no answer.',
  );
  return { backend, controller, kept, states, watch };
}

describe('the run in the sidebar, seen from its question in a document', () => {
  it('runs, with tokens, and ends with an answer', async () => {
    const { backend, controller, kept, states, watch } = setUp();
    controller.solve({ text: TEXT });
    assert.deepEqual(states.get(HASH), { kind: 'running', tokens: 0 });
    await settled();
    backend.send({ type: 'tokens', role: 'thinking', origin: 'sampled', text: 'hm', tokens: [1, 2] });
    assert.deepEqual(states.get(HASH), { kind: 'running', tokens: 2 });
    assert.equal(watch.running, HASH);
    backend.send({ type: 'thinking-ended', reason: 'natural' });
    backend.send({ type: 'tokens', role: 'answer', origin: 'sampled', text: '42', tokens: [3] });
    backend.send({ type: 'answer-ended', reason: 'natural' });
    backend.end();
    await controller.ended;
    await watch.settled;
    assert.deepEqual(states.get(HASH), { kind: 'idle' });
    assert.deepEqual(
      kept.map(({ hash, answer }) => [hash, answer]),
      [[HASH, '42']],
    );
    assert.equal(watch.running, undefined);
  });

  it('that was stopped leaves nothing behind', async () => {
    const { controller, kept, states } = setUp();
    controller.solve({ text: TEXT });
    await settled();
    controller.stop();
    await controller.ended;
    assert.deepEqual(states.get(HASH), { kind: 'idle' });
    assert.deepEqual(kept, []);
  });

  it('that failed says why', async () => {
    const { backend, controller, states } = setUp();
    backend.loadError = Object.assign(new Error('There is no such model.'), { kind: 'model-missing' });
    controller.solve({ text: TEXT });
    await controller.ended;
    assert.deepEqual(states.get(HASH), { kind: 'failed', message: 'There is no such model.' });
  });

  it('of a trace that is only opened gives no answer a second time', async () => {
    const { controller, kept, backend } = setUp();
    controller.solve({ text: TEXT });
    await settled();
    backend.send({ type: 'thinking-ended', reason: 'natural' });
    backend.send({ type: 'tokens', role: 'answer', origin: 'sampled', text: '42', tokens: [3] });
    backend.send({ type: 'answer-ended', reason: 'natural' });
    backend.end();
    await controller.ended;
    const { trace } = controller;
    controller.clear();
    controller.open(trace!);
    assert.equal(kept.length, 1);
  });
});
