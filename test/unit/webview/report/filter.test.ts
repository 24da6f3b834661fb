import assert from 'node:assert/strict';
import type { QuestionRow } from '../../../../src/evaluation/report/report.js';
import { matching, NO_FILTER, type Filter } from '../../../../src/webview/report/filter.js';

const cell = (verdict: 'correct' | 'wrong' | 'censored', answer = '4') => ({
  verdict,
  answer,
  thinking: 10,
  score: verdict === 'correct' ? 1 : 0,
  reason: '',
  samples: 1,
});
const rows: QuestionRow[] = [
  { id: 'a', text: 'Two plus Two', reference: '4', cells: [cell('correct'), cell('wrong', '5')] },
  { id: 'b', text: 'Three plus three', reference: '6', cells: [cell('censored', ''), null] },
  { id: 'c', reference: '', cells: [cell('correct'), cell('correct')] },
];
const ids = (filter: Partial<Filter>) => matching(rows, { ...NO_FILTER, ...filter }).map(({ id }) => id);

describe('looking for questions', () => {
  it('finds all words, in whatever case, in question, reference and answers', () => {
    assert.deepEqual(ids({}), ['a', 'b', 'c']);
    assert.deepEqual(ids({ text: 'PLUS two' }), ['a']);
    assert.deepEqual(ids({ text: '5' }), ['a']);
    assert.deepEqual(ids({ text: '6' }), ['b']);
    assert.deepEqual(ids({ text: 'nowhere' }), []);
  });

  it('finds a verdict in one run, or in any', () => {
    assert.deepEqual(ids({ verdict: 'wrong' }), ['a']);
    assert.deepEqual(ids({ verdict: 'wrong', run: 0 }), []);
    assert.deepEqual(ids({ verdict: 'correct', run: 1 }), ['c']);
    assert.deepEqual(ids({ verdict: 'censored' }), ['b']);
  });

  it('finds what a run has, and what is right in some runs only', () => {
    assert.deepEqual(ids({ run: 1 }), ['a', 'c']);
    assert.deepEqual(ids({ verdict: 'flipped' }), ['a']);
  });
});
