import assert from 'node:assert/strict';
import { ROW_HEIGHT, rowsInWindow, scrollHeight, scrollTo } from '../../../../src/webview/dataset/window.js';

const height = 600;

describe('the window on a list of rows', () => {
  it('shows the rows at its place', () => {
    assert.deepEqual(rowsInWindow({ total: 1000, scrollTop: 250, height }), { first: 10, count: 26, offset: 10 });
    assert.equal(rowsInWindow({ total: 5, scrollTop: 0, height }).count, 5);
    assert.deepEqual(rowsInWindow({ total: 0, scrollTop: 0, height }), { first: 0, count: 0, offset: 0 });
  });

  it('reaches both ends of lists that are higher than a browser can draw', () => {
    for (const total of [1_000_000, 10_000_000, 500_000_000]) {
      const most = scrollHeight(total) - height;
      assert.ok(most < 33_000_000);
      assert.equal(rowsInWindow({ total, scrollTop: 0, height }).first, 0);
      const { first, count } = rowsInWindow({ total, scrollTop: most, height });
      assert.equal(first + count, total, String(total));
    }
  });

  it('scrolls no further than a row needs to be seen', () => {
    const view = { total: 1000, scrollTop: 2400, height };
    assert.equal(scrollTo(110, view), 2400);
    assert.equal(scrollTo(99, view), 99 * ROW_HEIGHT);
    assert.equal(scrollTo(125, view), 126 * ROW_HEIGHT - height);
  });

  it('brings any row into the window of a very long list', () => {
    const total = 50_000_000;
    for (const row of [0, 1, 24, 25_000_000, total - 1]) {
      const view = { total, scrollTop: 12_345, height };
      const { first, count } = rowsInWindow({ ...view, scrollTop: scrollTo(row, view) });
      assert.ok(row >= first && row < first + count, `${row} in ${first}+${count}`);
    }
  });
});
