/**
 * Measures a model on the held-out questions through the product's own engine and methods.
 *
 *   node --import tsx training/teaching/evaluate/main.ts --model FILE.gguf --questions FILE.jsonl --out FOLDER
 *
 * Writes one JSON file a setting and part, beside and renamed; a group of settings whose files are there already (same model, same
 * questions) is not run again, so that an interrupted evaluation goes on where it was.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { loadLocalEngine } from '../../../src/engines/local/index.js';
import { DEFAULT_BUDGET, type Budget } from '../../../src/reasoning/budget.js';
import { RunControls } from '../../../src/reasoning/controls.js';
import type { TraceEvent } from '../../../src/reasoning/events.js';
import { ReasoningSession } from '../../../src/reasoning/session.js';
import { textOf, type Trace } from '../../../src/reasoning/trace.js';
import { isRight } from './answer.js';
import { GROUPS, type Group, type Setting } from './settings.js';

interface Question {
  readonly id: string;
  readonly family: string;
  readonly language: string;
  readonly question: string;
  readonly answer: string;
}

/** What one setting gave; the arrays follow `asked`, the questions' places in the file. */
interface Outcome {
  readonly model: string;
  readonly questions: string;
  readonly engine: string;
  readonly setting: Setting;
  readonly asked: number[];
  readonly right: number[];
  readonly censored: number[];
  readonly thinking: number[];
}

/** Room for the answer: the longest is a few digits, and more than that is a fault that should show as censored. */
const ANSWER_RESERVE = 64;

function budgetOf(setting: Setting): Budget {
  return { ...DEFAULT_BUDGET, answerReserve: ANSWER_RESERVE, ...setting.budget };
}

async function finish(events: AsyncGenerator<TraceEvent, Trace>): Promise<Trace> {
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value;
  }
}

/** The trace of each setting of a group, one after another, for one question. */
async function* solve(session: ReasoningSession, question: Question, group: Group, seed: number) {
  const [first, ...further] = group.settings;
  const { temperature } = first;
  let trace = await finish(
    session.solve(
      {
        id: question.id,
        question: { text: question.question },
        budget: budgetOf(first),
        sampling: { temperature, topK: 0, topP: 1, minP: 0, seed },
      },
      new RunControls(),
    ),
  );
  yield trace;
  for (const setting of further) {
    // An end that the context forced leaves nothing to suppress; the room is asked for as the session does.
    const room = session.largestBudget(trace) > trace.counts.thinking;
    if (trace.end.thinking === 'natural' && room) {
      trace = await finish(session.thinkHarder(trace, budgetOf(setting), new RunControls()));
    }
    yield trace;
  }
}

/** One of several processes that share the questions among themselves. */
interface Part {
  readonly number: number;
  readonly of: number;
}

async function measure(session: ReasoningSession, questions: readonly Question[], group: Group, part: Part) {
  const results = group.settings.map(() => ({
    asked: [] as number[],
    right: [] as number[],
    censored: [] as number[],
    thinking: [] as number[],
  }));
  for (const [index, question] of questions.entries()) {
    const { every } = group.settings[0];
    if (index % every !== 0 || (index / every) % part.of !== part.number - 1) continue;
    let at = 0;
    for await (const trace of solve(session, question, group, index + 1)) {
      const result = results[at++];
      result?.asked.push(index);
      result?.right.push(Number(isRight(textOf(trace, 'answer'), question.answer)));
      result?.censored.push(Number(trace.end.answer === 'censored'));
      result?.thinking.push(trace.counts.thinking);
    }
  }
  return results;
}

function isDone(file: string, model: string, key: string): boolean {
  if (!existsSync(file)) return false;
  const before = JSON.parse(readFileSync(file, 'utf8')) as Outcome;
  return before.model === model && before.questions === key;
}

function write(file: string, outcome: Outcome): void {
  writeFileSync(`${file}.tmp`, JSON.stringify(outcome));
  renameSync(`${file}.tmp`, file);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const share = (100 * mean(outcome.right)).toFixed(1);
  console.log(`${outcome.setting.name}: ${share} % right, ${mean(outcome.thinking).toFixed(1)} thinking tokens`);
}

async function main(): Promise<void> {
  const options = new Command()
    .requiredOption('--model <file>', 'GGUF file')
    .requiredOption('--questions <file>', 'held-out questions (questions.py)')
    .requiredOption('--out <folder>', 'where the outcomes go')
    .option('--only <names>', 'comma-separated groups (settings.ts); all without it')
    .option('--part <n/of>', 'one of several processes that share the questions', '1/1')
    .parse()
    .opts<{ model: string; questions: string; out: string; only?: string; part: string }>();
  const [number = 1, of = 1] = options.part.split('/').map(Number);
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
    await using session = new ReasoningSession(engine);
    for (const group of GROUPS.filter(({ name }) => wanted?.includes(name) ?? true)) {
      const fileOf = (setting: Setting) => path.join(options.out, `${setting.name}.${number}-of-${of}.json`);
      if (group.settings.every((setting) => isDone(fileOf(setting), engine.model.sha256, key))) continue;
      const results = await measure(session, questions, group, { number, of });
      group.settings.forEach((setting, i) => {
        const result = results[i];
        if (result === undefined) throw new Error(`${setting.name} was not measured`);
        const about = { model: engine.model.sha256, questions: key, engine: engine.version, setting };
        write(fileOf(setting), { ...about, ...result });
      });
    }
  } finally {
    await engine[Symbol.asyncDispose]();
  }
}

await main();
