import { Type } from '@sinclair/typebox';
import { NearDuplicates } from '../near-duplicates.js';
import type { Stage } from './stage.js';

const parameters = Type.Object(
  {
    of: Type.Union([Type.Literal('words'), Type.Literal('characters')], {
      default: 'words',
      description: 'What a shingle is made of.',
    }),
    shingle: Type.Integer({ minimum: 1, maximum: 64, default: 5, description: 'Words or characters of one shingle.' }),
    bands: Type.Integer({ minimum: 1, maximum: 512, default: 14 }),
    rows: Type.Integer({
      minimum: 1,
      maximum: 64,
      default: 8,
      description: 'Rows of a band: bands × rows permutations. 14 × 8 is what FineWeb was made with.',
    }),
    threshold: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0.7,
      description: 'Least exact Jaccard similarity of two questions of one group.',
    }),
    seed: Type.Integer({ minimum: 0, maximum: 0xffffffff, default: 1 }),
  },
  { additionalProperties: false },
);

/** Questions that are nearly the same: of each group the first stays. */
export const nearDuplicates: Stage<typeof parameters> = {
  name: 'near-duplicates',
  title: 'Near-duplicates',
  about: 'Of questions that are alike by MinHash the first stays.',
  parameters,
  async run(pool, parameters) {
    const finder = new NearDuplicates(parameters);
    const rows: { index: number; id: string }[] = [];
    for await (const { index, id, question } of pool.rows()) {
      rows.push({ index, id });
      finder.add(question);
    }
    const drops = Array.from(finder.groups().later(), ({ text, kept, by }) => {
      const closest = by.first === text ? by.second : by.first;
      const name = (at: number) => rows[at]?.id ?? '';
      const alike = `Jaccard ${by.jaccard.toFixed(2)} with ${name(closest)}`;
      // Where the closest one is dropped too, a person wants to know which one stays.
      const detail = closest === kept ? alike : `${alike}, both in the group of ${name(kept)}`;
      return { row: rows[text]?.index ?? 0, reason: 'nearly the same as another', detail };
    });
    return { drops, notes: [] };
  },
};
