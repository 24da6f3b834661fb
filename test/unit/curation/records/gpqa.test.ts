import assert from 'node:assert/strict';
import { importedAs } from './imported.js';

const question = (text: string, more: object = {}) => ({
  Question: text,
  'Correct Answer': 'right',
  'Incorrect Answer 1': 'w1',
  'Incorrect Answer 2': 'w2',
  'Incorrect Answer 3': 'w3',
  Explanation: 'because',
  ...more,
});

describe('GPQA', () => {
  it('gets its choices and the letter of the right one, and leaves out the diamond set', async () => {
    const { rows, reasons } = await importedAs('gpqa', [question('Which?'), question('Diamond?')], {
      without: new Set(['Diamond?']),
    });
    assert.equal(rows.length, 1);
    assert.deepEqual(reasons, ['in the file that is left out']);
    const letter = /Answer: ([A-D])$/.exec(rows[0]!.solution ?? '')![1]!;
    assert.ok(rows[0]!.question.includes(`Answer Choices:\n(A) `));
    assert.ok(rows[0]!.question.includes(`(${letter}) right`));
  });

  it('takes only line ends off a choice, and nothing off the explanation', async () => {
    const row = question('A', {
      'Correct Answer': '\n\n right \n',
      'Incorrect Answer 1': 'w\n1 ',
      Explanation: ' \nE\n',
    });
    const [made] = (await importedAs('gpqa', [row])).rows;
    assert.equal(made?.question, 'A\nAnswer Choices:\n(A) w\n1 \n(B)  right \n(C) w2\n(D) w3');
    assert.equal(made.solution, ' \nE\n\n\nAnswer: B');
  });
});
