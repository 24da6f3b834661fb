import assert from 'node:assert/strict';
import type { RowPage } from '../../../../src/data/facts.js';
import { Pages } from '../../../../src/webview/dataset/pages.js';

const page = (cell: string): RowPage => ({
  total: 1,
  from: 0,
  lines: [{ row: 0, line: 1, cells: [cell], hand: null }],
});

describe('the pages of a query', () => {
  it('are fetched again when rows have changed, also a page that was on its way at that moment', async () => {
    const answers: ((page: RowPage) => void)[] = [];
    let arrive: () => void = () => undefined;
    const pages = new Pages(
      () => new Promise((resolve) => answers.push(resolve)),
      () => arrive(),
      assert.ifError,
    );
    const arrival = () => new Promise<void>((resolve) => (arrive = resolve));
    const seen = () => pages.at(0)?.cells[0];

    pages.look(0, 1, 1);
    pages.refresh();
    const first = arrival();
    answers[0]?.(page('before'));
    await first;
    assert.equal(seen(), 'before'); // better than nothing, until the row comes as it is now

    await new Promise((resolve) => setImmediate(resolve)); // the page counts as answered
    pages.look(0, 1, 1);
    assert.equal(answers.length, 2);
    const second = arrival();
    answers[1]?.(page('after'));
    await second;
    assert.equal(seen(), 'after');

    await new Promise((resolve) => setImmediate(resolve));
    pages.look(0, 1, 1);
    assert.equal(answers.length, 2);
  });
});
