import assert from 'node:assert/strict';
import { rowsText, valueKey, valueText } from '../../../../src/webview/dataset/value-text.js';

describe('values as people read them', () => {
  it('are numbers as they are written', () => {
    assert.equal(valueText('3.0', { kind: 'number', role: null }), '3');
    assert.equal(valueText('3.0', { kind: 'text', role: null }), '3.0');
    assert.equal(valueText(null, { kind: 'number', role: null }), '(none)');
  });

  it('are told apart in lists: no value is not the text “null”', () => {
    const values = [null, 'null', 'none', ''];
    assert.equal(new Set(values.map(valueKey)).size, values.length);
  });

  it('are one row or many', () => {
    assert.deepEqual([0, 1, 20_000].map(rowsText), ['0 rows', '1 row', '20,000 rows']);
  });
});
