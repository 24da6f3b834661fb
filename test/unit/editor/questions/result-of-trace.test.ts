import assert from 'node:assert/strict';
import { resultOfTrace } from '../../../../src/editor/questions/result-of-trace.js';
import { hashOf } from '../../../../src/language-server/tracked-document.js';
import type { Span, Trace } from '../../../../src/reasoning/trace.js';
import { emptyTrace } from '../../../support/traces.js';

function solved(thinking: string, answer: string, more: Partial<Trace> = {}): Trace {
  const span = (role: Span['role'], text: string): Span => ({ role, origin: 'sampled', text, tokens: [1] });
  return emptyTrace({
    spans: [span('thinking', thinking), span('answer', answer)],
    end: { thinking: 'natural', answer: 'natural' },
    counts: { prompt: 9, thinking: 40, answer: 2, forced: 0, waits: 0, evaluated: 51 },
    times: { prompt: 10, thinking: 1000, answer: 500 },
    ...more,
  });
}

describe('the result of a trace', () => {
  it('has the bare answer, what it cost, and the hash of the question', () => {
    const result = resultOfTrace(solved('6 * 7 is 42.', '42'), []);
    assert.equal(result?.answer, '42');
    assert.equal(result.tokens, 40);
    assert.equal(result.milliseconds, 1500);
    assert.equal(result.thinkingEnd, 'natural');
    assert.equal(result.hash, hashOf({ text: 'What is six\ntimes seven?', options: [] }));
    assert.equal(result.solved, '2026-01-01T00:00:01.510Z');
  });

  it('takes the answer out of a text that explains itself; that text is the solution', () => {
    const text = 'Multiply six by seven.\n\nThe answer is \\boxed{42}, as the table shows.';
    const result = resultOfTrace(solved('hm', text), []);
    assert.equal(result?.answer, '42');
    assert.equal(result.solution, text);
  });

  it('has the thinking as solution where the answer is bare', () => {
    assert.equal(resultOfTrace(solved('6 * 7 is 42.', '42'), [])?.solution, '6 * 7 is 42.\n\n42');
  });

  it('has a letter for a choice', () => {
    assert.equal(
      resultOfTrace(solved('hm', 'It is helium, so the answer is C.'), ['oxygen', 'nitrogen', 'helium'])?.answer,
      'C',
    );
  });

  it('of a proof has no bare answer, but a solution', () => {
    const text = 'Suppose it were rational.\nThen both are even, which cannot be.';
    const result = resultOfTrace(solved('hm', text), []);
    assert.equal(result?.answer, '');
    assert.equal(result.solution, text);
  });

  it('is none of a trace that was stopped, or cut before it said anything firm', () => {
    assert.equal(resultOfTrace(solved('hm', '', { end: { thinking: null, answer: null } }), []), undefined);
    assert.equal(resultOfTrace(solved('hm', '4', { end: { thinking: 'user', answer: 'stopped' } }), []), undefined);
    const cut = { end: { thinking: 'budget', answer: 'censored' } } as const;
    assert.equal(resultOfTrace(solved('hm', 'Let us see, 17 and', cut), []), undefined);
    assert.equal(resultOfTrace(solved('hm', 'So \\boxed{42}, since', cut), [])?.answer, '42');
  });
});
