import assert from 'node:assert/strict';
import type { EvaluationEnd, EvaluationState } from '../../../../src/backend/evaluation-protocol.js';
import type { EvaluationBackend } from '../../../../src/editor/evaluation/host.js';
import { RunningEvaluations, type Ended } from '../../../../src/editor/evaluation/running.js';

const END = { finished: true, title: 'a', runs: [] } as unknown as EvaluationEnd;
const STATE: EvaluationState = { phase: 'running', done: 1, total: 4, etaMs: 10, work: null };
const defaults = {
  path: 'm.gguf',
  gpu: 'cpu',
  gpuLayers: null,
  contextSize: null,
  kvType: 'f16',
  threads: null,
} as const;

/** A backend whose evaluations end when the test says so. */
class Backend {
  readonly started: string[] = [];
  readonly pauses: [string, boolean][] = [];
  finish: (error?: Error) => void = () => undefined;
  onState: ((state: EvaluationState) => void) | undefined;

  readonly api = {
    evaluate: (params, listener, signal) => {
      this.started.push(params.evalFile);
      this.onState = listener.onState;
      return new Promise<EvaluationEnd>((resolve, reject) => {
        this.finish = (error) => (error === undefined ? resolve(END) : reject(error));
        signal?.addEventListener('abort', () => resolve({ ...END, finished: false }));
      });
    },
    pauseEvaluation: (id, paused) => void this.pauses.push([id, paused]),
    regrade: async () => END,
    traces: async () => [],
  } satisfies EvaluationBackend;
}

describe('evaluations that run in this window', () => {
  let backend: Backend;
  let running: RunningEvaluations;
  let ended: Ended[];
  const turn = () => new Promise((done) => setImmediate(done));
  beforeEach(() => {
    backend = new Backend();
    ended = [];
    let id = 0;
    running = new RunningEvaluations(
      async () => backend.api,
      () => defaults,
      () => `id${++id}`,
    );
    running.onDidEnd((one) => ended.push(one));
  });

  it('tell how far they are, and end', async () => {
    running.start('/a');
    assert.equal(running.stateOf('/a')?.phase, 'opening');
    await turn();
    backend.onState?.(STATE);
    assert.deepEqual(running.stateOf('/a'), STATE);
    backend.finish();
    await running.settled();
    assert.equal(running.stateOf('/a'), undefined);
    assert.deepEqual(ended, [{ evalFile: '/a', end: END }]);
  });

  it('are started once only', async () => {
    running.start('/a');
    running.start('/a');
    await turn();
    assert.deepEqual(backend.started, ['/a']);
    running.cancel('/a');
    await running.settled();
  });

  it('are paused and go on', async () => {
    running.start('/a');
    running.pause('/a', true);
    running.pause('/a', true);
    assert.equal(running.isPaused('/a'), true);
    running.pause('/a', false);
    running.pause('/other', true);
    await turn();
    assert.deepEqual(backend.pauses, [
      ['id1', true],
      ['id1', false],
    ]);
    running.cancel('/a');
    await running.settled();
    assert.equal(ended[0]?.end?.finished, false);
  });

  it('say why they failed, and can be started again', async () => {
    running.start('/a');
    await turn();
    backend.finish(new Error('no model'));
    await running.settled();
    assert.equal((ended[0]?.error as Error).message, 'no model');
    running.start('/a');
    await turn();
    assert.equal(backend.started.length, 2);
    backend.finish();
    await running.settled();
  });
});
