import assert from 'node:assert/strict';
import { findQuestions } from '../../../src/questions/find.js';
import { cellsOf } from '../../../src/questions/markdown-table.js';

describe('questions in a table', () => {
  it('stand in the column that its header names, with number and answer beside them', () => {
    const text =
      '| No. | Question | Answer |\n| --- | :-- | --: |\n| 1 | What is 6 times 7? | 42 |\n| 2 | Solve $2x = 8$. | $x = 4$ |\n';
    const found = findQuestions(text, 'markdown');
    assert.deepEqual(
      found.map((question) => [question.text, question.reference, question.number]),
      [
        ['What is 6 times 7?', '42', 1],
        ['Solve $2x = 8$.', '$x = 4$', 2],
      ],
    );
    const [first] = found;
    assert.equal(text.slice(first!.start, first!.end), 'What is 6 times 7?');
    assert.equal(text.slice(first!.referenceRange!.start, first!.referenceRange!.end), '42');
  });

  it('in Chinese, without a column of answers', () => {
    const found = findQuestions('| 题号 | 题目 |\n|---|---|\n| 1 | 计算 $37 \\times 24$。 |\n', 'markdown');
    assert.deepEqual(
      found.map(({ text, reference }) => [text, reference]),
      [['计算 $37 \\times 24$。', undefined]],
    );
  });

  it('are none in any other table, and none to the reader of a manual', () => {
    assert.deepEqual(findQuestions('| Step | What |\n|---|---|\n| 1 | What is 6 times 7? |\n', 'markdown'), []);
    const faq = '| Question | Answer |\n|---|---|\n| How do I install the package? | Run npm. |\n';
    assert.deepEqual(findQuestions(faq, 'markdown'), []);
  });
});

describe('cells of a row', () => {
  it('are cut at pipes that are neither escaped nor in code', () => {
    const cells = cellsOf({ start: 10, text: '| a | `b|c` | d \\| e |' });
    assert.deepEqual(
      cells.map(({ text }) => text),
      ['a', '`b|c`', 'd \\| e'],
    );
    assert.deepEqual([cells[0]?.start, cells[0]?.end], [12, 13]);
    assert.deepEqual(
      cellsOf({ start: 0, text: 'a | b' }).map(({ text }) => text),
      ['a', 'b'],
    );
  });
});
