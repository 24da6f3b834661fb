import { Type } from '@sinclair/typebox';
import type { PoolRow } from '../pool-row.js';
import { dropEach, type Stage } from './stage.js';

const Field = Type.Union([
  Type.Literal('question'),
  Type.Literal('solution'),
  Type.Literal('answer'),
  Type.Literal('thinking'),
  Type.Literal('attempt'),
]);

const parameters = Type.Object(
  {
    require: Type.Array(Field, {
      default: ['question', 'solution', 'thinking', 'attempt'],
      description: 'Columns that must have text.',
    }),
  },
  { additionalProperties: false },
);

/**
 * s1 drops a question when any of its features is missing, which is what a failed call to a model leaves behind; a
 * grade is missing where there is no solution, so questions without one go too.
 */
export const apiErrors: Stage<typeof parameters> = {
  name: 'api-errors',
  title: 'API errors',
  about: 'Drops rows that lack a column.',
  parameters,
  async run(pool, { require }) {
    const drops = await dropEach(pool, (row) => {
      const missing = missingField(row, require);
      return missing === undefined ? undefined : { reason: `no ${missing}` };
    });
    return { drops, notes: [] };
  },
};

export function missingField<F extends keyof PoolRow>(row: PoolRow, required: readonly F[]): F | undefined {
  return required.find((field) => {
    const value = row[field];
    return value === null || value === '';
  });
}
