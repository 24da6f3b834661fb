import { Type } from '@sinclair/typebox';
import { detectorOf } from '../decontaminate/detectors.js';
import type { ContaminationHit, Drop, Stage } from './stage.js';

const parameters = Type.Object(
  {
    tasks: Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      description: 'Files with evaluation questions, relative to the pipeline.',
    }),
    method: Type.Union([Type.Literal('ngram8'), Type.Literal('ngram13'), Type.Literal('minhash')], {
      default: 'ngram8',
      description: 'ngram8: as published, one shared run of 8 words. ngram13: 13 words. minhash: alike as a whole.',
    }),
  },
  { additionalProperties: false },
);

/** Questions that share words with an evaluation task. */
export const decontamination: Stage<typeof parameters> = {
  name: 'decontamination',
  title: 'Decontamination',
  parameters,
  async run(pool, { tasks, method }, tools) {
    const items = await tools.evaluationItems(tasks);
    const { detector } = detectorOf({ method, column: 'question', items });
    const drops: Drop[] = [];
    const hits: ContaminationHit[] = [];
    for await (const { index, question } of pool.rows()) {
      const found = detector.match(question).map(({ item, shared }) => {
        const { task = '', row = 0 } = items[item] ?? {};
        return { row: index, task, taskRow: row, shared };
      });
      const [first] = found;
      if (first === undefined) continue;
      hits.push(...found);
      const detail = `${first.task}, row ${first.taskRow}: ${first.shared.join(' ')}`;
      drops.push({ row: index, reason: 'shares words with an evaluation task', detail });
    }
    const against = tasks.length === 0 ? 'no task: nothing was looked for' : tasks.join(', ');
    return { drops, hits, notes: [`Decontaminated by ${method} against ${against} (${items.length} questions).`] };
  },
};
