import assert from 'node:assert/strict';
import { QuestionFinder } from '../../../src/questions/find.js';
import { Random } from '../../questions/corpus/builder.js';
import { buildCorpus } from '../../questions/corpus/corpus.js';
import { emptyScore, scoreDocument } from '../../questions/corpus/score.js';
import { readTasks } from '../../questions/corpus/tasks.js';
import { WRITTEN } from '../../questions/corpus/written.js';
import { countFalse } from '../../questions/negatives.js';
import { needShared } from '../../support/shared.js';

describe('questions in documents', () => {
  for (const document of WRITTEN) {
    it(`finds those of "${document.name}", and nothing else`, () => {
      const score = emptyScore();
      const wrong: string[] = [];
      scoreDocument(document, score, (line) => wrong.push(line));
      assert.deepEqual(wrong, []);
    });
  }

  for (const setAside of [false, true]) {
    it(`finds them in ${setAside ? 'the layouts set aside' : 'the other layouts'} with a precision and recall of at least 0.95`, () => {
      const score = emptyScore();
      for (const document of buildCorpus({ setAside, documents: 3, seed: 11 })) scoreDocument(document, score);
      assert.ok(score.exact / score.found >= 0.95, `precision ${score.exact / score.found}`);
      assert.ok(score.exact / score.expected >= 0.95, `recall ${score.exact / score.expected}`);
      for (const field of ['kind', 'stem', 'options', 'reference'] as const)
        assert.ok(score[field] / score.exact >= 0.95, field);
    });
  }

  it('finds questions of public tasks as well', function () {
    const tasks = readTasks(needShared(this, 'data/tasks'));
    const score = emptyScore();
    for (const document of buildCorpus({ setAside: true, documents: 3, seed: 12, tasks }))
      scoreDocument(document, score);
    assert.ok(score.exact / score.found >= 0.95 && score.exact / score.expected >= 0.95, JSON.stringify(score));
  });

  it('finds at most one false question in 1,000 lines of READMEs and change logs', function () {
    this.timeout(60_000);
    const { lines, found } = countFalse();
    assert.ok(lines > 10_000);
    assert.ok((1000 * found) / lines <= 1, `${found} in ${lines} lines`);
  });

  it('finds after an edit what it finds in the edited text', () => {
    const random = new Random(5);
    const typed = [
      'x',
      '\n',
      '\n\n',
      '## Problem 3\n\n',
      '# Solutions\n',
      '1. ',
      '(a) ',
      'Solution: ',
      '**',
      '```\n',
      '\\begin{enumerate}\n',
      '\\end{enumerate}',
      '\\item ',
      'What is $3+4$?',
      '$$',
      '<!--',
      '-->',
      '</details>',
      '<details>\n\n',
      'Answer: 42\n',
      '\\question ',
      '{',
      '}',
      '%',
      '> ',
      '   ',
      '证明：',
      '例 3 ',
    ];
    for (const document of [...buildCorpus({ setAside: false, documents: 1, seed: 9 }), ...WRITTEN]) {
      if (document.format === 'notebook') continue;
      const kept = new QuestionFinder();
      let { text } = document;
      kept.find(text, document.format);
      for (let i = 0; i < 6; i++) {
        const at = random.integer(text.length + 1);
        text = text.slice(0, at) + random.pick(typed) + text.slice(at + (random.next() < 0.5 ? random.integer(30) : 0));
        assert.deepEqual(
          kept.find(text, document.format),
          new QuestionFinder().find(text, document.format),
          document.name,
        );
      }
    }
  });

  it('is done with very long lines and hostile text in good time', function () {
    this.timeout(20_000);
    const hostile = [
      '$'.repeat(12_000),
      '(a) '.repeat(5_000),
      '['.repeat(12_000),
      '`'.repeat(12_001),
      '<a '.repeat(5_000),
      '\\begin{'.repeat(3_000),
      '{'.repeat(12_000),
      'What is '.repeat(5_000) + '?',
      '_'.repeat(12_000),
      '把'.repeat(12_000) + '求',
      '*'.repeat(12_000),
      'find, '.repeat(5_000),
      '1. '.repeat(5_000),
      '> '.repeat(5_000),
    ];
    for (const text of hostile) {
      for (const format of ['markdown', 'latex', 'plain', 'jsonl'] as const) {
        const start = performance.now();
        new QuestionFinder().find(text, format);
        assert.ok(
          performance.now() - start < 4000,
          `${format}: ${text.slice(0, 12)}… took ${performance.now() - start} ms`,
        );
      }
    }
  });
});
