import assert from 'node:assert/strict';
import { pageData } from '../../../../src/evaluation/report/page-data.js';
import { examplesChart, parallelChart, scalingChart } from '../../../../src/webview/report/chart/model.js';
import { reportWith } from '../../../webview/support/reports.js';

describe('what a view of reports shows', () => {
  const aime = reportWith({ questions: 40 });
  const math = reportWith({ questions: 40, more: { taskName: 'math500', taskTitle: 'MATH-500' } });

  it('is the report itself where there is one, and all of them together where there are several', () => {
    assert.equal(pageData([aime]).report, aime);
    assert.equal(pageData([aime, math]).report.runs.length, aime.runs.length + math.runs.length);
  });

  it('has models × tasks, published rows behind and marked', () => {
    const { models } = pageData([aime, math]);
    assert.deepEqual(models.tasks, ['AIME 2024', 'MATH-500']);
    const firstPublished = models.rows.findIndex(({ published }) => published);
    assert.equal(firstPublished, 1);
    assert.ok(models.rows.slice(1).every(({ published }) => published));
    assert.ok(models.rows.some(({ model, cells }) => model === 's1-32B' && cells[1]?.accuracy === 0.93));
  });

  it('draws training examples only where one of our own models says how many it had', () => {
    assert.equal(examplesChart(pageData([aime]).examples), undefined);
    const known = reportWith({ questions: 40, more: { trainingExamples: 500 } });
    const chart = examplesChart(pageData([known]).examples)!;
    assert.deepEqual(
      chart.series.map(({ points, published }) => [points.some(({ x }) => x === 500), published === true]),
      [
        [true, false],
        [false, true],
      ],
    );
  });

  it('labels what was published, and leaves it out when asked to', () => {
    const series = (withPublished: boolean) => scalingChart(aime, withPublished).series;
    assert.ok(series(true).some(({ published, label }) => published === true && label.startsWith('published: ')));
    assert.ok(series(false).every(({ published }) => published !== true));
    const gpqa = reportWith({ questions: 40, more: { taskName: 'gpqa-diamond', taskTitle: 'GPQA Diamond' } });
    assert.ok(parallelChart(gpqa, true)!.series.some(({ published }) => published === true));
    assert.ok(parallelChart(gpqa, false)!.series.every(({ published }) => published !== true));
  });
});
