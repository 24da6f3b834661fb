import assert from 'node:assert/strict';
import { extract } from '../../../src/grading/extract.js';
import type { ExtractionRule, ExtractOptions } from '../../../src/grading/extraction.js';

/** A response, the answer in it (undefined: unparsable), the rule that finds it. */
type Row = readonly [
  response: string,
  answer: string | undefined,
  rule?: ExtractionRule | undefined,
  options?: ExtractOptions,
];

function finds(convention: string, rows: readonly Row[]): void {
  it(convention, () => {
    for (const [response, answer, by, options] of rows) {
      const { chosen } = extract(response, options);
      assert.equal(chosen?.text, answer, `${JSON.stringify(response)} gave ${JSON.stringify(chosen)}`);
      if (by !== undefined) assert.equal(chosen?.rule, by, response);
    }
  });
}

describe('extraction', () => {
  finds('the last balanced box wins, braces inside it included', [
    ['so \\boxed{\\frac{1}{2}}.', '\\frac{1}{2}', 'boxed'],
    ['first \\boxed{3}. No, wait. It is \\boxed{4}.', '4', 'boxed'],
    ['\\fbox{7}', '7', 'boxed'],
    ['$\\boxed{\\{1,2\\}}$', '\\{1,2\\}', 'boxed'],
    ['\\boxed{28} percent', '28\\%', 'boxed'],
    ['the box \\boxed{\\text{(C)}} it is', '\\text{(C)}', 'boxed'],
  ]);
  finds('boxes joined by "and" or a comma are one answer, boxes in different sentences are not', [
    ['\\boxed{1} and \\boxed{2}', '1, 2', 'boxed'],
    ['$\\boxed{(98, 2)} \\quad \\text{and} \\quad \\boxed{(99, 503)}$', '(98, 2), (99, 503)'],
    ['\\boxed{200} after six months. Then \\boxed{255}', '255'],
  ]);
  finds('final answers in words', [
    ['Final Answer: 42', '42', 'final-answer'],
    ['**Final Answer**\n\n42', '42'],
    ['**Final Answer:** The largest $n$ is 34.', '34'],
    ['Final Answer: The final answer is $(0, 1)$. I hope it is correct.', '$(0, 1)$'],
    ['Final Answer: Jane started growing Sphere 3 hours ago. I hope it is correct.', '3'],
    ['The answer is 12.', '12', 'answer-is'],
    ['Answer: $\\frac{1}{2}$', '$\\frac{1}{2}$', 'answer-is'],
    ['So the answer is $x = 3$ and we are done.', '$x = 3$'],
    ['Answer \\( 9 \\)', '\\( 9 \\)'],
    ['答案是 12。', '12', 'answer-is'],
    ['答案：$\\sqrt{2}$', '$\\sqrt{2}$', 'answer-is'],
    ['The answer is Evelyn.', 'Evelyn'],
    ['the answer is 3.14, roughly', '3.14'],
  ]);
  finds('an explicit final answer behind a box wins', [
    ['She earns \\boxed{200} first. Final Answer: The final answer is $10,455$.', '$10,455$', 'final-answer'],
  ]);
  finds('GSM8K hashes, answer tags, JSON', [
    ['She has 9 * 2 = <<9*2=18>>18 eggs.\n#### 18', '18', 'hash'],
    ['<answer>3/4</answer>', '3/4', 'answer-tag'],
    ['```json\n{"reasoning": "…", "answer": "x = 2"}\n```', 'x = 2', 'json'],
    ['{"final_answer": 17}', '17', 'json'],
    ['{"answer": [1, 2]}', '1, 2', 'json'],
  ]);
  finds('nothing marked: the closing sentence, bold, a final display formula', [
    ['We add.\n\nTherefore, she has 12 apples.', '12', 'conclusion'],
    ['Work.\n\nThe total is **12**', '12', 'bold'],
    ['Simplify:\n\n\\[ x^2 + 1 \\]', '\\[ x^2 + 1 \\]', 'display-math'],
    ['因此，杰西的体重是192公斤。', '192', 'conclusion'],
  ]);
  finds('the last value only where it is asked for', [
    ['it grew to 4000 in total', undefined],
    ['it grew to 4000 in total', '4000', 'last-value', { lastValue: true }],
  ]);
  finds('nothing found is nothing, and never "A"', [
    ['I do not know.', undefined],
    ['', undefined],
    ['A hard question.', undefined, undefined, { kind: 'choice' }],
    ['The answer is a combination of both.', undefined, undefined, { kind: 'choice' }],
  ]);
  finds('text after a turn that starts a new question does not count', [
    ['The answer is 5.\n\nQuestion: What is 2+2?\nThe answer is 4.', '5'],
    ['The answer is 5. <|im_start|>user\nWhat is 2+2? The answer is 4.', '5'],
    ['\\boxed{5}\n\nQ: next?\nA: \\boxed{6}', '5'],
    ['Question: What is 2+2?\nThe answer is 4.', '4'],
  ]);
  finds('only what follows the thinking counts; thinking alone is unparsable unless the caller says otherwise', [
    ['<think>maybe \\boxed{3}</think>It is \\boxed{4}.', '4'],
    ['<think>maybe \\boxed{3}</think>I give up.', undefined],
    ['<think>maybe \\boxed{3}', undefined],
    ['<think>maybe \\boxed{3}', '3', 'boxed', { thinkingFallback: true }],
    ['<|im_start|>think\n\\boxed{3}<|im_start|>answer\nFinal Answer: 4', '4'],
  ]);
  finds('multiple choice in all shapes', [
    ['The answer is (B).', 'B', 'choice', { kind: 'choice' }],
    ['**B**', 'B', undefined, { kind: 'choice' }],
    ['Answer: B', 'B', undefined, { kind: 'choice' }],
    ['B) because it is', 'B', undefined, { kind: 'choice' }],
    ['The correct option is **C**.', 'C', undefined, { kind: 'choice' }],
    ['Therefore I choose option D.', 'D', undefined, { kind: 'choice' }],
    ['\\boxed{\\text{C}}', 'C', 'boxed', { kind: 'choice' }],
    ['It is not A because of that, therefore I think it is B', 'B', undefined, { kind: 'choice' }],
    ["The answer is for sure D, it can't be A or B", 'D', undefined, { kind: 'choice' }],
    ['故选B。', 'B', undefined, { kind: 'choice' }],
    ['答案：C', 'C', undefined, { kind: 'choice' }],
    ['正确答案是 D', 'D', undefined, { kind: 'choice' }],
    ['The answer is A.', 'A', undefined, { kind: 'choice' }],
    ['The correct answers are B and D.', 'BD', undefined, { kind: 'choice' }],
    ['Let me see.\nA. red\nB. blue\nC. green\nThe answer is C.', 'C', undefined, { kind: 'choice' }],
    ['Blue it is.', 'B', undefined, { kind: 'choice', choices: ['red', 'blue', 'green'] }],
    ['First I thought the answer is (A). On reflection, the answer is (C).', 'C', undefined, { kind: 'choice' }],
    ['The answer is (Z).', undefined, undefined, { kind: 'choice' }],
  ]);
  finds('bare answers to questions that were never asked do not count', [
    ['The answer is (B).\n\nThe answer is (J).\n\nThe answer is (E).\n', 'B', undefined, { kind: 'choice' }],
  ]);

  it('says where the answer stands', () => {
    const response = 'Some text, then \\boxed{x+1} at last.';
    const { chosen } = extract(response);
    assert.ok(chosen);
    assert.equal(response.slice(chosen.start, chosen.end), 'x+1');
  });

  it('reports the earlier answers as well', () => {
    const { candidates, chosen } = extract('\\boxed{3}? Rather \\boxed{4}.');
    assert.deepEqual(
      candidates.map((candidate) => candidate.text),
      ['3', '4'],
    );
    assert.equal(chosen?.text, '4');
  });

  it('ends quickly on hostile text', () => {
    for (const piece of [
      '\\boxed{',
      '**',
      '$',
      'the answer is ',
      '(A) ',
      '\\[',
      '{"answer": "',
      'Final Answer:',
      '####\n',
      '<think>',
      'so ',
    ])
      extract(piece.repeat(20_000), { lastValue: true });
    for (const piece of ['(', 'A ', 'option ', 'The answer is (A).\n'])
      extract(piece.repeat(5_000), { kind: 'choice' });
  });
});
