import assert from 'node:assert/strict';
import { SOURCES } from '../../../../src/curation/records/sources.js';
import { importedAs } from './imported.js';

describe('sources of the paper', () => {
  it('has the sixteen sources of the paper, two of them in two parts or readings', () => {
    const names = new Set(SOURCES.map(({ name }) => name.replace(/-(code|math)$/, '')));
    assert.equal(new Set([...names].map((name) => (name === 'numina' ? 'numina-math' : name))).size, 16);
  });

  it('filters NuminaMATH, AIME, LiveCodeBench and TheoremQA as the code does', async () => {
    const numina = await importedAs('numina-math', [
      { problem: 'a', solution: 's', source: 'aops_forum' },
      { problem: 'b', solution: 's', source: 'cn_k12' },
    ]);
    assert.deepEqual(
      numina.rows.map(({ question, source }) => [question, source]),
      [['a', 'AI-MO/NuminaMath-CoT/aops_forum']],
    );
    assert.deepEqual(numina.reasons, ['not from the AoPS forum']);
    const years = ['2021-I-1', '2022-I-1', '2023-I-1'].map((ID) => ({ ID, Question: ID, Answer: '1' }));
    assert.equal((await importedAs('aime', years)).rows.length, 1);
    assert.equal((await importedAs('aime-code', years)).rows.length, 2);
    const hard = await importedAs('live-code-bench', [
      { question_content: ' x ', difficulty: 'hard' },
      { question_content: 'y', difficulty: 'easy' },
    ]);
    assert.deepEqual(
      hard.rows.map(({ question, kind, solution }) => [question, kind, solution]),
      [['x', 'coding', null]],
    );
    const pictures = [
      { Question: 'q', Answer: 1, Answer_type: 'integer', Picture: null },
      { Question: 'r', Answer: 1, Answer_type: 'integer', Picture: 'x.png' },
    ];
    assert.deepEqual(
      (await importedAs('theorem-qa', pictures)).rows.map(({ source }) => source),
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
    const { rows, reasons } = await importedAs('gpqa', [question('Which?'), question('Diamond?')], {
      without: new Set(['Diamond?']),
    });
    assert.equal(rows.length, 1);
    assert.deepEqual(reasons, ['in the file that is left out']);
    const letter = /Answer: ([A-D])$/.exec(rows[0]!.solution ?? '')![1]!;
    assert.ok(rows[0]!.question.includes(`Answer Choices:\n(A) `));
    assert.ok(rows[0]!.question.includes(`(${letter}) right`));
  });
});
