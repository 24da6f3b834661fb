import assert from 'node:assert/strict';
import { findQuestions, formatOf } from '../../../src/questions/find.js';
import { LineIndex } from '../../../src/questions/positions.js';

const markdown = (text: string) => findQuestions(text, 'markdown');
const texts = (text: string): string[] => markdown(text).map((question) => question.text);

describe('a found question', () => {
  it('leaves out number, points, hint, options and answer, and keeps them as fields', () => {
    const [question, ...more] = markdown(
      '3. (5 points) Which number is prime? (A) 4 (B) 7 (C) 9\n\n   Hint: divide.\n\n   Answer: B\n',
    );
    assert.equal(more.length, 0);
    assert.equal(question?.text, 'Which number is prime?');
    assert.deepEqual(question.options, ['4', '7', '9']);
    assert.deepEqual(
      [question.kind, question.reference, question.points, question.hint, question.label],
      ['choice', 'B', '5 points', 'divide.', '3'],
    );
  });

  it('begins where the data that it needs begin', () => {
    const [question] = markdown('We turn to rates. A train travels 60 km in 2 h. What is its speed?\n');
    assert.equal(question?.text, 'A train travels 60 km in 2 h. What is its speed?');
    assert.equal(question.start, 18);
  });

  it('has one entry for each part, with the stem beside it', () => {
    const found = markdown('1. Let $f(x) = x^2$. (a) Find $f(3)$. (b) Show that $f$ is even.\n');
    assert.deepEqual(
      found.map(({ text, stem, kind }) => ({ text, stem, kind })),
      [
        { text: 'Find $f(3)$.', stem: 'Let $f(x) = x^2$.', kind: 'free' },
        { text: 'Show that $f$ is even.', stem: 'Let $f(x) = x^2$.', kind: 'proof' },
      ],
    );
  });

  it('may count letters of a word, without number or formula', () => {
    assert.deepEqual(texts('1. How many r in raspberry?\n2. How many times does the letter e occur in "engineer"?\n'), [
      'How many r in raspberry?',
      'How many times does the letter e occur in "engineer"?',
    ]);
    assert.deepEqual(texts('1. How many in all?\n'), []);
  });

  it('drops indentation and quote marks of its lines from its text, not from its range', () => {
    const source = '> **Problem 1.** Find $x$ with\n> $2x = 8$.\n';
    const [question] = markdown(source);
    assert.equal(question?.text, 'Find $x$ with\n$2x = 8$.');
    assert.equal(source.slice(question.start, question.end), 'Find $x$ with\n> $2x = 8$.');
  });

  it('is no heading, quotation, code, comment or question to a person', () => {
    assert.deepEqual(texts('# What is 2 + 2?\n'), []);
    assert.deepEqual(texts('"What is 12 + 30?" asked the boy.\n'), []);
    assert.deepEqual(
      texts('```\n1. What is 12 + 30?\n```\n\n<!-- 1. What is 12 + 30? -->\n\n`What is 12 + 30?`\n'),
      [],
    );
    assert.deepEqual(texts('1. How often do you do your homework?\n2. When is the exam?\n'), []);
  });

  it('stands in a solution as little as after the end of the document', () => {
    assert.deepEqual(texts('**Example 1.** Solve $2x = 8$.\n\n**Solution.** What is $8/2$? Find it: 4.\n'), [
      'Solve $2x = 8$.',
    ]);
    assert.deepEqual(
      findQuestions(
        '\\begin{document}\nHello.\n\\end{document}\n\\begin{problem}Compute $2+2$.\\end{problem}',
        'latex',
      ),
      [],
    );
  });

  it('of a data set has its place in the escaped text', () => {
    const row =
      '{"question": "A \\"tall\\" box has 3 \\u00d7 4 parts.\\nHow many parts?", "options": ["7", "12"], "answer": 1}';
    const [question] = findQuestions(row, 'jsonl');
    assert.equal(question?.text, 'A "tall" box has 3 × 4 parts.\nHow many parts?');
    assert.deepEqual([question.start, question.end, question.reference, question.options], [14, 67, 'B', ['7', '12']]);
  });
});

describe('positions', () => {
  it('count lines and characters from 0, in UTF-16 units, over all line breaks', () => {
    const index = new LineIndex('a\r\n\u{1F600}b\rc\nd');
    assert.deepEqual(
      [index.at(0), index.at(3), index.at(5), index.at(7), index.at(99)],
      [
        { line: 0, character: 0 },
        { line: 1, character: 0 },
        { line: 1, character: 2 },
        { line: 2, character: 0 },
        { line: 3, character: 1 },
      ],
    );
  });
});

describe('the format of a file', () => {
  it('is told by its name', () => {
    assert.deepEqual(['a.md', 'b.TEX', 'c.txt', 'd.ipynb', 'e.jsonl', 'f.py'].map(formatOf), [
      'markdown',
      'latex',
      'plain',
      'notebook',
      'jsonl',
      undefined,
    ]);
  });
});
