import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataClient, type DataModels } from '../../../src/data/client.js';
import type { JobEvent } from '../../../src/data/protocol.js';
import { writePipeline } from '../../support/curated.js';
import { dataProcess } from '../../support/data-process.js';
import { jsonl } from '../../support/data-set.js';
import { ScriptedTraceMaker, scriptedModels } from '../../support/scripted-trace-maker.js';
import { inTempFolder } from '../../support/temp.js';

function clientWith(events: JobEvent[], models?: DataModels): DataClient {
  return new DataClient({
    entry: { file: dataProcess() },
    log: () => undefined,
    onProgress: () => undefined,
    onJob: (_job, event) => events.push(event),
    onCrash: () => undefined,
    ...(models === undefined ? {} : { models }),
  });
}

const MODEL_PIPELINE = `format: think-harder/curate
version: 1
name: small
pool:
  - path: pool.jsonl
stages:
  - stage: traces
  - stage: selection
    n: 3
output: result
`;

describe('jobs of the data process', () => {
  it('run a pipeline and tell each step as it stands', () =>
    inTempFolder(async (folder) => {
      const events: JobEvent[] = [];
      await using client = clientWith(events);
      const summary = await client.curate({ job: 'a', pipeline: await writePipeline(folder) });
      assert.deepEqual(
        events.flatMap((event) => (event.kind === 'step' ? [[event.step.stage, event.step.left]] : [])),
        [
          ['pool', 12],
          ['exact-duplicates', 11],
          ['decontamination', 10],
          ['domains', 10],
        ],
      );
      assert.equal(summary.statistics.questions, 10);
    }));

  it('ask the caller’s model through the channel, once its cost was agreed to', () =>
    inTempFolder(async (folder) => {
      const maker = new ScriptedTraceMaker((question) => ({ thinking: 'let me see', answer: `answer to ${question}` }));
      const { costs, confirm } = scriptedModels(maker);
      const events: JobEvent[] = [];
      await using client = clientWith(events, { maker: async () => maker, confirm });
      const questions = Array.from({ length: 5 }, (_, i) => ({ id: `q${i}`, question: `What is ${i}?` }));
      await writeFile(join(folder, 'pool.jsonl'), jsonl(questions));
      const pipeline = join(folder, 'small.curate.yaml');
      await writeFile(pipeline, MODEL_PIPELINE);
      const { output } = await client.curate({ job: 'a', pipeline });
      assert.equal(costs[0]?.questions, 5);
      // A probe for the cost may be one more.
      assert.deepEqual(new Set(maker.asked.map(({ question }) => question)).size, 5);
      const selected = (await readFile(join(output, 'selected.jsonl'), 'utf8')).trimEnd().split('\n');
      assert.equal(selected.length, 3);
      assert.match(selected[0] ?? '', /"thinking_trajectories":\["let me see"\]/);
      assert.ok(events.some((event) => event.kind === 'model'));
    }));

  it('do not begin where the cost is not agreed to, and say which model they need where there is none', () =>
    inTempFolder(async (folder) => {
      await writeFile(join(folder, 'pool.jsonl'), jsonl([{ question: 'What?' }]));
      const pipeline = join(folder, 'small.curate.yaml');
      await writeFile(pipeline, MODEL_PIPELINE);
      const maker = new ScriptedTraceMaker(() => ({ answer: 'x' }));
      const { confirm } = scriptedModels(maker, () => false);
      await using refusing = clientWith([], { maker: async () => maker, confirm });
      await assert.rejects(refusing.curate({ job: 'a', pipeline }), { kind: 'not-confirmed' });
      await using without = clientWith([]);
      await assert.rejects(without.curate({ job: 'b', pipeline }), /model/);
      assert.ok(!existsSync(join(folder, 'result')));
    }));

  it('stop when they are cancelled, and leave nothing of a search behind', () =>
    inTempFolder(async (folder) => {
      await using client = clientWith([]);
      const pool = join(folder, 'pool.jsonl');
      await writeFile(
        pool,
        jsonl(Array.from({ length: 30_000 }, (_, i) => ({ question: `What is ${i} `.repeat(20) }))),
      );
      await writeFile(join(folder, 'task.jsonl'), jsonl([{ question: 'one two three four five six seven eight' }]));
      const stop = new AbortController();
      const out = join(folder, 'out');
      const params = { job: 'a', pool, tasks: [join(folder, 'task.jsonl')], method: 'minhash', out } as const;
      const search = client.decontaminate(params, stop.signal);
      setTimeout(() => stop.abort(), 150);
      await assert.rejects(search, { kind: 'stopped' });
      assert.ok(!existsSync(out));
      const { rows, hits } = await client.decontaminate({ ...params, method: 'ngram8' });
      assert.deepEqual([rows, hits], [30_000, 0]);
    }));
});
