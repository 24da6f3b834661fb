import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import { difficulty, levelNumber } from '../../../../src/curation/stages/difficulty.js';
import type { PoolRow } from '../../../../src/curation/pool-row.js';
import { poolOf, row, NO_TOOLS } from '../../../support/pool.js';

function judged(rows: readonly Partial<PoolRow>[], parameters: object) {
  const given = Value.Default(difficulty.parameters, parameters) as Parameters<typeof difficulty.run>[1];
  return difficulty.run(poolOf(rows.map(row)), given, NO_TOOLS);
}

async function dropped(rows: readonly Partial<PoolRow>[], parameters: object): Promise<[number, string][]> {
  const { drops } = await judged(rows, parameters);
  return drops.map((drop) => [drop.row, drop.reason]);
}

describe('difficulty', () => {
  it('drops what either of two models solved, and keeps what is unknown', async () => {
    const verdicts = (a?: boolean, b?: boolean) => ({
      verdicts: { ...(a === undefined ? {} : { small: a }), ...(b === undefined ? {} : { large: b }) },
    });
    const rows = [verdicts(true, false), verdicts(false, true), verdicts(false, false), verdicts(false), verdicts()];
    const by = { by: 'verdicts', verdicts: ['small', 'large'] };
    assert.deepEqual(await dropped(rows, by), [
      [0, 'solved by a model'],
      [1, 'solved by a model'],
    ]);
    assert.deepEqual((await dropped(rows, { ...by, unknown: 'drop' })).slice(2), [
      [3, 'difficulty unknown'],
      [4, 'difficulty unknown'],
    ]);
  });

  it('reads a verdict in any column that is named, and says which of them never have one', async () => {
    const rows = [{ metadata: { solved: 'True', remark: 'easy' } }, { metadata: { solved: 0n } }];
    const { drops, notes } = await judged(rows, { verdicts: ['solved', 'remark', 'nowhere'] });
    assert.deepEqual(
      drops.map((drop) => [drop.row, drop.detail]),
      [[0, 'solved']],
    );
    assert.deepEqual(notes.slice(1), [
      'No question has a verdict (yes or no) in the column remark.',
      'No question has a verdict (yes or no) in the column nowhere.',
    ]);
  });

  it("goes by the source's level where no model has tried", async () => {
    const rows = [
      { source: 'math/test', level: 'Level 5' },
      { source: 'math/test', level: 'Level 4' },
      { source: 'gsm8k/test' },
      { source: 'puzzles', level: 'Hard' },
      { source: 'puzzles', level: 'Easy' },
      { source: 'math/test', level: '$\\mathrm{cm}$' },
    ];
    const levels = [
      { source: 'math/*', atLeast: 5 },
      { source: 'gsm8k/*', keep: false },
      { source: 'puzzles', oneOf: ['Hard'] },
    ];
    const found = await dropped(rows, { by: 'level', levels });
    assert.deepEqual(
      found,
      [1, 2, 4].map((index) => [index, 'too easy']),
    );
  });

  it('reads levels, and takes no unit for one', () => {
    assert.deepEqual(['5', '5.0', 'Level 5', 'level 3.5'].map(levelNumber), [5, 5, 5, 3.5]);
    assert.deepEqual(['', 'Hard', '$10^{3}$', '5 cm'].map(levelNumber), [undefined, undefined, undefined, undefined]);
  });
});
