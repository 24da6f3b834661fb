import { Type } from '@sinclair/typebox';
import { questionHash } from '../pool-row.js';
import { normalized } from '../text/python-text.js';
import { dropEach, type Stage } from './stage.js';

const parameters = Type.Object(
  {
    normalise: Type.Boolean({
      default: false,
      description:
        'true: questions that differ in case or white space alone count as equal. The paper compares them as they are.',
    }),
  },
  { additionalProperties: false },
);

/** The same question twice: the first stays (s1, data/collect_data.py). */
export const exactDuplicates: Stage<typeof parameters> = {
  name: 'exact-duplicates',
  title: 'Exact duplicates',
  about: 'Of equal questions the first stays.',
  parameters,
  async run(pool, { normalise }) {
    const firsts = new Map<string, string>();
    const drops = await dropEach(pool, ({ question, id }) => {
      const key = questionHash(normalise ? normalized(question) : question);
      const first = firsts.get(key);
      if (first !== undefined) return { reason: 'the same question again', detail: `as ${first}` };
      firsts.set(key, id);
      return undefined;
    });
    return { drops, notes: [] };
  },
};
