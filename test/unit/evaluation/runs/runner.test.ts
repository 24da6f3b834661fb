import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEvalFile, type EvalFile } from '../../../../src/evaluation/runs/eval-file.js';
import { factsOf, ownModel } from '../../../../src/evaluation/runs/model-facts.js';
import { reportOf } from '../../../../src/evaluation/runs/report-of.js';
import { resultOf } from '../../../../src/evaluation/runs/results.js';
import { evaluate, plannedRuns, type Progress } from '../../../../src/evaluation/runs/runner.js';
import { openTask, type TaskQuestion } from '../../../../src/evaluation/tasks/read-task.js';
import { Grader } from '../../../../src/grading/index.js';
import { ScriptedEngine, type Script } from '../../../support/scripted-engine.js';

/** Knows 2 + 2 at once, 3 + 3 after a "Wait"; of 4 + 4 it never stops thinking. */
const pupil: Script = (text) => {
  const begun = text.slice(text.indexOf('<think>\n') + 8);
  const say = (wanted: string, said: string) => (said.length < wanted.length ? wanted[said.length]! : '<|im_end|>');
  if (begun.includes('</think>')) {
    const said = begun.slice(begun.lastIndexOf('</think>') + 8).replace(/^\s*(Final Answer:)?/, '');
    const answer = text.includes('2 + 2') ? '4' : begun.includes('Wait') ? '6' : '5';
    return [[say(answer, said), 1]];
  }
  const thought = begun.split('Wait').at(-1)!;
  if (text.includes('4 + 4')) return [['.', 1]];
  return [[thought.length < 6 ? '.' : '</think>', 1]];
};
const newEngine = () => new ScriptedEngine(pupil, { words: ['Wait'], contextSize: 200 });

