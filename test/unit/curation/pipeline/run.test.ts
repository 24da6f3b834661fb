import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matchesSource } from '../../../../src/curation/pool-row.js';
import { loadPipeline } from '../../../../src/curation/pipeline/load.js';
import { CURATE_FILES } from '../../../../src/curation/pipeline/output-files.js';
import { curate } from '../../../../src/curation/pipeline/run.js';
import type { SetAside } from '../../../../src/curation/records/aside.js';
import { ScriptedTraceMaker, scriptedModels } from '../../../support/scripted-trace-maker.js';
import { inTempFolder } from '../../../support/temp.js';

const PIPELINE = `format: think-harder/curate
version: 1
name: small
pool: [{ path: pool.jsonl, licence: CC0 }]
output: result
stages:
  - { stage: api-errors, require: [question, solution] }
  - { stage: exact-duplicates }
  - { stage: decontamination, tasks: [task.jsonl] }
  - { stage: domains, by: [column, model, clusters], list: [Optics], clusters: 2 }
  - { stage: selection, n: 12, lengthOf: solution, seed: 3 }
`;
const S1K = fileURLToPath(new URL('../../../../media/pipelines/s1k.curate.yaml', import.meta.url));
const CONTAMINATED = 'one two three four five six seven eight nine';
/** Places questions about lenses, and no others. */
const labeller = () => new ScriptedTraceMaker((q) => ({ answer: q.includes('lens') ? '1. Optics' : 'none of them' }));
const failing = () =>
  new ScriptedTraceMaker(() => {
    throw new Error('out of memory');
  });

async function prepare(folder: string): Promise<string> {
  const rows = Array.from({ length: 40 }, (_, i) => ({
    id: `r${i}`,
    question:
      i === 5
        ? CONTAMINATED
        : i % 9 === 0
          ? `A lens number ${i}?`
          : `Question ${i} about ${i % 3 === 0 ? 'primes' : 'circles'}?`,
    solution: i === 7 ? null : 'word '.repeat(i + 1).trim(),
    subject: i < 10 ? 'number_theory' : null,
  }));
  const lines = [...rows, rows[20]!].map((row) => JSON.stringify(row));
  await writeFile(join(folder, 'pool.jsonl'), `${lines.join('\n')}\nbroken\n`);
  await writeFile(join(folder, 'task.jsonl'), `${JSON.stringify({ problem: CONTAMINATED })}\n`);
  const file = join(folder, 'small.curate.yaml');
  await writeFile(file, PIPELINE);
  return file;
}

async function run(file: string, maker = labeller()) {
  const steps: [string, number, boolean][] = [];
  const aside: SetAside[] = [];
  const summary = await curate(await loadPipeline(file), {
    models: scriptedModels(maker),
    onStep: ({ stage, left }, resumed) => steps.push([stage, left, resumed]),
    onAside: (piece) => aside.push(piece),
  });
  return { steps, aside, summary };
}

async function outputs(folder: string): Promise<Record<string, string>> {
  const texts = CURATE_FILES.filter((name) => existsSync(join(folder, 'result', name))).map(
    async (name) => [name, await readFile(join(folder, 'result', name), 'utf8')] as const,
  );
  return Object.fromEntries(await Promise.all(texts));
}

