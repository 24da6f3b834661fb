import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SameOptions } from '../../grading/index.js';
import { at, EvaluationError } from '../errors.js';
import { BalancedShuffle } from './choices.js';
import { TASKS, type TaskDefinition } from './definitions.js';
import { detectMapping, type Mapping } from './mapping.js';
import { asked, letter, promptTemplate } from './prompts.js';
import { readRows, type Problem, type Row } from './read-rows.js';
import { SeenRows } from './seen-rows.js';

/** A question of a task, ready to be asked and graded. */
export interface TaskQuestion {
  readonly id: string;
  readonly text: string;
  /** With choices and template: what the model reads. */
  readonly ask: string;
  readonly reference: string;
  readonly choices?: readonly string[];
  readonly line: number;
}

export interface TaskOptions {
  /** Name of a ready definition. */
  readonly name?: string;
  readonly file: string;
  /** Found by looking at the file where it is absent and no definition says it. */
  readonly mapping?: Mapping;
  readonly prompt?: string;
  /** At most so many questions, from the first on. */
  readonly limit?: number;
  /** Of the shuffled choices. */
  readonly seed: number;
}

/** A task that can be read, as often as it is needed. */
export interface Task {
  readonly title: string;
  readonly mapping: Mapping;
  readonly prompt: string;
  readonly grading: SameOptions;
  /** Its questions must not be published. */
  readonly closed: boolean;
  /** Changes when the file does: its size and the time of its last change. */
  stamp(): Promise<string>;
  /** Reads the questions, streamed. Rows that cannot be used go to `onProblem`. */
  questions(onProblem?: (problem: Problem) => void): AsyncGenerator<TaskQuestion>;
}

/** Rows looked at for the mapping. */
const LOOK = 20;

/**
 * A task from its file.
 * @throws EvaluationError naming the file when it is empty, unreadable, or its fields cannot be told
 */
export async function openTask(options: TaskOptions): Promise<Task> {
  const { file, name } = options;
  if (name !== undefined && !Object.hasOwn(TASKS, name)) {
    const known = Object.keys(TASKS).join(', ');
    throw new EvaluationError(
      `There is no ready task "${name}": use one of ${known}, or leave it out and give a mapping.`,
    );
  }
  const definition = name === undefined ? undefined : TASKS[name];
  const rows = await firstRows(file);
  const mapping = options.mapping ?? definition?.mapping ?? detectMapping(rows.map(({ value }) => value));
  if (mapping === undefined) {
    const fields = Object.keys(rows[0]?.value ?? {}).join(', ');
    throw new EvaluationError(
      `It cannot be told which fields of ${file} hold question and answer (it has ${fields}): say it under "mapping".`,
    );
  }
  const missing = [mapping.question, mapping.answer].find((field) => rows.every(({ value }) => !(field in value)));
  if (missing !== undefined) throw new EvaluationError(`${at(file, rows[0]?.line ?? 1)} has no field "${missing}".`);
  const prompt = promptTemplate(options.prompt ?? definition?.prompt ?? 'bare');
  const chooses = mapping.choices !== undefined || mapping.wrong !== undefined;
  return {
    title: definition?.title ?? basename(file),
    mapping,
    prompt,
    grading: definition?.grading ?? (chooses ? { kind: 'choice' } : {}),
    closed: definition?.closed === true,
    stamp: async () => {
      const found = await stat(file).catch(() => undefined);
      return found === undefined ? 'gone' : `${found.size} ${found.mtimeMs}`;
    },
    questions: (onProblem = () => undefined) => questionsOf(options, mapping, prompt, definition, onProblem),
  };
}

async function firstRows(file: string): Promise<Row[]> {
  const rows: Row[] = [];
  let problem: Problem | undefined;
  for await (const row of readRows(file, (found) => (problem ??= found))) {
    if (rows.push(row) === LOOK) break;
  }
  if (rows.length > 0) return rows;
  const why = problem === undefined ? `${file} is empty` : `${at(file, problem.line)}: ${problem.message}`;
  throw new EvaluationError(`${why}: give a file with one question in each row.`);
}

