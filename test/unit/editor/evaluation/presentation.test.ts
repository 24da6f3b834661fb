import assert from 'node:assert/strict';
import type { EvaluationState } from '../../../../src/backend/evaluation-protocol.js';
import {
  describe as described,
  describeRun,
  duration,
  kindOf,
  progressText,
} from '../../../../src/editor/evaluation/presentation.js';
import type { Results } from '../../../../src/editor/evaluation/results.js';
import { reportWith } from '../../../webview/support/reports.js';

const report = reportWith({ questions: 40 });
const summary = { title: report.title, runs: report.runs, questions: 40, warnings: 0, written: 10 };
const results = (more: Partial<Results> = {}): Results => ({ samples: 40, changed: 5, report: summary, ...more });
const state = (more: Partial<EvaluationState> = {}): EvaluationState => ({
  phase: 'running',
  done: 12,
  total: 40,
  etaMs: 125_000,
  work: null,
  ...more,
});

describe('how an evaluation stands', () => {
  it('is told by its samples, its report and what runs here', () => {
    assert.equal(kindOf(results({ samples: 0, report: null }), undefined, false), 'fresh');
    assert.equal(kindOf(results(), undefined, false), 'done');
    assert.equal(kindOf(results({ report: null }), undefined, false), 'partial');
    assert.equal(kindOf(results({ changed: 20 }), undefined, false), 'partial');
    assert.equal(kindOf(results({ report: { ...summary, questions: 41 } }), undefined, false), 'partial');
    assert.equal(kindOf(results(), state(), false), 'running');
    assert.equal(kindOf(results(), state(), true), 'paused');
  });

  it('is said with numbers where there are some', () => {
    assert.equal(progressText(state(), false), '12 of 40 · about 2 min left');
    assert.equal(progressText(state({ etaMs: null }), false), '12 of 40');
    assert.equal(progressText(state({ total: 0, phase: 'loading' }), false), 'loading the model');
    assert.equal(progressText(state(), true), '12 of 40 · paused');
    assert.equal(progressText(state({ phase: 'waiting' }), false), '12 of 40 · waits for your question');
    assert.match(described('done', results(), undefined), /^13 runs, best \d+\.\d %$/);
    assert.equal(described('partial', results(), undefined), '40 samples, not finished');
    assert.equal(described('fresh', results(), undefined), 'not run yet');
  });

  it('says a run in accuracy, error and tokens', () => {
    assert.match(describeRun(report.runs[0]!), /^\d+\.\d ± \d\.\d % · \d+ tokens$/);
    assert.equal(describeRun({ ...report.runs[0]!, samples: 0 }), 'nothing yet');
  });

  it('says times as people do', () => {
    assert.deepEqual(
      [duration(-5), duration(89_000), duration(95_000), duration(3 * 3_600_000 + 60_000)],
      ['0 s', '89 s', '2 min', '3 h 1 min'],
    );
  });
});
