/**
 * Measures a model on the held-out questions through the product's own engine and methods.
 *
 *   npx tsx training/teaching/evaluate/main.ts --model FILE.gguf --questions FILE.jsonl --out FOLDER [--only off,own]
 *
 * Writes one JSON file a setting, beside and renamed; a setting whose file is there already (same model, same
 * questions) is not run again, so that an interrupted evaluation goes on where it was.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { loadLocalEngine, type LocalEngine } from '../../../src/engines/local/index.js';
import { DEFAULT_BUDGET } from '../../../src/reasoning/budget.js';
import { RunControls } from '../../../src/reasoning/controls.js';
import { ReasoningSession } from '../../../src/reasoning/session.js';
import { textOf, type Trace } from '../../../src/reasoning/trace.js';
import { isRight } from './answer.js';
import { SETTINGS, type Setting } from './settings.js';

interface Question {
  readonly id: string;
  readonly family: string;
  readonly language: string;
  readonly question: string;
  readonly answer: string;
}

/** What one setting gave; the arrays follow the order of the questions. */
interface Outcome {
  readonly model: string;
  readonly questions: string;
  readonly engine: string;
  readonly setting: Setting;
  readonly right: number[];
  readonly censored: number[];
  readonly thinking: number[];
  readonly seconds: number;
}

/** Room for the answer: the longest is a few digits, and more than that is a fault that should show as censored. */
const ANSWER_RESERVE = 64;

async function solve(session: ReasoningSession, question: Question, setting: Setting, index: number): Promise<Trace> {
  const events = session.solve(
    {
      id: question.id,
      question: { text: question.question },
      budget: { ...DEFAULT_BUDGET, answerReserve: ANSWER_RESERVE, ...setting.budget },
      sampling: { temperature: setting.temperature, topK: 0, topP: 1, minP: 0, seed: index + 1 },
    },
    new RunControls(),
  );
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value;
  }
}

async function measure(
  engine: LocalEngine,
  questions: readonly Question[],
  setting: Setting,
  key: string,
): Promise<Outcome> {
  await using session = new ReasoningSession(engine);
  const begun = performance.now();
  const right: number[] = [];
  const censored: number[] = [];
  const thinking: number[] = [];
  for (const [index, question] of questions.entries()) {
    const trace = await solve(session, question, setting, index);
    right.push(Number(isRight(textOf(trace, 'answer'), question.answer)));
    censored.push(Number(trace.end.answer === 'censored'));
    thinking.push(trace.counts.thinking);
  }
  const seconds = (performance.now() - begun) / 1000;
  return {
    model: engine.model.sha256,
    questions: key,
    engine: engine.version,
    setting,
    right,
    censored,
    thinking,
    seconds,
  };
}

function isDone(file: string, model: string, key: string): boolean {
  if (!existsSync(file)) return false;
  const before = JSON.parse(readFileSync(file, 'utf8')) as Outcome;
  return before.model === model && before.questions === key;
}

async function main(): Promise<void> {
  const options = new Command()
    .requiredOption('--model <file>', 'GGUF file')
    .requiredOption('--questions <file>', 'held-out questions (questions.py)')
    .requiredOption('--out <folder>', 'where the outcomes go')
    .option('--only <names>', 'comma-separated settings; all without it')
    .parse()
    .opts<{ model: string; questions: string; out: string; only?: string }>();
  const text = readFileSync(options.questions, 'utf8');
  const key = createHash('sha256').update(text).digest('hex');
  const questions = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Question);
  const wanted = options.only?.split(',');
  mkdirSync(options.out, { recursive: true });
  const engine = await loadLocalEngine({
    path: path.resolve(options.model),
    cacheFolder: path.resolve(options.out, 'cache'),
    gpu: 'cpu',
    threads: 1,
    sequences: 1,
  });
  try {
    for (const setting of SETTINGS.filter(({ name }) => wanted?.includes(name) ?? true)) {
      const file = path.join(options.out, `${setting.name}.json`);
      if (isDone(file, engine.model.sha256, key)) continue;
      const outcome = await measure(engine, questions, setting, key);
      writeFileSync(`${file}.tmp`, JSON.stringify(outcome));
      renameSync(`${file}.tmp`, file);
      const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      console.log(
        `${setting.name}: ${(100 * mean(outcome.right)).toFixed(1)} % right, ` +
          `${mean(outcome.thinking).toFixed(1)} thinking tokens, ${outcome.seconds.toFixed(0)} s`,
      );
    }
  } finally {
    await engine[Symbol.asyncDispose]();
  }
}

await main();
