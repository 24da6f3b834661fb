import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { BackendClient } from '../../../src/backend/client.js';
import type { BackendError } from '../../../src/backend/errors.js';
import { BackendCrashedError } from '../../../src/backend/errors.js';
import type { SolveParams } from '../../../src/backend/protocol.js';
import { DEFAULT_BUDGET, type Budget } from '../../../src/reasoning/budget.js';
import { applyEvent, type TraceEvent } from '../../../src/reasoning/events.js';
import { textOf, type Trace } from '../../../src/reasoning/trace.js';
import { modelAt, scriptedClient, type Scripted } from '../../support/backend-client.js';
import { isAlive } from '../../support/processes.js';

const solve = (id: string, budget: Partial<Budget> = {}): SolveParams => ({
  id,
  question: { text: 'What is six times seven?' },
  budget: { ...DEFAULT_BUDGET, endLoops: false, ...budget },
  sampling: { temperature: 0 },
});

/** Resolves when the run has shown so many tokens. */
function tokensSeen(wanted: number): {
  readonly onEvents: (events: readonly TraceEvent[]) => void;
  seen: Promise<void>;
} {
  let count = 0;
  let done: () => void;
  const seen = new Promise<void>((resolve) => (done = resolve));
  const onEvents = (events: readonly TraceEvent[]) => {
    for (const event of events) count += event.type === 'tokens' ? event.tokens.length : 0;
    if (count >= wanted) done();
  };
  return { onEvents, seen };
}

