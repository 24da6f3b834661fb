import type { ExamplesPoint } from '../../../evaluation/report/overview.js';
import type { Report } from '../../../evaluation/report/report.js';
import { t } from '../../texts.js';
import { count, percent } from '../format.js';

/** Points of one line of a chart. */
export interface ChartSeries {
  readonly label: string;
  readonly points: readonly ChartPoint[];
  /** From a paper, not measured here: hollow and dashed. */
  readonly published?: boolean;
  /** Points of different things: no line goes through them. */
  readonly scattered?: boolean;
}

export interface ChartPoint {
  readonly x: number;
  /** 0 to 1. */
  readonly y: number;
  /** Ends of an interval. */
  readonly low?: number;
  readonly high?: number;
  /** The whole of it in words. */
  readonly label: string;
}

export interface Chart {
  /** Name of its files. */
  readonly name: string;
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly ChartSeries[];
}

/** Accuracy against average thinking tokens, one line a method, with intervals: the paper's Figure 1. */
export function scalingChart(report: Report, withPublished: boolean): Chart {
  const families = [...new Set(report.runs.map(({ family }) => family))];
  const own: ChartSeries[] = families.map((family) => ({
    label: family,
    points: report.runs
      .filter((run) => run.family === family && run.samples > 0)
      .map(({ label, thinking, accuracy, interval }) => ({
        x: thinking,
        y: accuracy,
        low: interval.low,
        high: interval.high,
        label: t(
          '{0}: {1} ({2} to {3}) at {4} thinking tokens',
          label,
          percent(accuracy),
          percent(interval.low),
          percent(interval.high),
          count(thinking),
        ),
      })),
  }));
  const published = publishedSeries(report.published.filter(({ label }) => isAbout(label, families)));
  return {
    name: 'accuracy-by-thinking-tokens',
    title: t('Accuracy by thinking tokens'),
    xLabel: t('average thinking tokens (log scale)'),
    yLabel: t('accuracy'),
    series: [...own, ...(withPublished ? published : [])].filter(({ points }) => points.length > 0),
  };
}

/** Whether a published line is of one of the methods that were measured: the others would only hide those. */
function isAbout(label: string, families: readonly string[]): boolean {
  const method = label.replace(/^published: [^,]*, /, '').replace(/(, [^(]*)? \([^()]*\)$/, '');
  const measured = families.map((family) => family.replace(/ \([^()]*\)$/, ''));
  return measured.includes(method) || (method === 'budget forcing' && measured.includes('no forcing'));
}

function publishedSeries(series: Report['published']): ChartSeries[] {
  return series.map(({ label, points }) => ({
    label,
    published: true,
    points: points.map(({ tokens, accuracy }) => ({
      x: tokens,
      y: accuracy,
      label: t('{0}: {1} at {2} tokens', label, percent(accuracy), count(tokens)),
    })),
  }));
}

/** Accuracy against the number of training examples: the paper's Figure 2. Undefined where none of it is our own. */
export function examplesChart(points: readonly ExamplesPoint[]): Chart | undefined {
  if (points.every(({ published }) => published)) return undefined;
  const series = (published: boolean, label: string): ChartSeries => ({
    label,
    scattered: true,
    ...(published ? { published } : {}),
    points: points
      .filter((point) => point.published === published)
      .map(({ label: text, examples, accuracy, low, high }) => ({
        x: examples,
        y: accuracy,
        ...(low === undefined || high === undefined ? {} : { low, high }),
        label: t('{0}: {1} with {2} training examples', text, percent(accuracy), count(examples)),
      })),
  });
  return {
    name: 'accuracy-by-training-examples',
    title: t('Accuracy by training examples'),
    xLabel: t('examples for reasoning finetuning (log scale)'),
    yLabel: t('accuracy'),
    series: [series(false, t('measured here')), series(true, t('published (s1 paper)'))],
  };
}

/** Sequential against parallel scaling at equal total tokens: the paper's Figure 4. */
export function parallelChart(report: Report, withPublished: boolean): Chart | undefined {
  const parallel = report.runs.filter(({ atK }) => atK.length > 0);
  if (parallel.length === 0) return undefined;
  const sequential = [...new Set(report.runs.filter((run) => !run.parallel).map(({ family }) => family))];
  return {
    name: 'sequential-and-parallel',
    title: t('Sequential and parallel scaling'),
    xLabel: t('tokens generated for a question, all samples together (log scale)'),
    yLabel: t('accuracy'),
    series: [
      ...sequential.map((family) => ({
        label: t('{0}, one sample', family),
        points: report.runs
          .filter((run) => run.family === family && run.samples > 0)
          .map(({ label, generated, accuracy }) => ({
            x: generated,
            y: accuracy,
            label: t('{0}: {1} at {2} tokens', label, percent(accuracy), count(generated)),
          })),
      })),
      ...parallel.map(({ label, atK }) => ({
        label,
        points: atK.map(({ k, majority, tokens }) => ({
          x: tokens,
          y: majority,
          label: t('{0}, the first {1} samples: {2} at {3} tokens', label, k, percent(majority), count(tokens)),
        })),
      })),
      ...(withPublished ? publishedSeries(report.publishedVotes) : []),
    ],
  };
}
