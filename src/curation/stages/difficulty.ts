import { Type, type Static } from '@sinclair/typebox';
import { verdictOf } from '../records/cell.js';
import { matchesSource, type PoolRow } from '../pool-row.js';
import { gradeByModels, GraderChoice, type Graded } from './graders.js';
import { dropEach, type Drop, type Stage, type StageResult } from './stage.js';

const SourcePattern = Type.String({ minLength: 1, description: 'A source, or "name/*" for all below it, or "*".' });

const LevelRule = Type.Object(
  {
    source: SourcePattern,
    atLeast: Type.Optional(Type.Number({ description: 'Keeps rows whose level is a number and not below this.' })),
    oneOf: Type.Optional(Type.Array(Type.String(), { description: 'Keeps rows with one of these levels.' })),
    keep: Type.Optional(Type.Boolean({ description: 'Keeps or drops all rows of the source, whatever their level.' })),
  },
  { additionalProperties: false },
);
type LevelRule = Static<typeof LevelRule>;

const parameters = Type.Object(
  {
    by: Type.Union([Type.Literal('verdicts'), Type.Literal('level'), Type.Literal('graders')], {
      default: 'verdicts',
      description:
        'verdicts: drops a question that a model has solved (columns of the data). level: by the level that the source gives. graders: models solve them now.',
    }),
    graders: Type.Array(GraderChoice, {
      default: [],
      maxItems: 4,
      description:
        'A weaker and a stronger model, or one model at two budgets, the cheaper first: each is asked what those before have not solved.',
    }),
    verdicts: Type.Array(Type.String(), {
      default: ['isqwen7bcorrect', 'isqwen32bcorrect'],
      description: 'Columns with the verdicts: a question that is correct in one of them is too easy.',
    }),
    levels: Type.Array(LevelRule, { default: [], description: 'The first rule whose source fits decides.' }),
    unknown: Type.Union([Type.Literal('keep'), Type.Literal('drop')], {
      default: 'keep',
      description: 'What happens to a question of which nothing is known.',
    }),
  },
  { additionalProperties: false },
);
type Parameters = Static<typeof parameters>;

/**
 * Questions that are too easy to learn from. The paper drops what either of two models solves (Qwen2.5 7B and 32B,
 * one attempt each); where no model has tried, the source's own level stands in, and the card says so.
 */
export const difficulty: Stage<typeof parameters> = {
  name: 'difficulty',
  title: 'Difficulty',
  about: 'Drops questions that are too easy: by verdicts, by level, or by models that try them.',
  parameters,
  models: ({ by, graders }) => (by === 'graders' ? graders.map(({ model }) => model) : []),
  async run(pool, given, tools) {
    if (given.by === 'graders') return byGraders(await gradeByModels(pool, given.graders, tools), given);
    let unknown = 0;
    const silent = new Set(given.by === 'verdicts' ? given.verdicts : []);
    const drops = await dropEach(pool, (row) => {
      for (const column of silent) if (verdictIn(row, column) !== undefined) silent.delete(column);
      const verdict = given.by === 'verdicts' ? byVerdicts(row, given) : byLevel(row, given.levels);
      if (verdict === undefined) unknown += 1;
      if (verdict !== undefined) return verdict.keep ? undefined : verdict;
      return given.unknown === 'drop' ? { reason: 'difficulty unknown' } : undefined;
    });
    const means =
      given.by === 'verdicts' ? `the verdicts ${given.verdicts.join(', ')}` : 'the level that the source gives';
    const fate = given.unknown === 'keep' ? 'kept' : 'dropped';
    return {
      drops,
      notes: [
        `Difficulty by ${means}; ${unknown} questions of unknown difficulty were ${fate}.`,
        ...Array.from(silent, (column) => `No question has a verdict (yes or no) in the column ${column}.`),
      ],
    };
  },
};

function byGraders({ drops, verdicts, unknown, notes }: Graded, given: Parameters): StageResult {
  const dropsUnknown = given.unknown === 'drop';
  const more: Drop[] = dropsUnknown ? Array.from(unknown, (row) => ({ row, reason: 'difficulty unknown' })) : [];
  const fate = dropsUnknown ? 'dropped' : 'kept';
  return {
    drops: [...drops, ...more].sort((a, b) => a.row - b.row),
    verdicts,
    notes: [...notes, `${unknown.size} questions of unknown difficulty were ${fate}.`],
  };
}

type Verdict = { readonly keep: true } | { readonly keep: false; readonly reason: string; readonly detail: string };

/** A column that is named says a verdict, whatever its name; those with the names of verdicts were read as such. */
function verdictIn({ verdicts, metadata }: PoolRow, column: string): boolean | undefined {
  return verdicts[column] ?? verdictOf(metadata[column]);
}

function byVerdicts(row: PoolRow, { verdicts }: Parameters): Verdict | undefined {
  const solved = verdicts.find((column) => verdictIn(row, column) === true);
  if (solved !== undefined) return { keep: false, reason: 'solved by a model', detail: solved };
  return verdicts.every((column) => verdictIn(row, column) === false) ? { keep: true } : undefined;
}

function byLevel(row: PoolRow, rules: readonly LevelRule[]): Verdict | undefined {
  const rule = rules.find(({ source }) => matchesSource(row.source, source));
  if (rule === undefined) return undefined;
  const tooEasy = (detail: string): Verdict => ({ keep: false, reason: 'too easy', detail });
  if (rule.keep !== undefined) return rule.keep ? { keep: true } : tooEasy(`every row of ${rule.source}`);
  if (row.level === null) return undefined;
  if (rule.oneOf?.includes(row.level) === true) return { keep: true };
  const level = levelNumber(row.level);
  if (rule.atLeast !== undefined && level !== undefined) {
    return level >= rule.atLeast ? { keep: true } : tooEasy(`level ${row.level}, below ${rule.atLeast}`);
  }
  return rule.oneOf === undefined ? undefined : tooEasy(`level ${row.level}`);
}

/** "5", "5.0" and "Level 5" are five; a unit that a source keeps in that column is no level. */
export function levelNumber(level: string): number | undefined {
  const found = /^(?:level\s*)?(\d{1,4}(?:\.\d{1,4})?)$/i.exec(level.trim());
  return found === null ? undefined : Number(found[1]);
}
