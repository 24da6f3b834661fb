import { Type, type Static } from '@sinclair/typebox';
import { matchesSource, type PoolRow } from '../pool-row.js';
import { randomOf } from '../random.js';
import { selectAblation, selectPublished, type Candidate } from '../select.js';
import { pythonSplit } from '../text/python-text.js';
import type { Stage } from './stage.js';

const Preselection = Type.Object(
  {
    source: Type.String({ minLength: 1, description: 'A source, or "name/*" for all below it.' }),
    longerThan: Type.Optional(Type.Number({ minimum: 0, description: 'Strictly longer than this.' })),
    correct: Type.Optional(Type.String({ description: 'Column with the verdict that must say the trace is correct.' })),
  },
  { additionalProperties: false },
);
type Preselection = Static<typeof Preselection>;

const parameters = Type.Object(
  {
    set: Type.Union(
      ['published', 'random', 'diverse', 'longest', 'full'].map((name) =>
        Type.Literal(name as 'published' | 'random' | 'diverse' | 'longest' | 'full'),
      ),
      { default: 'published', description: 'As published, or one of the sets the paper compares it with.' },
    ),
    n: Type.Integer({ minimum: 1, default: 1000, description: 'How many questions.' }),
    draw: Type.Union([Type.Literal('paper'), Type.Literal('code')], {
      default: 'paper',
      description: 'Domains drawn uniformly (paper), or by the weights of the committed code from 700 questions on.',
    }),
    preselect: Type.Array(Preselection, { default: [], description: 'Rows that are taken before any draw.' }),
    lengthOf: Type.Union([Type.Literal('thinking'), Type.Literal('solution'), Type.Literal('question')], {
      default: 'thinking',
      description: 'Whose length ranks the questions of a domain.',
    }),
    lengthIn: Type.Union([Type.Literal('words'), Type.Literal('characters')], { default: 'words' }),
    seed: Type.Integer({ minimum: 0, maximum: 0xffffffff, default: 1 }),
  },
  { additionalProperties: false },
);

/** The last stage: from what is left, the training set. */
export const selection: Stage<typeof parameters> = {
  name: 'selection',
  title: 'Selection',
  parameters,
  async run(pool, { set, n, draw, preselect, lengthOf, lengthIn, seed }) {
    const candidates: Candidate[] = [];
    for await (const row of pool.rows()) {
      const length = lengthOfText(row[lengthOf] ?? '', lengthIn);
      const preselected = preselect.some((rule) => isPreselected(row, length, rule));
      const domain = pool.domains.get(row.index) ?? 'Unknown';
      candidates.push({ row: row.index, domain, length, source: row.source, preselected });
    }
    const random = randomOf(seed);
    const chosen =
      set === 'published'
        ? selectPublished(candidates, { n, draw }, random)
        : selectAblation(candidates, set, n, random);
    const isChosen = new Set(chosen);
    const drops = candidates
      .filter(({ row }) => !isChosen.has(row))
      .map(({ row, domain }) => ({ row, reason: 'not drawn', detail: domain }));
    const before = candidates.filter(({ preselected }) => preselected).length;
    const how = set === 'published' ? `as published (domains: ${draw}), ${before} pre-selected` : `the set "${set}"`;
    return { drops, notes: [`Selection ${how}; length of the ${lengthOf} in ${lengthIn}; seed ${seed}.`] };
  },
};

function lengthOfText(text: string, unit: 'words' | 'characters'): number {
  return unit === 'words' ? pythonSplit(text).length : text.length;
}

function isPreselected(row: PoolRow, length: number, rule: Preselection): boolean {
  if (!matchesSource(row.source, rule.source)) return false;
  if (rule.correct !== undefined && row.verdicts[rule.correct] !== true) return false;
  return rule.longerThan === undefined || length > rule.longerThan;
}
