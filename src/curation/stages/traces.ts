import { Type } from '@sinclair/typebox';
import { TracePlan } from '../models/plan.js';
import { referenceOf } from '../models/reference.js';
import type { PoolRow } from '../pool-row.js';
import { needModels, type Drop, type RowTrace, type Stage } from './stage.js';

const parameters = Type.Object(
  {
    ...TracePlan.properties,
    only: Type.Union([Type.Literal('missing'), Type.Literal('all')], {
      default: 'missing',
      description: 'missing: rows that have no trace. all: every row; its own trace is put aside.',
    }),
    unfinished: Type.Union([Type.Literal('drop'), Type.Literal('keep')], {
      default: 'drop',
      description: 'What happens to a question whose answer was cut or that the model could not be asked.',
    }),
    verdict: Type.String({
      minLength: 1,
      default: 'trace_correct',
      description: 'Name of the verdict on the trace, where the right answer is known.',
    }),
  },
  { additionalProperties: false },
);

/** Traces by a model at a chosen budget. What was thought before is not thought again. */
export const traces: Stage<typeof parameters> = {
  name: 'traces',
  title: 'Traces',
  about: 'A model thinks about every row that has no trace.',
  parameters,
  models: ({ model }) => [model],
  async run(pool, { only, unfinished, verdict: name, ...plan }, tools) {
    const models = needModels(tools, 'Making traces');
    const wanted = (row: PoolRow) => only === 'all' || row.thinking === null;
    const set = await models.solve('Traces', plan, async function* () {
      for await (const row of pool.rows()) if (wanted(row)) yield { text: row.question };
    });
    const drops: Drop[] = [];
    const made = new Map<number, RowTrace>();
    const verdicts = new Map<number, Record<string, boolean>>();
    const count = { kept: 0, correct: 0, wrong: 0 };
    for await (const row of pool.rows()) {
      tools.signal?.throwIfAborted();
      if (!wanted(row)) {
        count.kept += 1;
        continue;
      }
      const found = await set.of(row.question);
      const flaw = found === undefined ? 'the model could not be asked' : flawOf(found.trace.end.answer);
      if (flaw !== undefined && unfinished === 'drop') drops.push({ row: row.index, reason: flaw });
      if (found === undefined || (flaw !== undefined && unfinished === 'drop')) continue;
      const { trace, store, offset, length } = found;
      made.set(row.index, { store, offset, length, thinkingTokens: trace.counts.thinking });
      const reference = referenceOf(row);
      if (reference === undefined) continue;
      const { verdict } = await models.grade({
        trace,
        reference,
        ...(row.choices === null ? {} : { choices: row.choices }),
      });
      if (verdict !== 'correct' && verdict !== 'wrong') continue;
      count[verdict] += 1;
      verdicts.set(row.index, { [name]: verdict === 'correct' });
    }
    const judged = `${count.correct} of them are correct, ${count.wrong} wrong, ${made.size - count.correct - count.wrong} without a verdict`;
    const kept = count.kept === 0 ? '' : `; ${count.kept} rows kept the trace of the data`;
    return {
      drops,
      traces: made,
      verdicts,
      notes: [`Traces of ${made.size} questions by ${set.name}: ${judged}${kept}.`],
    };
  },
};

function flawOf(end: string | null): string | undefined {
  return end === 'natural' ? undefined : 'the answer was cut';
}