describe('running a pipeline', () => {
  it('goes from a pool to a set, with a reason for every dropped row', () =>
    inTempFolder(async (folder) => {
      const { steps, aside } = await run(await prepare(folder));
      assert.deepEqual(
        steps.map(([stage, left]) => [stage, left]),
        [
          ['pool', 41],
          ['api-errors', 40],
          ['exact-duplicates', 39],
          ['decontamination', 38],
          ['domains', 38],
          ['selection', 12],
        ],
      );
      assert.deepEqual(
        aside.map(({ line }) => line),
        [42],
      );
      assert.deepEqual((await readdir(folder)).sort(), [
        'pool.jsonl',
        'result',
        'small.curate.yaml',
        'task.jsonl',
        'traces',
      ]);
      const files = await outputs(folder);
      const lines = (name: string) =>
        files[name]!.split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as Record<string, unknown>);
      assert.deepEqual(
        lines('set-aside.jsonl').map(({ file, line, text }) => [file, line, text]),
        [['pool.jsonl', 42, 'broken']],
      );
      assert.equal(lines('selected.jsonl').length, 12);
      assert.deepEqual(Object.keys(lines('selected.jsonl')[0]!).slice(0, 9), [
        'question',
        'solution',
        'thinking_trajectories',
        'attempt',
        'cot_type',
        'source_type',
        'metadata',
        'domain',
        'hash',
      ]);
      const fates = lines('fates.jsonl');
      assert.deepEqual(lines('hits.jsonl'), [
        {
          id: 'r5',
          task: 'task.jsonl',
          task_row: 0,
          shared: CONTAMINATED.split(' '),
          row: fates.find(({ id }) => id === 'r5')?.row,
        },
      ]);
      assert.equal(fates.length, 41);
      assert.equal(fates.filter(({ dropped }) => dropped === null).length, 12);
      assert.deepEqual(fates[7]!.dropped, { stage: 'api-errors', reason: 'no solution' });
      assert.match(files['card.md']!, /\| CC0 \| 12 \|/);
      assert.match(files['card.md']!, /Domain of 8 questions from the column.*\n.*out of 1 by scripted/);
    }));

  it('gives the same files twice', () =>
    inTempFolder(async (folder) => {
      const file = await prepare(folder);
      await run(file);
      const first = await outputs(folder);
      await run(file);
      assert.deepEqual(await outputs(folder), first);
    }));

  it('goes on after the last finished stage when something failed', () =>
    inTempFolder(async (folder) => {
      const file = await prepare(folder);
      await assert.rejects(run(file, failing()), /out of memory/);
      const { steps } = await run(file);
      assert.deepEqual(
        steps.filter(([, , resumed]) => resumed).map(([stage]) => stage),
        ['pool', 'api-errors', 'exact-duplicates', 'decontamination'],
      );
    }));

  it('sets lines of a task aside with the pool, in a run that goes on too, once for all stages that read it', () =>
    inTempFolder(async (folder) => {
      const file = await prepare(folder);
      const twice =
        '{ stage: decontamination, tasks: [task.jsonl] }\n  - { stage: decontamination, tasks: [task.jsonl] }';
      await writeFile(file, PIPELINE.replace('{ stage: decontamination, tasks: [task.jsonl] }', twice));
      await writeFile(join(folder, 'task.jsonl'), `${JSON.stringify({ problem: CONTAMINATED })}\ngarbage\n`);
      await assert.rejects(run(file, failing()), /out of memory/);
      const { aside, summary } = await run(file);
      const places = [
        ['pool.jsonl', 42],
        ['task.jsonl', 2],
      ];
      assert.deepEqual(
        aside.map(({ file: name, line }) => [basename(name), line]),
        places,
      );
      assert.equal(summary.setAside, 2);
      const written = (await outputs(folder))['set-aside.jsonl']!.trim().split('\n');
      assert.deepEqual(
        written.map((line) => JSON.parse(line) as SetAside).map(({ file: name, line }) => [basename(name), line]),
        places,
      );
    }));

  it('does a stage again when its parameters or its data changed', () =>
    inTempFolder(async (folder) => {
      const file = await prepare(folder);
      await assert.rejects(run(file, failing()));
      await writeFile(file, PIPELINE.replace('require: [question, solution]', 'require: [question]'));
      const { steps } = await run(file);
      assert.deepEqual(
        steps.filter(([, , resumed]) => resumed).map(([stage]) => stage),
        ['pool'],
      );
      assert.equal(steps[1]![1], 41);
    }));

  it('survives kill -9 without loss or duplicates', async function () {
    this.timeout(60_000);
    await inTempFolder(async (folder) => {
      const file = await prepare(folder);
      const script = join(folder, 'hang.mts');
      const src = (path: string) =>
        JSON.stringify(new URL(`../../../../src/curation/pipeline/${path}`, import.meta.url).href);
      const support = JSON.stringify(new URL('../../../support/scripted-trace-maker.ts', import.meta.url).href);
      await writeFile(
        script,
        `import { loadPipeline } from ${src('load.ts')}; import { curate } from ${src('run.ts')};
         import { ScriptedTraceMaker, scriptedModels } from ${support};
         const maker = new ScriptedTraceMaker(() => ({ answer: 'none of them' }));
         const solve = maker.solve.bind(maker);
         maker.solve = (...asked) => {
           if (maker.asked.length < 6) return solve(...asked);
           process.stdout.write('labelling');
           return new Promise((done) => setTimeout(done, 60000));
         };
         await curate(await loadPipeline(${JSON.stringify(file)}), { models: scriptedModels(maker), onStep() {}, onAside() {} });`,
      );
      const root = fileURLToPath(new URL('../../../..', import.meta.url));
      const stdio = ['ignore', 'pipe', 'inherit'] as const;
      const child = spawn(process.execPath, ['--import=tsx', script], { cwd: root, stdio: [...stdio] });
      await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await once(child, 'exit');
      assert.ok((await readdir(folder)).includes('.result.work'));
      const maker = labeller();
      const { steps } = await run(file, maker);
      assert.equal(steps.filter(([, , resumed]) => resumed).length, 4);
      // 30 questions have no subject; four were answered before the kill (the first two of the six were to measure).
      assert.equal(maker.asked.length, 30 - 4 + 2);
      const resumed = await outputs(folder);
      await run(file);
      assert.deepEqual(await outputs(folder), resumed);
    });
  });

  it('says with file and line what is wrong in a pipeline', () =>
    inTempFolder(async (folder) => {
      const file = await prepare(folder);
      const refused = async (from: string, to: string, message: RegExp) => {
        await writeFile(file, PIPELINE.replace(from, to));
        await assert.rejects(loadPipeline(file), message);
      };
      await refused('n: 12', 'n: many', /small\.curate\.yaml:11: stages\.4\.n: Here belongs a whole number/);
      await refused('stage: exact-duplicates', 'stage: nothing', /small\.curate\.yaml:8: There is no stage “nothing”/);
      await refused(
        'name: small',
        'nam: small',
        /small\.curate\.yaml:\d+: “nam” is no setting of a pipeline\. Did you mean “name”\?/,
      );
      await refused('pool: [', 'pool: [[', /small\.curate\.yaml:\d+: /);
      await assert.rejects(loadPipeline(join(folder, 'none.curate.yaml')), /There is no pipeline/);
    }));

  it('loads the pipeline that comes with the product', async () => {
    const { stages } = await inTempFolder(async (folder) => {
      await writeFile(join(folder, 'pool.jsonl'), '');
      return loadPipeline(S1K, { pool: folder });
    });
    assert.deepEqual(
      stages.map(({ stage }) => stage.name),
      [
        'api-errors',
        'quality',
        'exact-duplicates',
        'near-duplicates',
        'decontamination',
        'difficulty',
        'domains',
        'selection',
      ],
    );
  });

  it('pre-selects MATH by the name that the published code gives it, and by that of the published pool', async () => {
    const { stages } = await inTempFolder(async (folder) => {
      await writeFile(join(folder, 'pool.jsonl'), '{"question":"?"}\n');
      return loadPipeline(S1K, { pool: folder });
    });
    const { preselect } = stages.at(-1)!.parameters as { preselect: { source: string; longerThan?: number }[] };
    for (const source of ['simplescaling/openaimath/Algebra', 'qfq/openaimath/Algebra']) {
      const rules = preselect.filter((rule) => matchesSource(source, rule.source));
      assert.deepEqual(
        rules.map(({ longerThan }) => longerThan),
        [5600],
      );
    }
  });
});
