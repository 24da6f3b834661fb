import assert from 'node:assert/strict';
import { importedAs } from './imported.js';

const choosing = {
  passage: 'It rains.',
  question: 'What falls?',
  options: ['(A)snow', '(B)rain'],
  label: 'B',
  other: { solution: 'Rain does.' },
};
/** A row of one of AGIEval's own files, read from a file of this name. */
const from = async (name: string, row: object = choosing) => importedAs('agieval', [row], { name });

describe('AGIEval', () => {
  it('learns the subset, and with it the kind, from the name of the file', async () => {
    const told = async (name: string) => {
      const [row] = (await from(name)).rows;
      return [row?.source, row?.kind];
    };
    assert.deepEqual(await told('data/v1/sat-en.jsonl'), ['baber/agieval/sat_en', 'english']);
    assert.deepEqual(await told('lsat-ar.jsonl'), ['baber/agieval/lsat_ar', 'english']);
    assert.deepEqual(await told('lsat_lr-test.jsonl'), ['baber/agieval/lsat_lr', 'english']);
    assert.deepEqual(await told('lsat_rc/few_shot-00000-of-00001.parquet'), ['baber/agieval/lsat_rc', 'english']);
    assert.deepEqual(await told('sat_math.parquet'), ['baber/agieval/sat_math', 'math']);
    assert.deepEqual(await told('logiqa-en.jsonl'), ['baber/agieval/logiqa', 'math']);
    assert.deepEqual(await told('aqua-rat.jsonl'), ['baber/agieval/aqua_rat', 'math']);
  });

  it('takes a file whose name says nothing for what the pipeline says it is', async () => {
    const { rows } = await importedAs('agieval', [choosing], { name: 'all.jsonl', kind: 'english' });
    assert.deepEqual(
      rows.map(({ source, kind }) => [source, kind]),
      [['baber/agieval', 'english']],
    );
  });

  it('leaves out the subsets that the paper does not take', async () => {
    const left = async (name: string, row?: object) => (await from(name, row)).reasons;
    assert.deepEqual(await left('data/v1/gaokao-english.jsonl'), ['of gaokao_english, which the paper does not take']);
    assert.deepEqual(await left('logiqa-zh.jsonl'), ['of logiqa_zh, which the paper does not take']);
    assert.deepEqual(await left('sat-en-without-passage.jsonl'), [
      'of sat_en_without_passage, which the paper does not take',
    ]);
    assert.deepEqual(await left('math.jsonl', { ...choosing, options: null }), ['has no choices']);
  });

  it('puts passage and choices into the question, but for AQuA', async () => {
    const asked = async (name: string, row: object) => (await from(name, row)).rows[0]?.question;
    assert.equal(await asked('sat-en.jsonl', choosing), 'It rains.What falls?\n(A)snow\n(B)rain');
    assert.equal(await asked('sat-math.jsonl', { ...choosing, passage: '' }), 'What falls?\n(A)snow\n(B)rain');
    assert.equal(await asked('aqua-rat.jsonl', { ...choosing, passage: null }), 'What falls?');
    assert.equal(await asked('aqua_rat.parquet', { ...choosing, passage: '' }), 'What falls?');
  });

  it('reads the solution beside the question or in "other"', async () => {
    const solution = async (row: object) => (await from('sat-en.jsonl', row)).rows[0]?.solution;
    assert.equal(await solution(choosing), 'Rain does.');
    assert.equal(await solution({ ...choosing, solution: 'Rain.', other: undefined }), 'Rain.');
    assert.equal(await solution({ ...choosing, other: null }), null);
  });

  it('gives the letter of the right choice, also where the label is its index', async () => {
    const answer = async (label: unknown) => (await from('sat-en.jsonl', { ...choosing, label })).rows[0]?.answer;
    assert.equal(await answer('B'), 'B');
    assert.equal(await answer(1), 'B');
    assert.equal(await answer('0'), 'A');
    assert.equal(await answer(null), null);
  });

  it('takes MATH of level 5, wherever the level stands', async () => {
    const row = (level: number) => ({
      question: `Level ${level}?`,
      options: null,
      label: null,
      answer: '45',
      other: { solution: 'It is 45.', level, type: 'Geometry' },
    });
    const own = await importedAs('agieval-math', [row(5), row(4)]);
    assert.deepEqual(
      own.rows.map(({ question, solution, answer, level, source }) => [question, solution, answer, level, source]),
      [['Level 5?', 'It is 45.', '45', '5', 'baber/agieval/math_agieval']],
    );
    assert.deepEqual(own.reasons, ['not of level 5']);
    const copy = await importedAs('agieval-math', [{ question: 'q', solution: 's', answer: '1', level: 5 }]);
    assert.deepEqual(
      copy.rows.map(({ solution, level }) => [solution, level]),
      [['s', '5']],
    );
  });
});