async function* questionsOf(
  options: TaskOptions,
  mapping: Mapping,
  template: string,
  definition: TaskDefinition | undefined,
  onProblem: (problem: Problem) => void,
): AsyncGenerator<TaskQuestion> {
  const { file, limit = Number.POSITIVE_INFINITY, seed } = options;
  const shuffle = new BalancedShuffle(seed);
  const ids = new SeenRows();
  const seen = new SeenRows();
  let count = 0;
  if (limit <= 0) return;
  for await (const row of readRows(file, onProblem)) {
    if (definition?.leaveOut?.(row.value) === true) continue;
    const question = readQuestion(row, mapping, definition, shuffle);
    if ('message' in question) {
      onProblem(question);
      continue;
    }
    // The same question with its choices in another order is the same.
    const before = seen.add([question.text, ...(question.choices ?? []).toSorted()], row.line);
    if (before !== undefined) {
      onProblem({ line: row.line, message: `the same question stands in line ${before}` });
      continue;
    }
    const again = mapping.id === undefined ? undefined : ids.add([question.id], row.line);
    if (again !== undefined) {
      onProblem({ line: row.line, message: `its id "${question.id}" is also that of line ${again}` });
      continue;
    }
    yield { ...question, ask: asked(question.text, question.choices, template) };
    if (++count >= limit) return;
  }
}

type Read = Omit<TaskQuestion, 'ask'> | Problem;

function readQuestion(
  { value, line }: Row,
  mapping: Mapping,
  definition: TaskDefinition | undefined,
  shuffle: BalancedShuffle,
): Read {
  const problem = (message: string): Problem => ({ line, message });
  const text = value[mapping.question];
  if (typeof text !== 'string') return problem(`its field "${mapping.question}" is no text`);
  if (text.trim() === '') return problem('it has no question');
  const given = answerText(value[mapping.answer]);
  if (given === undefined || given.trim() === '') return problem('it has no answer');
  const reference = (definition?.reference?.(given) ?? given).trim();
  const id = mapping.id === undefined ? `line ${line}` : textOf(value[mapping.id]);
  if (id === undefined) return problem(`its field "${mapping.id ?? ''}" names no row`);
  const base = { id, text: text.trim(), line };
  if (mapping.wrong !== undefined) {
    const wrong = mapping.wrong.map((field) => textOf(value[field])?.trim());
    if (!wrong.every((choice) => choice !== undefined)) return problem('a choice is missing');
    const { choices, answer } = shuffle.shuffle(reference, wrong);
    return { ...base, choices, reference: answer };
  }
  if (mapping.choices === undefined) return { ...base, reference };
  const choices = listOf(value, mapping.choices);
  if (choices === undefined) return problem('its choices are no list of texts');
  const right = letterOf(reference, choices);
  return right === undefined
    ? problem(`its answer "${reference.slice(0, 40)}" is none of its choices`)
    : { ...base, choices, reference: right };
}

/** The right choice as a letter: the answer may be a letter, a choice's text, or a number counted from 0. */
function letterOf(answer: string, choices: readonly string[]): string | undefined {
  const at = choices.findIndex((choice) => choice.trim() === answer);
  if (at >= 0) return letter(at);
  if (/^\(?[A-Z]\)?\.?$/.test(answer)) {
    const found = answer.replace(/[^A-Z]/g, '');
    return found.charCodeAt(0) - 65 < choices.length ? found : undefined;
  }
  return /^\d+$/.test(answer) && Number(answer) < choices.length ? letter(Number(answer)) : undefined;
}

function listOf(value: Row['value'], field: string | readonly string[]): string[] | undefined {
  const given: unknown = typeof field === 'string' ? value[field] : field.map((name) => value[name]);
  const list: unknown = typeof given === 'string' ? parsedList(given) : given;
  if (!Array.isArray(list)) return undefined;
  const texts = list.map(textOf).filter((text) => text !== undefined);
  return texts.length === list.length && texts.length >= 2 ? texts : undefined;
}

function parsedList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answerText(value: unknown): string | undefined {
  if (!Array.isArray(value)) return textOf(value);
  const texts = value.map(textOf);
  if (!texts.every((text) => text !== undefined)) return undefined;
  return texts.length === 1 ? texts[0] : texts.join(', ');
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
