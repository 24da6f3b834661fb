import assert from 'node:assert/strict';
import type { ColumnFacts, RowQuery } from '../../../../src/data/facts.js';
import { recall, remember } from '../../../../src/webview/dataset/memory.js';

const column = (name: string, more: Partial<ColumnFacts> = {}): ColumnFacts => ({
  name,
  kind: 'text',
  role: null,
  facet: true,
  ...more,
});
const [source, kind] = [column('source'), column('kind')];
const length = column('length (words)', { kind: 'number', role: 'length', facet: false });
const query: RowQuery = {
  filters: [
    { kind: 'text', text: 'prime' },
    { kind: 'values', column: 1, values: ['proof', null] },
    { kind: 'range', column: 2, from: 5, to: null },
  ],
  sort: { column: 2, descending: true },
};
const memory = remember(query, [source, kind, length]);

describe('what the view remembers of a query', () => {
  it('is the query, where the columns are as they were', () => {
    assert.deepEqual(recall(memory, [source, kind, length]), query);
  });

  it('goes by what columns are, wherever they stand', () => {
    assert.deepEqual(recall(memory, [kind, column('new'), length, source]), {
      filters: [
        { kind: 'text', text: 'prime' },
        { kind: 'values', column: 0, values: ['proof', null] },
        { kind: 'range', column: 2, from: 5, to: null },
      ],
      sort: { column: 2, descending: true },
    });
  });

  it('leaves out what is about columns that are gone or have become something else', () => {
    assert.deepEqual(recall(memory, [source, column('kind', { facet: false })]), {
      filters: [{ kind: 'text', text: 'prime' }],
      sort: null,
    });
  });

  it('survives a round trip as JSON, and is nothing where it is no memory of a query', () => {
    assert.deepEqual(recall(JSON.parse(JSON.stringify(memory)), [source, kind, length]), query);
    for (const other of [undefined, null, 'x', query, { query, columns: 3 }, { query: { filters: 1 }, columns: [] }]) {
      assert.equal(recall(other, [source, kind, length]), undefined);
    }
  });
});
