import assert from 'node:assert/strict';
import { SOURCES } from '../../../../src/curation/records/sources.js';
import { importedAs } from './imported.js';

describe('sources of the paper', () => {
  it('has the sixteen sources of the paper, two of them in two parts or readings', () => {
    const names = new Set(SOURCES.map(({ name }) => name.replace(/-(code|math)$/, '')));
    assert.equal(new Set([...names].map((name) => (name === 'numina' ? 'numina-math' : name))).size, 16);
  });

  it('filters NuminaMATH, AIME and TheoremQA as the code does', async () => {
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
    const pictures = [
      { Question: 'q', Answer: 1, Answer_type: 'integer', Picture: null },
      { Question: 'r', Answer: 1, Answer_type: 'integer', Picture: 'x.png' },
    ];
    assert.deepEqual(
      (await importedAs('theorem-qa', pictures)).rows.map(({ source }) => source),
      ['TIGER-Lab/TheoremQA/integer'],
    );
  });

  it('takes of NuminaMATH what another file names too, under its own source', async () => {
    const rows = ['asked', 'other', 'twice'].map((problem) => ({ problem, solution: 's', source: 'cn_k12' }));
    const taken = await importedAs('numina-math', rows, {
      with: new Set(['asked', 'twice']),
      without: new Set(['twice']),
    });
    assert.deepEqual(
      taken.rows.map(({ question, source }) => [question, source]),
      [['asked', 'AI-MO/NuminaMath-CoT/cn_k12']],
    );
    assert.deepEqual(taken.reasons, ['not from the AoPS forum', 'in the file that is left out']);
  });

  it('knows mathematics, coding and science apart in OlympicArena', async () => {
    const row = (subject: string) => ({ problem: subject, subject, language: 'EN', modality: 'text-only' });
    const { rows } = await importedAs('olympic-arena', ['Math', 'CS', 'Physics', 'Geography'].map(row));
    assert.deepEqual(
      rows.map(({ source, kind }) => [source, kind]),
      [
        ['GAIR/OlympicArena/Math', 'math'],
        ['GAIR/OlympicArena/CS', 'coding'],
        ['GAIR/OlympicArena/Physics', 'science'],
        ['GAIR/OlympicArena/Geography', 'science'],
      ],
    );
  });

  it('takes what is hard of the first three versions of LiveCodeBench', async () => {
    const row = { question_content: ' x ', difficulty: 'hard' };
    const { rows } = await importedAs('live-code-bench', [row, { ...row, difficulty: 'easy' }]);
    assert.deepEqual(
      rows.map(({ question, kind, solution, source }) => [question, kind, solution, source]),
      [['x', 'coding', null, 'LiveCodeBench']],
    );
    const told = async (name: string) => {
      const { rows, reasons } = await importedAs('live-code-bench', [row], { name });
      return rows[0]?.source ?? reasons[0];
    };
    assert.equal(await told('data/test.jsonl'), 'LiveCodeBench/release_v1');
    assert.equal(await told('test2.jsonl.gz'), 'LiveCodeBench/release_v2');
    assert.equal(await told('test3.parquet'), 'LiveCodeBench/release_v3');
    assert.equal(await told('test4.jsonl'), 'added after version 3');
    assert.equal(await told('latest10.jsonl'), 'LiveCodeBench');
  });
});
