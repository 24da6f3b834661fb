import assert from 'node:assert/strict';
import { inspectColumns } from '../../../../src/curation/records/columns.js';
import { dealtOut, fullGroups } from '../../../../src/curation/records/import-rows.js';
import { imported, importedAs } from './imported.js';

describe('mapping columns by inspection', () => {
  it('knows the names that published sets use', () => {
    assert.deepEqual(inspectColumns([{ Question: 'q', Answer: 'a', ID: '1983-1' }]), {
      id: 'ID',
      question: 'Question',
      answer: 'Answer',
    });
    const s1k = {
      solution: 's',
      question: 'q',
      cot_type: 'math',
      source_type: 'x',
      thinking_trajectories: ['t'],
      attempt: 'a',
      cot: null,
    };
    assert.deepEqual(inspectColumns([s1k]), {
      question: 'question',
      solution: 'solution',
      thinking: 'thinking_trajectories',
      attempt: 'attempt',
      source: 'source_type',
      kind: 'cot_type',
    });
  });

  it('prefers a column with text in it, and what the user has named', () => {
    assert.equal(inspectColumns([{ question: null, problem: 'p' }]).question, 'problem');
    assert.equal(inspectColumns([{ question: 'q', body: 'p' }], { question: 'body' }).question, 'body');
  });
});

describe('importing rows', () => {
  it('keeps where a row is from, its licence and every other column', async () => {
    const { rows } = await imported([
      { problem: 'p', solution: '', licence: 'MIT', extra: [1], isqwen7bcorrect: 'Yes' },
    ]);
    assert.deepEqual(rows, [
      {
        id: 'data.jsonl:1',
        file: 'data.jsonl',
        line: 1,
        question: 'p',
        solution: null,
        answer: null,
        choices: null,
        thinking: null,
        attempt: null,
        source: 'data',
        kind: 'math',
        subject: null,
        level: null,
        licence: 'MIT',
        verdicts: { isqwen7bcorrect: true },
        thinkingTokens: null,
        metadata: { extra: [1], isqwen7bcorrect: 'Yes' },
      },
    ]);
  });

  it('looks at the columns of every row: what comes after many others counts as much', async () => {
    const early = Array.from({ length: 250 }, (_, i) => ({ text: `q ${i}` }));
    const late = { problem: 'p', solution: 's', license: 'MIT', thinking: 't' };
    const { rows, aside } = await imported([...early, late, { text: 'q 250', Licence: 'CC0' }], { licence: 'default' });
    assert.deepEqual(aside, []);
    const found = rows.slice(249).map(({ question, solution, licence, thinking, metadata }) => {
      return { question, solution, licence, thinking, metadata };
    });
    assert.deepEqual(found, [
      { question: 'q 249', solution: null, licence: 'default', thinking: null, metadata: {} },
      { question: 'p', solution: 's', licence: 'MIT', thinking: 't', metadata: {} },
      { question: 'q 250', solution: null, licence: 'CC0', thinking: null, metadata: {} },
    ]);
  });

  it('takes the licence of a row, whatever it looks like, before that of the pipeline', async () => {
    const given = ['MIT', ['A', 'B'], { id: 'x' }, null, '', [null], {}];
    const { rows } = await imported(
      given.map((license, i) => ({ question: `q ${i}`, license })),
      { licence: 'default' },
    );
    assert.deepEqual(
      rows.map(({ licence }) => licence),
      ['MIT', 'A\n\nB', '{"id":"x"}', 'default', 'default', 'default', 'default'],
    );
  });

  it('reads verdicts as text and as numbers', async () => {
    const written = ['True', 'false', '1', '0', 'YES', 'no', 1, 0, true, '1.0', 'perhaps', null];
    const { rows } = await imported(written.map((grade, i) => ({ question: `q ${i}`, qwen_grade: grade })));
    assert.deepEqual(
      rows.map(({ verdicts }) => verdicts.qwen_grade),
      [true, false, true, false, true, false, true, false, true, true, undefined, undefined],
    );
  });

  it('takes nothing out of lists that are empty or hold nothing', async () => {
    const { rows, aside } = await imported([
      { question: 'q', thinking_trajectories: [null], solution: [' '], attempt: ['a', null, 'b'] },
      { question: [''] },
    ]);
    assert.deepEqual(
      rows.map(({ thinking, solution, attempt }) => [thinking, solution, attempt]),
      [[null, null, 'a\n\nb']],
    );
    assert.deepEqual(
      aside.map(({ line, reason, text }) => [line, reason, text]),
      [[2, 'no question', '{"question":[""]}']],
    );
  });

  it('names a row without a name by its whole file, for files in several folders are called alike', async () => {
    const { rows } = await imported([{ question: 'q' }], { name: 'a/train.jsonl' });
    assert.equal(rows[0]!.id, 'a/train.jsonl:1');
  });

  it('makes the question of a crossword from its clue, and takes at most 1,000', async () => {
    const clues = Array.from({ length: 1001 }, (_, i) => ({ input: `### Clue: c${i} (3)`, output: 'abc' }));
    const { rows, reasons } = await importedAs('xword', clues);
    assert.equal(rows.length, 1000);
    assert.ok(rows[0]!.question.endsWith('in brackets.\n\nc0 (3)'));
    assert.deepEqual(reasons, ['beyond the first 1000']);
  });

  it('lets go at once of a row for which a limit has no place, whatever follows', () => {
    const isFull = fullGroups({ rows: 2, evenlyBy: ['topic'] });
    const rows = ['a', 'a', 'a', 'b', 'a'].map((topic) => ({ metadata: { topic } }));
    assert.deepEqual(rows.map(isFull), [false, false, true, false, true]);
  });

  it('deals a limit out evenly', () => {
    const rows = ['a', 'a', 'a', 'b', 'c'].map((topic, i) => ({ metadata: { topic }, i }));
    assert.deepEqual(
      dealtOut(rows, { rows: 4, evenlyBy: ['topic'] }).map(({ i }) => i),
      [0, 3, 4, 1],
    );
  });

  it('deals out by one column first, and by the next inside each of its values', () => {
    const pairs = ['s/1', 's/1', 's/2', 's/3', 's/4', 's/5', 'm/', 'm/', 'm/'].map((pair) => pair.split('/'));
    const rows = pairs.map(([task, topic], i) => ({ metadata: { task, topic: topic === '' ? null : topic }, i }));
    assert.deepEqual(
      dealtOut(rows, { rows: 6, evenlyBy: ['task', 'topic'] }).map(({ i }) => i),
      [0, 6, 2, 7, 3, 8],
    );
  });
});
