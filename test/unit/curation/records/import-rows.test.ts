import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectColumns } from '../../../../src/curation/records/columns.js';
import { dealtOut, importRows, type ImportPlan, type Skipped } from '../../../../src/curation/records/import-rows.js';
import { SOURCES } from '../../../../src/curation/records/sources.js';
import type { PoolRow } from '../../../../src/curation/pool-row.js';
import { inTempFolder } from '../../../support/temp.js';

async function imported(rows: readonly object[], plan: Partial<ImportPlan> & { source16?: string } = {}) {
  return inTempFolder(async (folder) => {
    const path = join(folder, 'data.jsonl');
    await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const { source16, ...more } = plan;
    const as = SOURCES.find(({ name }) => name === source16);
    const found: Omit<PoolRow, 'index'>[] = [];
    const skipped: Skipped[] = [];
    const whole: ImportPlan = { path, name: 'data.jsonl', columns: {}, ...(as === undefined ? {} : { as }), ...more };
    for await (const row of importRows(
      whole,
      () => undefined,
      (row) => skipped.push(row),
    ))
      found.push(row);
    return { rows: found, reasons: skipped.map(({ reason }) => reason) };
  });
}

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

  it('has the sixteen sources of the paper, two of them in two parts or readings', () => {
    const names = new Set(SOURCES.map(({ name }) => name.replace(/-(code|math)$/, '')));
    assert.equal(new Set([...names].map((name) => (name === 'numina' ? 'numina-math' : name))).size, 16);
  });

  it('filters NuminaMATH, AIME, LiveCodeBench and TheoremQA as the code does', async () => {
    const numina = await imported(
      [
        { problem: 'a', solution: 's', source: 'aops_forum' },
        { problem: 'b', solution: 's', source: 'cn_k12' },
      ],
      { source16: 'numina-math' },
    );
    assert.deepEqual(
      numina.rows.map(({ question, source }) => [question, source]),
      [['a', 'AI-MO/NuminaMath-CoT/aops_forum']],
    );
    assert.deepEqual(numina.reasons, ['not from the AoPS forum']);
    const years = ['2021-I-1', '2022-I-1', '2023-I-1'].map((ID) => ({ ID, Question: ID, Answer: '1' }));
    assert.equal((await imported(years, { source16: 'aime' })).rows.length, 1);
    assert.equal((await imported(years, { source16: 'aime-code' })).rows.length, 2);
    const hard = await imported(
      [
        { question_content: ' x ', difficulty: 'hard' },
        { question_content: 'y', difficulty: 'easy' },
      ],
      { source16: 'live-code-bench' },
    );
    assert.deepEqual(
      hard.rows.map(({ question, kind, solution }) => [question, kind, solution]),
      [['x', 'coding', null]],
    );
    const pictures = [
      { Question: 'q', Answer: 1, Answer_type: 'integer', Picture: null },
      { Question: 'r', Answer: 1, Answer_type: 'integer', Picture: 'x.png' },
    ];
    assert.deepEqual(
      (await imported(pictures, { source16: 'theorem-qa' })).rows.map(({ source }) => source),
      ['TIGER-Lab/TheoremQA/integer'],
    );
  });

  it('gives GPQA its choices and the letter of the right one, and leaves out the diamond set', async () => {
    const question = (text: string) => ({
      Question: text,
      'Correct Answer': 'right',
      'Incorrect Answer 1': 'w1',
      'Incorrect Answer 2': 'w2',
      'Incorrect Answer 3': 'w3',
      Explanation: 'because',
    });
    const { rows, reasons } = await imported([question('Which?'), question('Diamond?')], {
      source16: 'gpqa',
      without: new Set(['Diamond?']),
    });
    assert.equal(rows.length, 1);
    assert.deepEqual(reasons, ['in the file that is left out']);
    const letter = /Answer: ([A-D])$/.exec(rows[0]!.solution ?? '')![1]!;
    assert.ok(rows[0]!.question.includes(`Answer Choices:\n(A) `));
    assert.ok(rows[0]!.question.includes(`(${letter}) right`));
  });

  it('makes the question of a crossword from its clue, and takes at most 1,000', async () => {
    const clues = Array.from({ length: 1001 }, (_, i) => ({ input: `### Clue: c${i} (3)`, output: 'abc' }));
    const { rows, reasons } = await imported(clues, { source16: 'xword' });
    assert.equal(rows.length, 1000);
    assert.ok(rows[0]!.question.endsWith('in brackets.\n\nc0 (3)'));
    assert.deepEqual(reasons, ['beyond the first 1000']);
  });

  it('deals a limit out evenly', () => {
    const rows = ['a', 'a', 'a', 'b', 'c'].map((topic, i) => ({ metadata: { topic }, i }));
    assert.deepEqual(
      dealtOut(rows, { rows: 4, evenlyBy: ['topic'] }).map(({ i }) => i),
      [0, 3, 4, 1],
    );
  });
});