describe('running an evaluation', function () {
  this.timeout(60_000);
  let folder: string;
  let file: EvalFile;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'think-harder-run-'));
    const rows = ['2 + 2', '3 + 3', '4 + 4'].map((q, i) =>
      JSON.stringify({ id: q, question: `${q}?`, answer: String(4 + 2 * i) }),
    );
    writeFileSync(join(folder, 'task.jsonl'), rows.join('\n'));
    const yaml = `
file: ${join(folder, 'task.jsonl')}
answerReserve: 20
sampling: { temperature: 0 }
methods:
  - method: budget-forcing
    maxThinking: [3, null]
    waits: [0, 1]
  - method: none
`;
    file = parseEvalFile(yaml, 'a.eval.yaml');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function run(engine: ScriptedEngine, stopAfter = Number.POSITIVE_INFINITY) {
    const task = await openTask({ file: file.file, seed: 1 });
    const input = { facts: await factsOf(engine, file), file, task, folder };
    const stop = new AbortController();
    const seen: Progress[] = [];
    try {
      for await (const step of evaluate(input, ownModel(engine), stop.signal)) {
        seen.push(step);
        if (seen.filter(({ type }) => type === 'sample').length >= stopAfter) stop.abort();
      }
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
    return { seen, input, samples: seen.filter((step) => step.type === 'sample') };
  }

  async function table(engine: ScriptedEngine) {
    const task = await openTask({ file: file.file, seed: 1 });
    const questions: TaskQuestion[] = [];
    for await (const question of task.questions()) questions.push(question);
    using grader = new Grader();
    const settings = { extraction: 'usual' as const };
    const rows: Record<string, string[]> = {};
    for (const { run, key } of plannedRuns({ facts: await factsOf(engine, file), file, task })) {
      const { rows: found } = await resultOf(folder, key, run, questions, 1, settings, grader);
      rows[run.label] = found.map(({ verdict, thinking }) => `${verdict} ${thinking}`);
    }
    return rows;
  }

  it('gives every sample its verdict and counts', async () => {
    const { samples } = await run(newEngine());
    assert.equal(samples.length, 15);
    assert.deepEqual(samples.at(-1)?.done, 15);
    assert.deepEqual(await table(newEngine()), {
      'budget forcing, at most 3 tokens': ['correct 3', 'wrong 3', 'wrong 3'],
      'budget forcing, at most 3 tokens, 1× "Wait"': ['correct 3', 'wrong 3', 'wrong 3'],
      'budget forcing, no cap': ['correct 6', 'wrong 6', 'wrong 153'],
      'budget forcing, no cap, 1× "Wait"': ['correct 13', 'correct 13', 'wrong 153'],
      'no forcing': ['correct 6', 'wrong 6', 'wrong 153'],
    });
  });

  it('stopped and resumed, generates each sample once', async () => {
    const { samples: first } = await run(newEngine(), 6);
    assert.ok(first.length >= 6 && first.length < 15);
    const { seen, samples: second } = await run(newEngine());
    assert.deepEqual(seen[0], { type: 'begin', done: first.length, total: 15, damaged: 0 });
    assert.equal(second.length, 15 - first.length);
    const { samples: third } = await run(newEngine());
    assert.equal(third.length, 0);
  });

  it('resuming re-uses what is the same, and only that', async () => {
    await run(newEngine());
    file = { ...file, methods: [...file.methods, { method: 'none' }, { method: 'budget-forcing', maxThinking: 5 }] };
    assert.equal((await run(newEngine())).samples.length, 3, 'a new budget, and a method that is there twice');
    const rows = ['2 + 2', '3 + 3', '4 + 4'].map((q) => JSON.stringify({ id: q, question: `${q} = ?`, answer: 1 }));
    writeFileSync(file.file, rows.join('\n'));
    assert.equal((await run(newEngine())).samples.length, 18, 'the questions were edited');
    file = { ...file, sampling: { temperature: 0.5 } };
    assert.equal((await run(newEngine())).samples.length, 18);
    file = { ...file, seed: 2 };
    assert.equal((await run(newEngine())).samples.length, 18);
    assert.equal(readdirSync(join(folder, 'samples')).length, 18, 'a journal for each run, and no lock is left');
  });

  it('an edited reference answer is graded anew without generating', async () => {
    await run(newEngine());
    const rows = ['2 + 2', '3 + 3', '4 + 4'].map((q) => JSON.stringify({ id: q, question: `${q}?`, answer: 5 }));
    writeFileSync(file.file, rows.join('\n'));
    assert.equal((await run(newEngine())).samples.length, 0);
    assert.deepEqual((await table(newEngine()))['no forcing'], ['wrong 6', 'correct 6', 'correct 153']);
  });

  it('an edited question is asked anew, and the report names its line', async () => {
    await run(newEngine());
    const rows = ['2 + 2', '3 + 3', '4 + 4'].map((q) =>
      JSON.stringify({ id: q, question: q === '3 + 3' ? 'And 3 + 3?' : `${q}?`, answer: 4 }),
    );
    writeFileSync(file.file, rows.join('\n'));
    const { samples, input } = await run(newEngine());
    assert.equal(samples.length, 5, 'once for every run');
    using grader = new Grader();
    const { warnings } = await reportOf(input, grader);
    const sentence =
      'task.jsonl:2: the question "3 + 3" was changed after it was asked; its earlier samples are kept, but not counted.';
    assert.deepEqual(
      warnings.filter((text) => text.includes('changed')),
      [sentence],
    );
  });

  it('a task file that changes while its questions are asked ends the evaluation, with what is done kept', async () => {
    const engine = newEngine();
    const task = await openTask({ file: file.file, seed: 1 });
    const input = { facts: await factsOf(engine, file), file, task, folder };
    const steps = evaluate(input, ownModel(engine), new AbortController().signal);
    await assert.rejects(async () => {
      for await (const { type } of steps) {
        if (type === 'sample') appendFileSync(file.file, '\n');
      }
    }, /task\.jsonl was changed while its questions were asked: run it again, nothing is lost/);
    const { samples, seen } = await run(newEngine());
    const [begin] = seen;
    assert.ok(begin?.type === 'begin' && begin.done > 0);
    assert.equal(begin.done + samples.length, begin.total);
  });

  it('a question that does not fit is censored; the others go on', async () => {
    writeFileSync(
      file.file,
      [
        { question: 'x'.repeat(300), answer: '1' },
        { question: '2 + 2?', answer: '4' },
      ]
        .map((row) => JSON.stringify(row))
        .join('\n'),
    );
    await run(newEngine());
    assert.deepEqual((await table(newEngine()))['no forcing'], ['censored 0', 'correct 6']);
  });

  it('votes: the majority of same answers, whatever way they are written', async () => {
    const voter: Script = (text) =>
      text.includes('</think>')
        ? text.endsWith('</think>')
          ? [
              ['0.50', 1],
              ['1/2', 1],
              ['7', 1],
            ]
          : [['<|im_end|>', 1]]
        : [['</think>', 1]];
    const engine = () => new ScriptedEngine(voter, { words: ['0.50', '1/2', '7'] });
    writeFileSync(file.file, JSON.stringify({ question: 'half?', answer: '1/2' }));
    file = { ...file, methods: [{ method: 'majority', samples: 40 }] };
    await run(engine());
    assert.deepEqual(await table(engine()), { 'majority of 40': ['correct 0'] });
  });
});

describe('*.eval.yaml', () => {
  const bad = (yaml: string) => () => parseEvalFile(yaml, 'x.eval.yaml');

  it('names file, line and what does not fit', () => {
    assert.throws(
      bad('file: a.jsonl\nmethods:\n  - method: magic\n'),
      /x\.eval\.yaml:3.*no method "magic"; use one of none/,
    );
    assert.throws(
      bad('file: a.jsonl\nmethods:\n  - method: none\n  - method: majority\n    samples: 0\n'),
      /:5: methods\.1\.samples/,
    );
    assert.throws(
      bad('file: a.jsonl\nlimit: many\nmethods: [{method: none}]'),
      /:2: limit does not fit: expected integer/,
    );
    assert.throws(bad('methods: [{method: none}]'), /file does not fit/);
    assert.throws(bad('file: [\n'), /x\.eval\.yaml:2 is not valid YAML/);
    assert.throws(bad('file: a.jsonl\ncolour: red\nmethods: [{method: none}]'), /:2: colour/);
  });
});
