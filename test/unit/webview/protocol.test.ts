import assert from 'node:assert/strict';
import { parseViewMessage } from '../../../src/webview/protocol.js';

describe('messages of the view', () => {
  it('are taken when they are of the protocol', () => {
    for (const request of [
      { type: 'ready' },
      { type: 'solve', question: 'x' },
      { type: 'budget', max: null },
      { type: 'budget', max: 12 },
      { type: 'open-link', address: 'https://a.example/x' },
      { type: 'action', action: 'think-harder' },
    ]) {
      assert.deepEqual(parseViewMessage({ id: 1, request, more: 'dropped' }), { id: 1, request });
    }
  });

  it('are refused when they are not', () => {
    for (const request of [
      null,
      { type: 'solve' },
      { type: 'solve', question: 1 },
      { type: 'budget', max: -1 },
      { type: 'budget', max: 1.5 },
      { type: 'budget', max: '1' },
      { type: 'action', action: 'constructor' },
      { type: 'action', action: 'workbench.action.quit' },
      { type: 'open-link', address: 'command:x' },
      { type: 'open-link', address: 'https://a.example/ x' },
      { type: 'run', command: 'x' },
    ]) {
      assert.equal(parseViewMessage({ id: 1, request }), undefined, JSON.stringify(request));
    }
    for (const message of [undefined, null, 'ready', { request: { type: 'ready' } }]) {
      assert.equal(parseViewMessage(message), undefined);
    }
  });
});
