import assert from 'node:assert/strict';
import { NotNowError } from '../../../src/editor/not-now-error.js';
import { KnownContexts } from '../../../src/editor/known-contexts.js';
import { ReasoningController } from '../../../src/editor/reasoning-controller.js';
import { DEFAULT_BUDGET } from '../../../src/reasoning/budget.js';
import { textOf, type Trace } from '../../../src/reasoning/trace.js';
import { FakeBackend, settled } from '../../support/fake-reasoning-backend.js';
import { tokens } from '../../support/token-events.js';

const LOAD = {
  path: '/models/model.gguf',
  gpu: 'cpu',
  gpuLayers: null,
  contextSize: null,
  kvType: 'f16',
  threads: null,
} as const;

function setUp() {
  const backend = new FakeBackend();
  const saved: Trace[] = [];
  const logged: string[] = [];
  const clock = { now: 0 };
  let ids = 0;
  const contexts = new KnownContexts();
  const controller = new ReasoningController({
    backend,
    settings: () => ({ load: LOAD, budget: DEFAULT_BUDGET, sampling: {} }),
    traces: { save: async (trace) => void saved.push(trace) },
    log: (_level, text) => logged.push(text),
    now: () => clock.now,
    newId: () => `run-${++ids}`,
    contexts,
  });
  return { backend, controller, saved, logged, clock, contexts };
}

/** A question in the middle of its thinking. */
async function thinking() {
  const all = setUp();
  all.controller.solve({ text: 'What is 2 + 2?' });
  await settled();
  all.backend.send(tokens('thinking', 'two and two'));
  return all;
}

/** The same, answered. */
async function answered() {
  const all = await thinking();
  all.backend.send({ type: 'thinking-ended', reason: 'natural' }, tokens('answer', '4'), {
    type: 'answer-ended',
    reason: 'natural',
  });
  all.backend.end();
  await all.controller.ended;
  return all;
}

