import assert from 'node:assert/strict';
import { findQuestions, QuestionFinder } from '../../../src/questions/find.js';
import type { DocumentFormat } from '../../../src/questions/question.js';

const SHEET = '1. What is 6 times 7?\n2. What is 3 + 4?\n3. Solve $2x = 8$.\n\n';

function references(text: string, format: DocumentFormat = 'markdown'): (string | undefined)[] {
  return findQuestions(text, format).map(({ reference }) => reference);
}

describe('an answer key', () => {
  it('below a heading gives its questions their answers, with their places', () => {
    const text = `${SHEET}## Answers\n\n1. 42\n2. 7\n3. $x = 4$\n`;
    const found = findQuestions(text, 'markdown');
    assert.deepEqual(
      found.map(({ reference }) => reference),
      ['42', '7', '$x = 4$'],
    );
    const { start, end } = found[2]!.referenceRange!;
    assert.equal(text.slice(start, end), '$x = 4$');
  });

  it('may stand in one line, behind a bold word, folded away, or in an environment', () => {
    assert.deepEqual(references(`${SHEET}Answers: 1. 42  2. 7; 3. x = 4\n`), ['42', '7', 'x = 4']);
    assert.deepEqual(references(`${SHEET}**Answer Key**\n\n1) 42 2) 7 3) 4\n`), ['42', '7', '4']);
    const folded = `${SHEET}<details>\n<summary>Answers</summary>\n\n1. 42\n2. 7\n3. 4\n\n</details>\n`;
    assert.deepEqual(references(folded), ['42', '7', '4']);
    const latex =
      '\\section*{Exercises}\n\\begin{enumerate}\n\\item What is $6 \\cdot 7$?\n\\item What is $3 + 4$?\n\\end{enumerate}\n\n' +
      '\\section*{Answers}\n\\begin{enumerate}\n\\item 42\n\\item 7\n\\end{enumerate}\n';
    assert.deepEqual(references(latex, 'latex'), ['42', '7']);
  });

  it('may be a row of letters', () => {
    const text =
      '## 选择题\n\n1. 下列各数中是质数的是（　　）A. 4　B. 7　C. 9　D. 15\n' +
      '2. 计算 3 + 4 的值是（　　）A. 5　B. 6　C. 7　D. 8\n\n**参考答案**\n\n1-2 BC\n';
    assert.deepEqual(references(text), ['B', 'C']);
  });

  it('belongs to the questions above it, down to the key before', () => {
    const chapter = (answers: string) => `${SHEET}**Answers**\n\n${answers}\n\n`;
    const text = `# One\n\n${chapter('1. 42\n2. 7\n3. 4')}# Two\n\n${chapter('1. 43\n2. 8\n3. 5')}`;
    assert.deepEqual(references(text), ['42', '7', '4', '43', '8', '5']);
  });

  it('leaves alone what has an answer of its own, and numbers that two questions have', () => {
    const own =
      '1. What is 6 times 7?\n\n   Answer: 41\n\n2. What is 3 + 4?\n3. What is 3 + 5?\n\n## Answers\n\n1. 42\n2. 7\n3. 8\n';
    assert.deepEqual(references(own), ['41', '7', '8']);
    const twice = `## Part one\n\n1. What is 6 times 7?\n\n## Part two\n\n${SHEET}## Answers\n\n1. 42\n2. 7\n3. 4\n`;
    assert.deepEqual(references(twice), [undefined, undefined, '7', '4']);
  });

  it('is none where its numbers are not those of the questions', () => {
    assert.deepEqual(references(`${SHEET}## Answers\n\n7. 42\n8. 7\n`), [undefined, undefined, undefined]);
  });

  it('is followed through edits', () => {
    const finder = new QuestionFinder();
    const text = `${SHEET}## Answers\n\n1. 42\n2. 7\n3. 4\n`;
    finder.find(text, 'markdown');
    const edited = `Some words.\n\n${text.replace('1. 42', '1. 43')}`;
    const found = finder.find(edited, 'markdown');
    assert.deepEqual(
      found.map(({ reference }) => reference),
      ['43', '7', '4'],
    );
    const { start, end } = found[0]!.referenceRange!;
    assert.equal(edited.slice(start, end), '43');
  });
});
