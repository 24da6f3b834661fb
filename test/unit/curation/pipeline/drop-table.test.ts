import assert from 'node:assert/strict';
import { DropTable } from '../../../../src/curation/pipeline/drop-table.js';

describe('table of dropped rows', () => {
  it('says of each row why and where it went, with a detail of its own where it has one', () => {
    const table = new DropTable();
    table.add('quality', [
      { row: 3, reason: 'picture' },
      { row: 5, reason: 'picture' },
    ]);
    table.add('exact-duplicates', [
      { row: 0, reason: 'again', detail: 'as a' },
      { row: 7, reason: 'again', detail: 'as b' },
    ]);
    assert.equal(table.size, 4);
    assert.deepEqual(table.get(5), { stage: 'quality', reason: 'picture' });
    assert.deepEqual(table.get(7), { stage: 'exact-duplicates', reason: 'again', detail: 'as b' });
    assert.deepEqual(
      [0, 1, 3, 4].map((row) => table.has(row)),
      [true, false, true, false],
    );
    assert.equal(table.get(1), undefined);
  });

  it('counts a row once that two stages name, and the later reason counts', () => {
    const table = new DropTable();
    table.add('quality', [{ row: 1, reason: 'picture' }]);
    table.add('selection', [{ row: 1, reason: 'not drawn' }]);
    assert.equal(table.size, 1);
    assert.deepEqual(table.get(1), { stage: 'selection', reason: 'not drawn' });
  });

  it('grows with the pool', () => {
    const table = new DropTable();
    table.add('quality', [{ row: 3_000_000, reason: 'picture' }]);
    assert.ok(table.has(3_000_000));
    assert.ok(!table.has(2_999_999) && !table.has(3_000_001) && !table.has(9_000_000));
  });
});
