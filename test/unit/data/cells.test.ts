import assert from 'node:assert/strict';
import { cellOf, countWords, numberOf, textOf, valueIn, wholeTextOf } from '../../../src/data/cells.js';

describe('values of a row as texts', () => {
  it('leaves text as it is, writes everything else as JSON, and knows what is no value', () => {
    assert.deepEqual(['a\n', 5, true, ['x'], { a: 1 }, null, undefined].map(textOf), [
      'a\n',
      '5',
      'true',
      '["x"]',
      '{"a":1}',
      null,
      null,
    ]);
  });

  it('puts what is split into a list of texts together', () => {
    assert.deepEqual([['a', 'b'], ['a', 1], 'c', null].map(wholeTextOf), ['a\n\nb', '["a",1]', 'c', null]);
  });

  it('finds in a row only what stands in the row', () => {
    assert.equal(valueIn({}, 'constructor'), undefined);
    assert.equal(valueIn(JSON.parse('{"__proto__": 1}') as Record<string, unknown>, '__proto__'), 1);
  });

  it('shows a value on one line, cut', () => {
    assert.equal(cellOf('a\n\n  b\u2028c'), 'a b c');
    assert.equal(cellOf('x'.repeat(1000))!.length, 161);
    assert.equal(cellOf(null), null);
  });

  it('counts words as runs of what is not white space', () => {
    assert.deepEqual(['', '  ', 'one', ' two  words\n', 'a\u00a0b\u2028c\u3000d'].map(countWords), [0, 0, 1, 2, 4]);
  });

  it('takes a text as a number only where it is nothing else', () => {
    assert.deepEqual(['5.0', '-2e3', '1,000', '0x10', '', ' 1', 'NaN', 7, NaN, '9'.repeat(40)].map(numberOf), [
      5,
      -2000,
      null,
      null,
      null,
      null,
      null,
      7,
      null,
      null,
    ]);
  });
});
