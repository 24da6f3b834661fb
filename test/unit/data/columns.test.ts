import assert from 'node:assert/strict';
import { columnsOf, lateColumn } from '../../../src/data/columns.js';

describe('columns of a data set', () => {
  it('can be chosen by where they are verdicts, before any row has one', () => {
    const [verdict] = columnsOf([{ 'verdict: embedded_grade': null, question: 'q' }]);
    assert.deepEqual([verdict?.role, verdict?.facet], ['verdict', true]);
  });

  it('mean what their names say when they come late, unless another column means that already', () => {
    const known = columnsOf([{ question: 'q', source: 's' }]);
    const late = (name: string, value: unknown) => {
      const { kind, role, facet } = lateColumn(name, value, known);
      return [kind, role, facet];
    };
    assert.deepEqual(late('is_correct', true), ['boolean', 'verdict', true]);
    assert.deepEqual(late('problem', 'another'), ['text', null, false]);
    assert.deepEqual(late('subject', 'physics'), ['text', 'subject', true]);
    assert.deepEqual(late('constructor', 3), ['number', null, false]);
    assert.deepEqual(late('code', '007'), ['text', null, false], 'a text may be followed by another that is no number');
  });
});
