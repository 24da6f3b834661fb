import assert from 'node:assert/strict';
import { extract } from '../../../src/grading/extract.js';
import { s1AnswerStart } from '../../../src/grading/s1-rules.js';

const s1 = (response: string): string | undefined => extract(response, { mode: 's1' }).chosen?.text;

describe("the s1 paper's own extraction", () => {
  it('takes the last balanced box of the answer part', () => {
    assert.equal(s1('<|im_start|>think\n\\boxed{1}<|im_start|>answer\nso \\boxed{2} or \\fbox{3}'), '3');
  });
  it('else everything behind "Answer:"', () => {
    assert.equal(s1('Work.\nAnswer: 42\nbecause'), '42\nbecause');
    assert.equal(s1('final answer : B'), 'B');
  });
  it('starts behind the last turn without its first line where no answer turn is marked', () => {
    const response = '<|im_start|>assistant\nAnswer: 7';
    assert.equal(response.slice(s1AnswerStart(response)), 'Answer: 7');
    assert.equal(s1AnswerStart('plain'), 0);
  });
  it('finds nothing rather than "A"', () => {
    assert.equal(s1('I do not know'), undefined);
  });
});
