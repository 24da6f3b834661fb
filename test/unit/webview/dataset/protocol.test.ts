import assert from 'node:assert/strict';
import { parseViewMessage } from '../../../../src/webview/dataset/protocol.js';

const ALL = { filters: [], sort: null };
const parsed = (request: unknown) => parseViewMessage({ id: 1, request })?.request;

describe('messages of the view of a data set', () => {
  it('are taken where they say what they must, and nothing else of them', () => {
    const query = {
      filters: [{ kind: 'values', column: 2, values: ['a', null], more: 1 }],
      sort: { column: 0, descending: true },
    };
    assert.deepEqual(parsed({ type: 'page', query, from: 100, count: 100, extra: true }), {
      type: 'page',
      query: { filters: [{ kind: 'values', column: 2, values: ['a', null] }], sort: { column: 0, descending: true } },
      from: 100,
      count: 100,
    });
    assert.deepEqual(parsed({ type: 'decide', rows: [1, 2], decision: null }), {
      type: 'decide',
      rows: [1, 2],
      decision: null,
    });
    assert.deepEqual(parsed({ type: 'place', aside: 3 }), { type: 'place', aside: 3 });
  });

  it('are refused where they are none of the protocol', () => {
    const refused = [
      null,
      { type: 'page', query: ALL, from: -1, count: 10 },
      { type: 'page', query: ALL, from: 0, count: 1e9 },
      { type: 'page', query: { filters: [{ kind: 'text', text: 5 }], sort: null }, from: 0, count: 1 },
      {
        type: 'page',
        query: { filters: [{ kind: 'range', column: 0, from: NaN, to: null }], sort: null },
        from: 0,
        count: 1,
      },
      { type: 'page', query: { filters: [], sort: { column: 'x', descending: false } }, from: 0, count: 1 },
      { type: 'decide', rows: ['1'], decision: 'keep' },
      { type: 'decide', rows: [1], decision: 'delete' },
      { type: 'link', address: 'file:///etc/passwd' },
      { type: 'link', address: 'command:workbench.action.quit' },
      { type: 'place', row: 1.5 },
      { type: 'eval' },
    ];
    for (const request of refused) assert.equal(parsed(request), undefined, JSON.stringify(request));
    assert.equal(parseViewMessage({ request: { type: 'ready' } }), undefined);
  });
});
