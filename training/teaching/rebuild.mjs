#!/usr/bin/env node
// Rebuilds the embedded model from nothing: environment, data and training, export, evaluation, model card.
//
//   node training/teaching/rebuild.mjs [--run FOLDER] [--tokens N] [--out FOLDER]
//   node training/teaching/rebuild.mjs --smoke     two minutes: a tiny model, a kill, every step checked (npm run test:training)
//
// Every step goes on where it was: run it again after an interruption. Nothing outside --run, --out and the virtual
// environment training/teaching/.venv is written.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const { values } = parseArgs({
  options: {
    run: { type: 'string', default: path.join(here, 'runs', 'embedded') },
    out: { type: 'string', default: path.join(root, 'media', 'models') },
    tokens: { type: 'string', default: '17.1e6' },
    python: { type: 'string', default: process.env.THINK_HARDER_PYTHON ?? 'python3' },
    smoke: { type: 'boolean', default: false },
  },
});

const environment = { ...process.env, OMP_WAIT_POLICY: 'PASSIVE', GOMP_SPINCOUNT: '0' };

function command(program, args, options = {}) {
  const done = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: environment, ...options });
  if (done.error !== undefined) throw done.error;
  if (done.status !== 0)
    throw new Error(`${path.basename(program)} ${args.join(' ')} ended with ${done.status ?? done.signal}`);
}

/** The virtual environment's Python; made, and filled from requirements.txt, when it is missing or out of date. */
function preparePython() {
  const folder = path.join(here, '.venv');
  const python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const wanted = readFileSync(path.join(here, 'requirements.txt'), 'utf8');
  const stamp = path.join(folder, 'installed.txt');
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  console.log('Making the virtual environment training/teaching/.venv (once; PyTorch is large) …');
  command(values.python, ['-m', 'venv', folder]);
  command(python, ['-m', 'pip', 'install', '--quiet', '-r', path.join(here, 'requirements.txt')]);
  writeFileSync(stamp, wanted);
  return python;
}

const script = (name) => path.join(here, name);

function evaluate(entry, args) {
  command(process.execPath, ['--import', 'tsx', script(`evaluate/${entry}.ts`), ...args]);
}

/** The evaluation, the questions shared among as many processes as there are cores. */
async function evaluateAll(model, questions, outcomes) {
  const parts = availableParallelism();
  const one = async (number) => {
    const args = ['--model', model, '--questions', questions, '--out', outcomes, '--part', `${number}/${parts}`];
    const child = spawn(process.execPath, ['--import', 'tsx', script('evaluate/main.ts'), ...args], {
      cwd: root,
      stdio: 'inherit',
    });
    const [code, signal] = await once(child, 'exit');
    if (code !== 0) throw new Error(`evaluation, part ${number} of ${parts}, ended with ${code ?? signal}`);
  };
  await Promise.all(Array.from({ length: parts }, (_, i) => one(i + 1)));
}

/** Greedy tokens of the Hugging Face form against the GGUF in F32 (must agree) and in F16 (reported). */
function agreement(python, run, questions, count) {
  const work = path.join(run, 'agreement');
  mkdirSync(work, { recursive: true });
  command(python, [script('export_hf.py'), run, path.join(work, 'hf')]);
  const files = ['f32', 'f16'].map((kind) => {
    const gguf = path.join(work, `${kind}.gguf`);
    command(python, [script('export_gguf.py'), run, gguf, '--type', kind]);
    const tokens = path.join(work, `${kind}.json`);
    evaluate('tokens', ['--model', gguf, '--questions', questions, '--out', tokens, '--count', String(count)]);
    return tokens;
  });
  const result = path.join(work, 'agreement.json');
  command(python, [script('agreement.py'), path.join(work, 'hf'), result, ...files]);
  return result;
}

async function rebuild(python) {
  const run = path.resolve(values.run);
  const out = path.resolve(values.out);
  mkdirSync(out, { recursive: true });
  command(python, [script('train.py'), run, '--tokens', values.tokens]);
  const model = path.join(out, 'think-harder-teaching.gguf');
  command(python, [script('export_gguf.py'), run, model]);
  const questions = path.join(run, 'held-out.jsonl');
  command(python, [script('questions.py'), questions]);
  const agreed = agreement(python, run, questions, 50);
  const outcomes = path.join(run, 'outcomes');
  await evaluateAll(model, questions, outcomes);
  command(python, [script('report.py'), outcomes, questions, model, agreed, out]);
}

/** Trains for a moment, kills that with no warning, and goes on: the log must show that it took up where it was. */
async function trainThroughKill(python, run) {
  const args = [
    script('train.py'),
    run,
    '--tokens',
    '60e3',
    '--batch-tokens',
    '1500',
    '--checkpoint-seconds',
    '1',
    '--shape',
    '{"width":64,"layers":2,"heads":2,"feed_forward":128}',
  ];
  const child = spawn(python, args, { cwd: root, env: environment, stdio: 'inherit' });
  const checkpoint = path.join(run, 'checkpoint.pt');
  while (!existsSync(checkpoint) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 100));
  if (child.exitCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
  command(python, args);
  const starts = [...readFileSync(path.join(run, 'log.txt'), 'utf8').matchAll(/^start at step (\d+)/gm)].map((m) =>
    Number(m[1]),
  );
  if (starts.length !== 2 || starts[0] !== 0 || starts[1] === 0)
    throw new Error(`training did not resume: starts at ${starts}`);
}

/** Unit tests, training through a kill, both exports agreeing, evaluation, card. */
const SMOKE_STEPS = 5;

async function smoke(python) {
  const tests = path.join(root, 'test', 'training');
  command(python, ['-m', 'unittest', 'discover', '-s', tests, '-t', tests]);
  const run = path.join(here, 'runs', 'smoke');
  rmSync(run, { recursive: true, force: true });
  mkdirSync(run, { recursive: true });
  await trainThroughKill(python, run);
  const questions = path.join(run, 'held-out.jsonl');
  command(python, [script('questions.py'), questions, '--each', '2']);
  const agreed = agreement(python, run, questions, 5);
  const outcomes = path.join(run, 'outcomes');
  const model = path.join(run, 'agreement', 'f16.gguf');
  await evaluateAll(model, questions, outcomes);
  command(python, [script('report.py'), outcomes, questions, model, agreed, run]);
  for (const name of ['README.md', 'accuracy.svg', 'evaluation.json']) {
    if (statSync(path.join(run, name)).size < 500) throw new Error(`${name} is too small`);
  }
  // What scripts/test.mjs reads: this suite counts as its steps.
  const results = process.env.THINK_HARDER_RESULTS;
  if (results !== undefined)
    appendFileSync(results, `${JSON.stringify({ passed: SMOKE_STEPS, failed: 0, skipped: 0 })}\n`);
  console.log('smoke: environment, unit tests, training through a kill, exports, agreement, evaluation and card work');
}

try {
  const python = preparePython();
  await (values.smoke ? smoke(python) : rebuild(python));
} catch (error) {
  console.error(`training/teaching: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
