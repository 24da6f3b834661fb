import assert from 'node:assert/strict';
import { AnswerCheck } from '../../../src/editor/answer-check.js';
import { NotNowError } from '../../../src/editor/not-now-error.js';
import { emptyTrace } from '../../support/traces.js';

const answering = (text: string) =>
  emptyTrace({
    spans: [{ role: 'answer', origin: 'sampled', text, tokens: [1] }],
    end: { thinking: 'natural', answer: 'natural' },
  });

function setUp(given?: string) {
  const graded: string[] = [];
  const check = new AnswerCheck({
    grade: async ({ reference }) => {
      graded.push(reference);
      return { verdict: reference === '4' ? 'correct' : 'wrong', reason: 'compared' };
    },
    ask: async () => given,
  });
  return { check, graded };
}

describe('checking the answer that is shown', () => {
  it('compares it with the answer that the document gives', async () => {
    const { check } = setUp();
    const trace = answering('4');
    let changes = 0;
    check.onDidChange(() => changes++);
    assert.equal((await check.check(trace, '4'))?.verdict, 'correct');
    assert.deepEqual(check.of(trace), { verdict: 'correct', reason: 'compared', reference: '4' });
    assert.equal(changes, 1);
  });

  it('asks for the right answer where none is known, and does nothing when none is given', async () => {
    assert.equal((await setUp(' 5 ').check.check(answering('4'), undefined))?.reference, '5');
    const silent = setUp();
    assert.equal(await silent.check.check(answering('4'), undefined), undefined);
    assert.deepEqual(silent.graded, []);
  });

  it('is forgotten as soon as the answer is another', async () => {
    const { check } = setUp();
    await check.check(answering('4'), '4');
    assert.equal(check.of(answering('5')), null);
    assert.equal(check.of(null), null);
  });

  it('says what is missing where there is no answer', async () => {
    await assert.rejects(setUp().check.check(null, '4'), NotNowError);
    await assert.rejects(setUp().check.check(answering(' '), '4'), NotNowError);
  });
});
