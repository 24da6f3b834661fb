import { Type, type Static } from '@sinclair/typebox';
import { TracePlan } from '../models/plan.js';
import { referenceOf } from '../models/reference.js';
import type { TraceVerdict } from '../models/trace-maker.js';
import { needModels, type Drop, type StageModels, type StagePool, type StageTools } from './stage.js';

/** A model at a budget that shows by solving a question that it is easy. */
export const GraderChoice = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'Name of its verdict: later stages and the result have it.' }),
    ...TracePlan.properties,
    leastTokens: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'The second sign: a question it thought about with fewer tokens is too easy, solved or not.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type GraderChoice = Static<typeof GraderChoice>;

/** Rows that one of several graders finds easy, and all verdicts. */
export interface Graded {
  readonly drops: readonly Drop[];
  readonly verdicts: ReadonlyMap<number, Readonly<Record<string, boolean>>>;
  /** Rows of which no grader could say anything. */
  readonly unknown: ReadonlySet<number>;
  readonly notes: readonly string[];
}

type Counts = Record<TraceVerdict['verdict'] | 'short' | 'unasked', number>;

/**
 * Asks one grader after the other, each what those before have not solved: who is solved once is dropped anyway. An
 * attempt that ends without an answer has not solved its question; of one that was cut, or that nobody could grade,
 * nothing is known. Without a right answer a question is not asked.
 */
export async function gradeByModels(
  pool: StagePool,
  graders: readonly GraderChoice[],
  tools: StageTools,
): Promise<Graded> {
  const models = needModels(tools, 'Difficulty by graders');
  const drops = new Map<number, Drop>();
  const verdicts = new Map<number, Record<string, boolean>>();
  const notes: string[] = [];
  for (const grader of graders) {
    const counts = await askGrader(pool, grader, models, drops, verdicts, tools.signal);
    notes.push(counts);
  }
  const unknown = new Set<number>();
  for await (const { index } of pool.rows()) if (!drops.has(index) && !verdicts.has(index)) unknown.add(index);
  return { drops: [...drops.values()].sort((a, b) => a.row - b.row), verdicts, unknown, notes };
}

async function askGrader(
  pool: StagePool,
  { name, leastTokens = 0, ...plan }: GraderChoice,
  models: StageModels,
  drops: Map<number, Drop>,
  verdicts: Map<number, Record<string, boolean>>,
  signal: AbortSignal | undefined,
): Promise<string> {
  const left = async function* () {
    for await (const row of pool.rows()) {
      const reference = drops.has(row.index) ? undefined : referenceOf(row);
      if (reference !== undefined) yield { row, reference };
    }
  };
  const set = await models.solve(`Difficulty: ${name}`, plan, async function* () {
    for await (const { row, reference } of left()) yield { text: row.question, reference };
  });
  const counts: Counts = { correct: 0, wrong: 0, censored: 0, unparsable: 0, ungraded: 0, short: 0, unasked: 0 };
  for await (const { row, reference } of left()) {
    signal?.throwIfAborted();
    const found = await set.of(row.question);
    if (found === undefined) {
      counts.unasked += 1;
      continue;
    }
    const { trace } = found;
    const choices = row.choices === null ? {} : { choices: row.choices };
    const { verdict } = await models.grade({ trace, reference, ...choices });
    counts[verdict] += 1;
    const solved = verdict === 'correct';
    if (solved || verdict === 'wrong' || verdict === 'unparsable') {
      verdicts.set(row.index, { ...verdicts.get(row.index), [name]: solved });
    }
    const tokens = trace.counts.thinking;
    if (solved) drops.set(row.index, { row: row.index, reason: `solved by ${name}`, detail: `${tokens} tokens` });
    else if (tokens < leastTokens) {
      counts.short += 1;
      const detail = `${tokens} tokens, fewer than ${leastTokens}`;
      drops.set(row.index, { row: row.index, reason: `short trace of ${name}`, detail });
    }
  }
  const told = Object.entries(counts).filter(([, count]) => count > 0);
  return `${name} is ${set.name}: ${told.map(([what, count]) => `${what} ${count}`).join(', ')}.`;
}
