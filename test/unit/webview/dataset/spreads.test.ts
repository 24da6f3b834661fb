import assert from 'node:assert/strict';
import type { Histogram, RowQuery } from '../../../../src/data/facts.js';
import { Spreads } from '../../../../src/webview/dataset/spreads.js';

const histogram = (column: number): Histogram => ({ column, bars: [], others: { values: 0, rows: 0 } });
const text = (of: string): RowQuery => ({ filters: [{ kind: 'text', text: of }], sort: null });

describe('how columns are spread', () => {
  it('is counted for the newest query only: what is overtaken asks for no further column', async () => {
    const asked: string[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const spreads = new Spreads(async (column, { filters }) => {
      asked.push(`${column} ${filters.map((filter) => (filter.kind === 'text' ? filter.text : filter.kind)).join()}`);
      if (asked.length === 1) await held;
      return histogram(column);
    }, assert.ifError);
    const first = spreads.count([0, 1, 2], text('a'));
    const second = spreads.count([0, 1], text('ab'));
    await second;
    release();
    await first;
    assert.deepEqual(asked, ['0 a', '0 ab', '1 ab']);
    assert.deepEqual([...spreads.histograms.value.keys()], [0, 1]);
  });

  it('leaves the own filter of a column out, so that its other values stay in sight', async () => {
    const asked: RowQuery[] = [];
    const spreads = new Spreads((column, query) => {
      asked.push(query);
      return Promise.resolve(histogram(column));
    }, assert.ifError);
    const values = { kind: 'values', column: 0, values: ['a'] } as const;
    const range = { kind: 'range', column: 1, from: 1, to: null } as const;
    await spreads.count([0, 1], { filters: [values, range], sort: null });
    assert.deepEqual(
      asked.map(({ filters }) => filters),
      [[range], [values]],
    );
  });
});
