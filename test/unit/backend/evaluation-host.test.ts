import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BackendClient, BackendClientOptions } from '../../../src/backend/client.js';
import type { BackendError } from '../../../src/backend/errors.js';
import type { EvaluateParams, EvaluationState, SampleDone } from '../../../src/backend/evaluation-protocol.js';
import type { LoadOptions } from '../../../src/backend/protocol.js';
import { readJournal } from '../../support/journals.js';
import { until } from '../../support/until.js';
import type { JournalRecord } from '../../../src/evaluation/runs/runner.js';
import { DEFAULT_BUDGET } from '../../../src/reasoning/budget.js';
import { modelAt, scriptedBackend, scriptedClient, type Scripted } from '../../support/backend-client.js';

describe('evaluations in the backend', function () {
  this.timeout(60_000);
  let folder: string;
  let client: BackendClient | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'think-harder-host-'));
    write('methods:\n  - method: none\n');
  });
  afterEach(async () => {
    await client?.[Symbol.asyncDispose]();
    client = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Four questions whose answer is 42, and an evaluation of them. */
  function write(rest: string) {
    const rows = [1, 2, 3, 4].map((n) => JSON.stringify({ id: `q${n}`, question: `What is ${n}?`, answer: 42 }));
    writeFileSync(join(folder, 'task.jsonl'), rows.join('\n'));
    writeFileSync(join(folder, 'a.eval.yaml'), `file: task.jsonl\nsampling: {temperature: 0}\n${rest}`);
  }

  function start(
    scripted: Scripted = {},
    given: { defaults?: LoadOptions; options?: Partial<BackendClientOptions>; id?: string } = {},
  ) {
    client ??= scriptedClient(scripted, given.options);
    const stop = new AbortController();
    const states: EvaluationState[] = [];
    const samples: SampleDone[] = [];
    const params: EvaluateParams = {
      id: given.id ?? 'e',
      evalFile: join(folder, 'a.eval.yaml'),
      folder: null,
      defaults: given.defaults ?? modelAt('/m.gguf'),
    };
    const listener = {
      onState: (state: EvaluationState) => {
        states.push(state);
      },
      onSample: (sample: SampleDone) => {
        samples.push(sample);
      },
    };
    const end = client.evaluate(params, listener, stop.signal);
    end.catch(() => undefined);
    return { end, stop, states, samples };
  }

  /** Keys of all samples in the journals. */
  async function keys(): Promise<string[]> {
    const samples = join(folder, 'a.results', 'samples');
    const journals = readdirSync(samples).filter((name) => name.endsWith('.jsonl'));
    const all = await Promise.all(journals.map((name) => readJournal(join(samples, name))));
    const records = all.flatMap(({ records: of }) => of as JournalRecord[]);
    return records.flatMap((record) => (record.type === 'sample' ? [record.key] : []));
  }

  const ask = (id: string) =>
    client!.solve(
      { id, question: { text: '?' }, budget: { ...DEFAULT_BUDGET, maxThinking: 3 }, sampling: {} },
      () => undefined,
    );

  it('loads the model, makes every sample, and reports', async () => {
    const { end, states, samples } = start();
    const { finished, runs, files } = await end;
    assert.equal(finished, true);
    assert.deepEqual(
      runs.map(({ label, accuracy, samples: n }) => [label, accuracy, n]),
      [['no forcing', 1, 4]],
    );
    assert.match(readFileSync(files.markdown, 'utf8'), /no forcing/);
    assert.deepEqual(
      samples.map(({ questionId, done, total }) => [questionId, done, total]),
      [1, 2, 3, 4].map((n) => [`q${n}`, n, 4]),
    );
    const phases = states.map(({ phase }) => phase);
    assert.deepEqual([phases[0], phases.at(-1)], ['opening', 'grading']);
    assert.ok(phases.includes('loading'));
  });

  it('shows the sample in work while it runs: its trace, its tokens', async () => {
    const { end, states } = start({ tokenMs: 10 });
    await until(() => states.some(({ work }) => (work?.thinking ?? 0) > 5));
    const { work } = states.findLast((state) => (state.work?.thinking ?? 0) > 5)!;
    assert.equal(work!.run, 'no forcing');
    assert.match(work!.tail, /^hm hm hm/);
    await end;
  });

  it("lets a person's question go first, on the same loaded model", async () => {
    let loads = 0;
    const options: Partial<BackendClientOptions> = {
      onLoadProgress: ({ phase }) => (loads += phase === 'reading' ? 1 : 0),
    };
    const { end, samples } = start({ tokenMs: 5, thoughts: 40 }, { options });
    await until(() => samples.length === 1);
    await client!.load(modelAt('/m.gguf'));
    const trace = await ask('mine');
    assert.equal(trace.end.answer, 'natural');
    assert.equal(samples.length, 1, 'the sample that was half done did not end before');
    assert.equal((await end).finished, true);
    assert.equal(loads, 1);
    assert.equal(new Set(await keys()).size, 4);
  });

  it('gives its sample up where there is no sequence for the person, and makes it anew', async () => {
    const { end, samples } = start({ tokenMs: 5, thoughts: 40, sequences: 1 });
    await until(() => samples.length === 1);
    await client!.load(modelAt('/m.gguf'));
    assert.equal((await ask('mine')).end.answer, 'natural');
    assert.equal(samples.length, 1);
    assert.equal((await end).finished, true);
    assert.equal((await keys()).length, 4);
  });

  it("gives way to a person's other model within seconds, waits until that has rested, and goes on", async () => {
    const { end, samples, states } = start({ tokenMs: 8, thoughts: 60, quietMs: 300, patienceMs: 50 });
    await until(() => states.some(({ work }) => (work?.thinking ?? 0) > 0));
    const model = await client!.load(modelAt('/other.gguf'));
    assert.equal(model.title, '/other.gguf');
    assert.equal(samples.length, 0, 'the sample in work was not waited for');
    assert.equal((await ask('mine')).model.name, 'scripted.gguf');
    await until(() => states.some(({ phase }) => phase === 'waiting'));
    assert.equal((await ask('again')).end.answer, 'natural', 'its model is still there');
    await until(() => samples.length === 1);
    // The person's model is loaded again when it is needed.
    assert.equal((await ask('later')).end.answer, 'natural');
    assert.equal((await client!.status())!.model!.title, '/other.gguf');
    await until(() => samples.length === 4);
    assert.equal((await end).finished, true);
    assert.equal((await keys()).length, 4);
  });

  it('loads more sequences for methods that want them, and a person then shares that', async () => {
    write('methods:\n  - {method: majority, samples: 5}\n');
    const loads: string[] = [];
    const options: Partial<BackendClientOptions> = {
      onLoadProgress: ({ phase, path }) => {
        if (phase === 'reading') loads.push(path);
      },
    };
    const { end } = start({ sequences: 2 }, { options });
    assert.equal((await end).finished, true);
    assert.equal(loads.length, 2);
    assert.equal((await client!.status())!.model!.sequences, 6);
    await client!.load(modelAt('/m.gguf'));
    await ask('mine');
    assert.equal(loads.length, 2, 'a few sequences are wanted, six are a few');
  });

  it('pauses between two tokens, lets people ask meanwhile, and goes on with the same sample', async () => {
    const { end, states, samples } = start({ tokenMs: 8, thoughts: 40 });
    await until(() => states.some(({ work }) => (work?.thinking ?? 0) > 3));
    client!.pauseEvaluation('e', true);
    await until(() => states.at(-1)?.phase === 'paused');
    const before = states.at(-1)!.work!.thinking;
    await client!.load(modelAt('/m.gguf'));
    await ask('mine');
    await delay(200);
    assert.ok(states.at(-1)!.work!.thinking - before <= 1);
    assert.equal(samples.length, 0);
    client!.pauseEvaluation('e', false);
    await until(() => states.at(-1)!.work!.thinking > before);
    assert.equal((await end).finished, true);
    assert.equal((await keys()).length, 4);
  });

  it('is paused when a person takes the model out of memory', async () => {
    const { end, states } = start({ tokenMs: 8, thoughts: 40, patienceMs: 50 });
    await until(() => states.some(({ work }) => (work?.thinking ?? 0) > 3));
    await client!.unload();
    await until(() => states.at(-1)?.phase === 'paused');
    assert.equal((await client!.status())!.model, null);
    client!.pauseEvaluation('e', false);
    assert.equal((await end).finished, true);
  });

  it('cancelled, answers with the report of what is done, and goes on from there another time', async () => {
    const first = start({ tokenMs: 5 });
    await until(() => first.samples.length === 2);
    first.stop.abort();
    const { finished, runs } = await first.end;
    assert.deepEqual([finished, runs[0]!.samples], [false, 2]);
    const second = start();
    assert.equal((await second.end).runs[0]!.samples, 4);
    assert.equal(second.samples.length, 2);
    assert.equal((await keys()).length, 4);
  });

  it('cancelled while it is paused, ends', async () => {
    const { end, states, stop } = start({ tokenMs: 10 });
    await until(() => states.some(({ work }) => (work?.thinking ?? 0) > 3));
    client!.pauseEvaluation('e', true);
    await until(() => states.at(-1)?.phase === 'paused');
    stop.abort();
    assert.equal((await end).finished, false);
  });

  it('killed in the middle, goes on in a new process: nothing lost, nothing doubled', async () => {
    const { end, samples } = start({ tokenMs: 5 });
    for (const n of [1, 3]) {
      await until(() => samples.length === n);
      process.kill(client!.pid!, 'SIGKILL');
    }
    const { finished, runs } = await end;
    assert.deepEqual([finished, runs[0]!.samples], [true, 4]);
    const all = await keys();
    assert.equal(all.length, 4);
    assert.equal(new Set(all).size, 4);
  });

  it('gives up when the process dies twice without a sample more', async () => {
    client = scriptedClient({}, { entry: { file: scriptedBackend(), env: { SCRIPTED_ALWAYS_CRASH: '1' } } });
    await assert.rejects(start().end, { name: 'BackendCrashedError' });
  });

  it('runs one evaluation after another', async () => {
    const first = start({ tokenMs: 2 });
    const second = start({}, { id: 'f' });
    await until(() => second.states.length > 0);
    assert.equal(second.states[0]!.phase, 'queued');
    assert.equal((await first.end).finished, true);
    assert.equal((await second.end).finished, true);
    assert.equal(second.samples.length, 0, 'all of it was there');
    assert.equal((await keys()).length, 4);
  });

  it('refuses a folder in which another process works, with a sentence', async () => {
    const { end, samples } = start({ tokenMs: 8, thoughts: 40 });
    await until(() => samples.length === 1);
    const other = scriptedClient();
    try {
      const params = { id: 'o', evalFile: join(folder, 'a.eval.yaml'), folder: null, defaults: modelAt('/m.gguf') };
      await assert.rejects(
        other.evaluate(params, {}),
        (error: BackendError) =>
          error.kind === 'bad-evaluation' &&
          error.message ===
            `Process ${client!.pid} is running this evaluation already: wait until it is done, or stop it.`,
      );
    } finally {
      await other[Symbol.asyncDispose]();
    }
    assert.equal((await end).finished, true);
  });

  it('grades anew and shows traces without a model', async () => {
    const { end } = start();
    await end;
    await client!.unload();
    const place = { evalFile: join(folder, 'a.eval.yaml'), folder: null };
    const { runs } = await client!.regrade(place);
    const [trace] = await client!.traces({ ...place, run: runs[0]!.key, questionId: 'q2', sample: 0 });
    assert.equal(trace!.verdict, 'correct');
    assert.equal(trace!.answer, '42');
    assert.deepEqual(trace!.place, { start: 0, end: 2 });
    assert.equal(trace!.counts, true);
    assert.deepEqual(await client!.traces({ ...place, run: runs[0]!.key, questionId: 'none', sample: 0 }), []);
    assert.equal((await client!.status())!.model, null);
  });
});