describe('the reasoning controller', () => {
  it('loads the model, then goes through the phases of a run', async () => {
    const { backend, controller, saved } = setUp();
    const phases: string[] = [];
    controller.onDidChange(() => {
      if (phases.at(-1) !== controller.phase.kind) phases.push(controller.phase.kind);
    });
    controller.solve({ text: 'What is 2 + 2?' });
    await settled();
    backend.send({ type: 'reading', done: 3, total: 3 });
    backend.send(tokens('thinking', 'two and two'));
    backend.send({ type: 'thinking-ended', reason: 'natural' }, tokens('answer', '4'));
    backend.send({ type: 'answer-ended', reason: 'natural' });
    backend.end();
    await controller.ended;
    assert.deepEqual(phases, ['loading', 'reading', 'thinking', 'answering', 'rest']);
    assert.deepEqual(backend.asked, ['load /models/model.gguf', 'solve What is 2 + 2?']);
    assert.equal(textOf(controller.trace!, 'answer'), '4');
    assert.equal(saved.at(-1)?.id, 'run-1');
  });

  it('thinks harder about an answer, and keeps nothing but one run at a time', async () => {
    const { backend, controller } = await answered();
    controller.thinkHarder();
    assert.throws(() => controller.solve({ text: 'x' }), NotNowError);
    await settled();
    backend.send({ type: 'reopened' });
    assert.equal(controller.phase.kind, 'thinking');
    backend.end();
    await controller.ended;
    assert.ok(backend.asked.includes('thinkHarder'));
  });

  it('gives a budget that is used up more room before it thinks harder', async () => {
    const { backend, controller } = await answered();
    controller.setBudget(1);
    controller.thinkHarder();
    await settled();
    assert.equal(backend.budget?.maxThinking, 101);
    assert.equal(controller.maxThinking, 101);
  });

  it('sends the slider’s value while it runs, and begins the next run with it', async () => {
    const { backend, controller } = await thinking();
    controller.setBudget(64);
    await settled();
    assert.deepEqual(backend.controls, [{ kind: 'budget', maxThinking: 64 }]);
    backend.end();
    await controller.ended;
    controller.solve({ text: 'next' });
    await settled();
    assert.equal(backend.budget?.maxThinking, 64);
  });

  it('knows how much the context allows once a model has been loaded, and of one remembered', async () => {
    const fresh = setUp();
    assert.equal(fresh.controller.limit, null);
    fresh.contexts.learn(LOAD, 2048);
    assert.equal(fresh.controller.limit, 2048 - DEFAULT_BUDGET.answerReserve);
    const { controller } = await answered();
    assert.equal(controller.limit, 1024 - DEFAULT_BUDGET.answerReserve, 'what the model that was loaded said');
  });

  it('thinks on with another text: about an answer, and in the middle of a thought', async () => {
    const after = await answered();
    await after.controller.thinkHarderWith('Alternatively');
    await settled();
    assert.equal(after.backend.budget?.continuation, 'Alternatively');
    after.backend.end();

    const { backend, controller } = await thinking();
    const asked = controller.thinkHarderWith('Hmm');
    await asked;
    await settled();
    assert.equal(backend.asked.at(-1), 'thinkHarder');
    assert.equal(backend.budget?.continuation, 'Hmm');
    backend.end();
    await controller.ended;
    assert.equal(textOf(controller.trace!, 'thinking'), 'two and two');
  });

  it('goes on with a larger context from what there is, or asks again', async () => {
    const empty = setUp();
    empty.backend.loadError = Object.assign(new Error('Too little memory.'), { kind: 'out-of-memory' });
    empty.controller.solve({ text: 'What is 2 + 2?' });
    await empty.controller.ended;
    empty.backend.loadError = undefined;
    empty.controller.resume();
    await settled();
    assert.equal(empty.backend.asked.at(-1), 'solve What is 2 + 2?');

    const done = await answered();
    done.controller.resume();
    await settled();
    assert.equal(done.backend.asked.at(-1), 'thinkHarder');

    const { backend, controller } = await thinking();
    controller.stop();
    await controller.ended;
    controller.resume();
    await settled();
    assert.equal(backend.asked.at(-1), 'continue');
  });

  it('stops, keeps what was thought, and goes on or answers from there', async () => {
    const { backend, controller, saved } = await thinking();
    controller.stop();
    await controller.ended;
    assert.equal(textOf(controller.trace!, 'thinking'), 'two and two');
    assert.equal(controller.problem, null);
    assert.equal(saved.length > 0, true);
    controller.answerNow();
    await settled();
    assert.equal(backend.asked.at(-1), 'continue');
    assert.deepEqual(backend.controls.at(-1), { kind: 'answer-now' });
  });

  it('stops while the model is loading: no trace, one sentence, one thing to do', async () => {
    const { controller } = setUp();
    controller.solve({ text: 'x' });
    controller.stop();
    await controller.ended;
    assert.match(controller.problem!.message, /Stopped while the model was loading/);
    assert.equal(controller.problem!.action?.request, 'restart');
  });

  it('shows an error of the model once, offers another model, and logs the cause', async () => {
    const { backend, controller, logged } = setUp();
    backend.loadError = Object.assign(new Error('The file is no GGUF model: choose another.', { cause: 'magic' }), {
      kind: 'model-not-gguf',
    });
    controller.solve({ text: 'x' });
    await controller.ended;
    assert.equal(controller.problem!.message, 'The file is no GGUF model: choose another.');
    assert.equal(controller.problem!.action?.request, 'select-model');
    assert.match(logged.join('\n'), /magic/);
    backend.loadError = undefined;
    controller.restart();
    await settled();
    assert.equal(controller.problem, null, 'the next try takes it away');
  });

  it('survives the end of the backend: the trace so far is kept and can be continued', async () => {
    const { backend, controller, saved } = await thinking();
    backend.end(Object.assign(new Error('The process ended: continue.'), { kind: 'crashed' }));
    await controller.ended;
    assert.equal(controller.problem!.action?.request, 'continue');
    assert.equal(textOf(controller.trace!, 'thinking'), 'two and two');
    assert.equal(textOf(saved.at(-1)!, 'thinking'), 'two and two');
    controller.continueRun();
    await settled();
    assert.equal(backend.asked.at(-1), 'continue');
  });

  it('saves a growing trace now and then', async () => {
    const { backend, saved, clock } = await thinking();
    const before = saved.length;
    clock.now += 10_000;
    backend.send(tokens('thinking', ', again'));
    await settled();
    assert.equal(saved.length, before + 1);
  });

  it('says what is missing when it cannot do what is asked', async () => {
    const { controller } = setUp();
    for (const act of ['thinkHarder', 'answerNow', 'oneMoreWait', 'stop', 'restart', 'continueRun'] as const) {
      assert.throws(() => controller[act](), NotNowError, act);
    }
    await assert.rejects(controller.unload(), NotNowError);
    assert.throws(() => controller.solve({ text: '  \n' }), /empty/);
    assert.throws(() => controller.solve({ text: 'x'.repeat(200_001) }), /shorten/);
  });

  it('knows of a model that a queue or an evaluation has loaded, and takes it out of memory', async () => {
    const { controller, backend } = setUp();
    backend.events!.onLoaded();
    assert.ok(controller.loaded);
    await controller.unload();
    assert.deepEqual(backend.asked, ['unload']);
    assert.ok(!controller.loaded);
  });

  it('tells when the disk refuses the trace', async () => {
    const backend = new FakeBackend();
    const controller = new ReasoningController({
      backend,
      settings: () => ({ load: LOAD, budget: DEFAULT_BUDGET, sampling: {} }),
      traces: { save: () => Promise.reject(new Error('ENOSPC')) },
      log: () => undefined,
      now: () => 0,
      newId: () => 'run',
      contexts: new KnownContexts(),
    });
    controller.solve({ text: 'x' });
    await settled();
    backend.send(tokens('thinking', 'y'));
    backend.end();
    await controller.ended;
    assert.match(controller.problem!.message, /could not be saved/);
  });
});
