import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import type { Static } from '@sinclair/typebox';
import type { PoolRow } from '../../../../src/curation/pool-row.js';
import { domains } from '../../../../src/curation/stages/domains.js';
import { NO_TOOLS, poolOf, row } from '../../../support/pool.js';

function run(given: object, rows: readonly PoolRow[]) {
  const parameters = Value.Default(domains.parameters, { ...given }) as Static<typeof domains.parameters>;
  return domains.run(poolOf(rows), parameters, NO_TOOLS);
}

describe('domains', () => {
  it('are the column with the subject, in one spelling', async () => {
    const subjects = ['number_theory', 'Number Theory', 'logic/puzzles', null];
    const rows = subjects.map((subject, i) => row({ subject }, i));
    const { domains: found, drops } = await run({ by: ['column'], subjectUpTo: '/' }, rows);
    assert.deepEqual(Object.fromEntries(found ?? []), { 0: 'Number theory', 1: 'Number theory', 2: 'Logic' });
    assert.deepEqual(drops, [{ row: 3, reason: 'no domain' }]);
  });

  it('are clusters of tf-idf where there is no column, named by their words', async () => {
    const rows = Array.from({ length: 20 }, (_, i) =>
      row({ question: i % 2 === 0 ? 'a triangle with an angle' : 'a lens bends light' }, i),
    );
    const { domains: found, drops, notes } = await run({ by: ['column', 'clusters'], clusters: 2 }, rows);
    assert.deepEqual(drops, []);
    for (const [index, name] of found ?? []) assert.match(name, index % 2 === 0 ? /triangle/ : /lens/);
    assert.deepEqual(notes, [
      'Domain of 0 questions from the column with the subject.',
      'Domain of 20 questions from 2 clusters of tf-idf.',
    ]);
  });

  it('are as many as there are clusters, also where the same words weigh most in two', async () => {
    const shared = 'sum sum sum term term term digit digit';
    const texts = [`${shared} red`, `${shared} blue`, 'a lens bends light', 'light goes through a lens'];
    const rows = Array.from({ length: 24 }, (_, i) => row({ question: texts[i % 4]! }, i));
    const { domains: found } = await run({ by: ['clusters'], clusters: 4 }, rows);
    const names = new Set(found?.values());
    assert.equal(names.size, 4, [...names].join('; '));
  });

  it('need a model for labels', async () => {
    await assert.rejects(run({ by: ['model'] }, [row({})]), { kind: 'no-model' });
  });
});