describe('backend client', function () {
  this.timeout(60_000);
  const clients: BackendClient[] = [];
  const client = (scripted?: Scripted, options?: Parameters<typeof scriptedClient>[1]) => {
    const made = scriptedClient(scripted, options);
    clients.push(made);
    return made;
  };
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((made) => made[Symbol.asyncDispose]()));
  });

  it('starts no process until something is asked', async () => {
    const backend = client();
    assert.equal(backend.pid, undefined);
    assert.equal(await backend.status(), null);
    await backend.unload();
    assert.equal(backend.pid, undefined);
  });

  it('solves: the events, folded, are the trace that it answers with', async () => {
    const backend = client();
    await backend.load(modelAt('/m.gguf'));
    let folded: Trace | undefined;
    const trace = await backend.solve(solve('a'), (events) => {
      for (const event of events) {
        folded = event.type === 'start' ? event.trace : applyEvent(folded!, event);
      }
    });
    assert.deepEqual(folded, trace);
    assert.equal(trace.id, 'a');
    assert.equal(trace.counts.thinking, 20);
    assert.equal(textOf(trace, 'answer').trim(), '42');
  });

  it('says in one sentence, with a kind, that no model is loaded', async () => {
    await assert.rejects(
      client().solve(solve('a'), () => undefined),
      (error: BackendError) => {
        assert.equal(error.kind, 'no-model');
        assert.match(error.message, /^No model is loaded: choose one first\.$/);
        return true;
      },
    );
  });

  it("brings the engine's own sentence, kind and cause across", async () => {
    await assert.rejects(client().load(modelAt('/bad/x.gguf')), (error: BackendError) => {
      assert.equal(error.kind, 'model-not-gguf');
      assert.equal(error.message, '/bad/x.gguf is no GGUF file: choose another.');
      assert.match(String(error.cause), /caused by: magic/);
      return true;
    });
  });

  it('keeps the loaded model when the next one is no model', async () => {
    const backend = client();
    await backend.load(modelAt('/good.gguf'));
    await assert.rejects(backend.load(modelAt('/bad/x.gguf')));
    assert.equal((await backend.status())?.model?.title, '/good.gguf');
  });

  it('has one model: a second replaces the first', async () => {
    const told: (string | undefined)[] = [];
    const backend = client(
      {},
      { onLoaded: ({ title }) => told.push(title), onUnloaded: (reason) => told.push(reason) },
    );
    await backend.load(modelAt('/one.gguf'));
    await backend.load(modelAt('/two.gguf'));
    assert.equal((await backend.status())?.model?.title, '/two.gguf');
    assert.deepEqual(told, ['/one.gguf', 'replaced', '/two.gguf']);
  });

  it('ends a loading that is aborted', async () => {
    const abort = new AbortController();
    const backend = client({}, { onLoadProgress: () => abort.abort() });
    const loading = backend.load(modelAt('/slow/m.gguf'), abort.signal);
    await assert.rejects(loading, (error: BackendError) => error.kind === 'stopped');
  });

  it('takes controls while tokens stream', async () => {
    const backend = client({ tokenMs: 5, thoughts: 1000 });
    await backend.load(modelAt('/m.gguf'));
    const { onEvents, seen } = tokensSeen(5);
    const running = backend.solve(solve('a'), onEvents);
    await seen;
    backend.control('a', { kind: 'answer-now' });
    const trace = await running;
    assert.equal(trace.end.thinking, 'user');
    assert.ok(trace.counts.thinking < 1000);
    assert.equal(textOf(trace, 'answer').trim(), '42');
  });

  it('keeps controls that are given while the model is loaded again', async () => {
    const backend = client({ tokenMs: 5, thoughts: 1000, idleMinutes: 0.002 });
    await backend.load(modelAt('/m.gguf'));
    while ((await backend.status())?.model !== null) await delay(50);
    const running = backend.solve(solve('a'), () => undefined);
    backend.control('a', { kind: 'budget', maxThinking: 7 });
    const trace = await running;
    assert.equal(trace.end.thinking, 'budget');
    assert.equal(trace.counts.thinking, 7);
  });

  it('stops when it is aborted, and answers with the trace so far', async () => {
    const backend = client({ tokenMs: 5, thoughts: 1000 });
    await backend.load(modelAt('/m.gguf'));
    const { onEvents, seen } = tokensSeen(5);
    const abort = new AbortController();
    const running = backend.solve(solve('a'), onEvents, abort.signal);
    await seen;
    abort.abort();
    const trace = await running;
    assert.equal(trace.end.answer, 'stopped');
    assert.ok(trace.counts.thinking >= 5);
  });

  it('survives kill -9 of the backend: the trace so far is whole, and can be gone on with', async () => {
    const unloaded: string[] = [];
    const backend = client({ tokenMs: 5, thoughts: 60 }, { onUnloaded: (reason) => unloaded.push(reason) });
    await backend.load(modelAt('/m.gguf'));
    const { onEvents, seen } = tokensSeen(10);
    const running = backend.solve(solve('a'), onEvents);
    await seen;
    const pid = backend.pid!;
    process.kill(pid, 'SIGKILL');
    const crash = await running.then(
      () => assert.fail('the run outlived its process'),
      (error: unknown) => error,
    );
    assert.ok(crash instanceof BackendCrashedError);
    assert.match(crash.message, /was killed.*the trace so far is kept: continue it, and a new one starts/);
    assert.ok(crash.trace !== undefined && crash.trace.counts.thinking >= 10);
    assert.deepEqual(unloaded, ['crashed']);

    const whole = await backend.continueRun(
      { id: 'b', trace: crash.trace, budget: crash.trace.budget },
      () => undefined,
    );
    assert.notEqual(backend.pid, pid);
    assert.equal(whole.counts.thinking, 60);
    assert.equal(textOf(whole, 'thinking').slice(0, 30), textOf(crash.trace, 'thinking').slice(0, 30));
    assert.equal(textOf(whole, 'answer').trim(), '42');
  });

  it('survives an assertion of native code while it loads', async () => {
    const backend = client();
    await assert.rejects(backend.load(modelAt('/abort/m.gguf')), (error: BackendCrashedError) => {
      assert.ok(error instanceof BackendCrashedError);
      assert.equal(error.trace, undefined);
      return /ended unexpectedly \(.+\); try again, and a new one starts\./.test(error.message);
    });
    await backend.load(modelAt('/m.gguf'));
  });

  it('unloads when it is idle and loads again when it is needed', async () => {
    const unloaded: string[] = [];
    const backend = client({ idleMinutes: 0.002 }, { onUnloaded: (reason) => unloaded.push(reason) });
    await backend.load(modelAt('/m.gguf'));
    while ((await backend.status())?.model !== null) await delay(50);
    assert.deepEqual(unloaded, ['idle']);
    const trace = await backend.solve(solve('a'), () => undefined);
    assert.equal(textOf(trace, 'answer').trim(), '42');
  });

  it('does not unload while it works', async () => {
    const unloaded: string[] = [];
    const backend = client({ tokenMs: 20, idleMinutes: 0.002 }, { onUnloaded: (reason) => unloaded.push(reason) });
    await backend.load(modelAt('/m.gguf'));
    const seen: number[] = [];
    const trace = await backend.solve(solve('a'), (events) => {
      if (events.some((event) => event.type === 'tokens')) seen.push(unloaded.length);
    });
    assert.ok(seen.length > 5);
    assert.ok(seen.every((count) => count === seen[0]));
    assert.equal(trace.end.answer, 'natural');
  });

  it('lets what a person waits for go before an evaluation that runs, and loses none of it', async () => {
    const backend = client({ tokenMs: 5, thoughts: 100 });
    await backend.load(modelAt('/m.gguf'));
    const { onEvents, seen } = tokensSeen(5);
    const order: string[] = [];
    const batch = backend.solve({ ...solve('batch'), priority: 'batch' }, onEvents).then((trace) => {
      order.push('batch');
      return trace;
    });
    await seen;
    const person = backend
      .solve(solve('person', { maxThinking: 10 }), () => undefined)
      .then(() => order.push('person'));
    const [trace] = await Promise.all([batch, person]);
    assert.deepEqual(order, ['person', 'batch']);
    assert.equal(trace.counts.thinking, 100);
  });

  it('can be stopped before its turn came', async () => {
    const backend = client({ tokenMs: 5, thoughts: 1000 });
    await backend.load(modelAt('/m.gguf'));
    const { onEvents, seen } = tokensSeen(1);
    const first = backend.solve(solve('first'), onEvents);
    await seen;
    const second = backend.solve(solve('second'), () => undefined);
    backend.control('second', { kind: 'stop' });
    await assert.rejects(second, (error: BackendError) => error.kind === 'stopped');
    backend.control('first', { kind: 'stop' });
    assert.equal((await first).end.answer, 'stopped');
  });

  it('keeps what native code writes to stdout away from ours', async () => {
    const lines: string[] = [];
    const backend = client({}, { log: (_level, text) => lines.push(text) });
    await backend.load(modelAt('/chatty/m.gguf'));
    while (!lines.includes('ggml says hello')) await delay(20);
  });

  it('says so when the process cannot be started', async () => {
    const backend = client({}, { entry: { file: '/nowhere/backend.mjs' } });
    await assert.rejects(backend.load(modelAt('/m.gguf')), (error: BackendError) => {
      assert.match(String(error.cause), /Cannot find module/);
      return error.kind === 'crashed';
    });
  });

  it('ends its process when it is disposed of; a run that was going on keeps its trace', async () => {
    const backend = client({ tokenMs: 5, thoughts: 1000 });
    await backend.load(modelAt('/m.gguf'));
    const { onEvents, seen } = tokensSeen(5);
    const running = backend.solve(solve('a'), onEvents);
    const refused = assert.rejects(running, (error: BackendError) => {
      assert.equal(error.kind, 'closed');
      return error.trace !== undefined && error.trace.counts.thinking >= 5;
    });
    await seen;
    const pid = backend.pid!;
    await backend[Symbol.asyncDispose]();
    await refused;
    assert.ok(!isAlive(pid));
    await assert.rejects(backend.load(modelAt('/m.gguf')), (error: BackendError) => error.kind === 'closed');
  });
});
