import { Type } from '@sinclair/typebox';
import { WHITE_SPACE } from '../text/python-text.js';
import { dropEach, type Stage } from './stage.js';

const parameters = Type.Object({}, { additionalProperties: false });

/** Any of "p1." to "p999.". */
const NUMBERED_PART = /p[1-9][0-9]{0,2}\./;

/**
 * Python's `\*\*(?=.*\d)[^\s\]]*\*\*` without its backtracking: bold text without a space or "]" in it, with a digit
 * after its beginning on the same line.
 */
function hasBoldWithDigit(question: string): boolean {
  if (!question.includes('**')) return false;
  return question.split('\n').some((line) => {
    const lastDigit = line.search(/\p{Nd}\P{Nd}*$/u);
    if (lastDigit < 0) return false;
    for (const { index, 0: run } of line.matchAll(RUN)) {
      const start = run.indexOf('**');
      if (start >= 0 && run.includes('**', start + 2) && lastDigit >= index + start + 2) return true;
    }
    return false;
  });
}

/** What Python's `[^\s\]]` takes in one go. */
const RUN = new RegExp(`[^${WHITE_SPACE}\\]]+`, 'g');

/**
 * The published string rules (s1, data/filter.ipynb): questions that refer to pictures, that are made of several, or
 * that carry a number from where they were taken. A question of AIME that draws its figure with Asymptote stays, whatever
 * else is in it: the published rule looks no further.
 * @returns the reason to drop the question, or undefined
 */
export function formatFlaw({ question, source }: { question: string; source: string }): string | undefined {
  if (question.includes('[asy]')) return source.includes('AIME') ? undefined : 'Asymptote figure';
  if (question.includes('![Image]')) return 'picture';
  if (NUMBERED_PART.test(question)) return 'several problems';
  if (hasBoldWithDigit(question)) return 'bold numbering';
  return undefined;
}

export const quality: Stage<typeof parameters> = {
  name: 'quality',
  title: 'Format quality',
  about: 'The published string rules: pictures, several problems in one, numbering.',
  parameters,
  async run(pool) {
    const drops = await dropEach(pool, (row) => {
      const reason = formatFlaw(row);
      return reason === undefined ? undefined : { reason };
    });
    return { drops, notes: [] };
  },
};
