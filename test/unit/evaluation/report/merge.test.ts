import assert from 'node:assert/strict';
import { mergeReports } from '../../../../src/evaluation/report/merge.js';
import { reportWith } from '../../../webview/support/reports.js';

const one = 'file: a.jsonl\nmethods: [{ method: none }]\n';
const report = (title: string, conditions: Readonly<Record<string, string>>, questions = 40) => {
  const { runs, ...rest } = reportWith({
    questions,
    methods: one,
    more: { title, conditions: Object.entries(conditions) },
  });
  return { ...rest, runs: runs.map((run) => ({ ...run, conditions: { ...run.conditions, ...conditions } })) };
};

describe('evaluations beside each other', () => {
  const a = report('A', { model: 'small', seed: '1', prompt: 'p' });
  const b = report('B', { model: 'large', seed: '2', prompt: 'p' }, 50);

  it('keep their runs, named by where they come from', () => {
    const { runs, title, comparisons } = mergeReports([a, b]);
    assert.deepEqual(
      runs.map(({ label }) => label),
      ['A: no forcing', 'B: no forcing'],
    );
    assert.equal(title, 'A · B');
    assert.deepEqual([comparisons[0]!.a, comparisons[0]!.questions], ['A: no forcing', 40]);
  });

  it('share their questions', () => {
    const { questions, task } = mergeReports([a, b]);
    assert.equal(task.questions, 50);
    assert.deepEqual(
      questions[0]!.cells.map((cell) => cell !== null),
      [true, true],
    );
    assert.deepEqual(
      questions[49]!.cells.map((cell) => cell !== null),
      [false, true],
    );
  });

  it('are warned of when they differ in more than one thing, and say in which', () => {
    assert.match(mergeReports([a, b]).warnings[0]!, /^A and B differ in more than one thing \(model, seed\)/);
    const c = report('C', { model: 'large', seed: '1', prompt: 'p' });
    assert.ok(!mergeReports([a, c]).warnings.some((text) => text.includes('differ in more')));
    assert.deepEqual(mergeReports([a, c]).conditions, [
      ['model (A)', 'small'],
      ['model (C)', 'large'],
      ['seed', '1'],
      ['prompt', 'p'],
    ]);
  });

  it('are told apart where their titles are the same', () => {
    assert.deepEqual(
      mergeReports([a, a]).runs.map(({ label }) => label),
      ['A (1): no forcing', 'A (2): no forcing'],
    );
  });

  it('of different tasks say so, and carry no published figures', () => {
    const other = reportWith({ methods: one, more: { title: 'M', taskTitle: 'MATH-500', taskName: 'math500' } });
    const merged = mergeReports([a, other]);
    assert.deepEqual(merged.published, []);
    assert.ok(merged.warnings.some((text) => text.includes('different tasks')));
  });
});
