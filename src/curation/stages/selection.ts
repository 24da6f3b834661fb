import { Type, type Static } from '@sinclair/typebox';
import { ModelChoice } from '../models/plan.js';
import { matchesSource, type PoolRow } from '../pool-row.js';
import { randomOf } from '../random.js';
import { selectAblation, selectPublished, type Candidate } from '../select.js';
import { pythonSplit } from '../text/python-text.js';
import { needModels, type Stage, type StagePool, type StageTools } from './stage.js';

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
    lengthIn: Type.Union([Type.Literal('words'), Type.Literal('characters'), Type.Literal('tokens')], {
      default: 'words',
      description: 'tokens: of a trace that a model made, its own; of any other text by the tokenizer of `tokenizer`.',
    }),
    tokenizer: ModelChoice,
    seed: Type.Integer({ minimum: 0, maximum: 0xffffffff, default: 1 }),
  },
  { additionalProperties: false },
);

/** The last stage: from what is left, the training set. */
export const selection: Stage<typeof parameters> = {
  name: 'selection',
  title: 'Selection',
  about: 'Draws the training set from what is left, as published or as an ablation set.',
  parameters,
  models: ({ lengthIn, tokenizer }) => (lengthIn === 'tokens' ? [tokenizer] : []),
  async run(pool, parameters, tools) {
    const { set, n, draw, preselect, lengthOf, lengthIn, seed } = parameters;
    const candidates: Candidate[] = [];
    for await (const { row, length } of measured(pool, parameters, tools)) {
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

/** Texts whose tokens are counted at once. */
const BATCH = 64;

/** Rows with their lengths, in order. */
async function* measured(
  pool: StagePool,
  { lengthOf, lengthIn, tokenizer }: Static<typeof parameters>,
  tools: StageTools,
): AsyncGenerator<{ readonly row: PoolRow; readonly length: number }> {
  if (lengthIn !== 'tokens') {
    for await (const row of pool.rows()) {
      const text = row[lengthOf] ?? '';
      yield { row, length: lengthIn === 'words' ? pythonSplit(text).length : text.length };
    }
    return;
  }
  const models = needModels(tools, 'Lengths in tokens');
  const counted = async (rows: readonly PoolRow[]) => {
    const known = (row: PoolRow) => (lengthOf === 'thinking' ? row.thinkingTokens : null);
    const unknown = rows.filter((row) => known(row) === null);
    const counts = unknown.length === 0 ? [] : await models.countTokens(tokenizer, textsOf(unknown, lengthOf));
    const lengths = new Map(unknown.map((row, i) => [row.index, counts[i] ?? 0]));
    return rows.map((row) => ({ row, length: known(row) ?? lengths.get(row.index) ?? 0 }));
  };
  let batch: PoolRow[] = [];
  for await (const row of pool.rows()) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield* await counted(batch);
    batch = [];
  }
  yield* await counted(batch);
}

function textsOf(rows: readonly PoolRow[], column: 'thinking' | 'solution' | 'question'): string[] {
  return rows.map((row) => row[column] ?? '');
}

function isPreselected(row: PoolRow, length: number, rule: Preselection): boolean {
  if (!matchesSource(row.source, rule.source)) return false;
  if (rule.correct !== undefined && row.verdicts[rule.correct] !== true) return false;
  return rule.longerThan === undefined || length > rule.longerThan;
}
