import assert from 'node:assert/strict';
import { GradingHost } from '../../../src/backend/grading-host.js';
import { emptyTrace } from '../../support/traces.js';

const answering = (text: string, answer: 'natural' | 'censored' = 'natural') =>
  emptyTrace({
    spans: [
      { role: 'thinking', origin: 'sampled', text: 'Six sevens.', tokens: [1] },
      { role: 'answer', origin: 'sampled', text, tokens: [2] },
    ],
    end: { thinking: 'natural', answer },
  });

describe('the grader of the backend', () => {
  it('takes the answer out of a trace and compares it with the right one', async () => {
    using grading = new GradingHost();
    const right = await grading.gradeTrace({ trace: answering('The answer is \\boxed{42}.'), reference: '42.0' });
    assert.deepEqual([right.verdict, right.answer], ['correct', '42']);
    const wrong = await grading.gradeTrace({ trace: answering('The answer is \\boxed{41}.'), reference: '42' });
    assert.equal(wrong.verdict, 'wrong');
  });

  it('takes nothing for an answer that is none, nor half of one at the end of a text that was cut', async () => {
    using grading = new GradingHost();
    const verdict = async (text: string, end: 'natural' | 'censored') =>
      (await grading.gradeTrace({ trace: answering(text, end), reference: '124' })).verdict;
    assert.equal(await verdict('Final Answer:\n\nThe answer is:\n\nThe answer is:', 'censored'), 'censored');
    assert.equal(await verdict('Final Answer: 12', 'censored'), 'censored');
    assert.equal(await verdict('Final Answer: 124', 'censored'), 'censored', 'more digits might have come');
    assert.equal(await verdict('Final Answer: 124\nSo', 'censored'), 'correct');
    assert.equal(await verdict('Thus \\boxed{124}', 'censored'), 'correct');
    assert.equal(await verdict('Final Answer: 12', 'natural'), 'wrong');
  });

  it('never calls an answer wrong that was cut', async () => {
    using grading = new GradingHost();
    const cut = await grading.gradeTrace({ trace: answering('So we have to', 'censored'), reference: '42' });
    assert.equal(cut.verdict, 'censored');
  });
});
