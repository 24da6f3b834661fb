import type { Report } from '../../../evaluation/report/report.js';
import { t } from '../../texts.js';
import { count, percent } from '../format.js';

/** Points of one line of a chart. */
export interface ChartSeries {
  readonly label: string;
  readonly points: readonly ChartPoint[];
  /** From a paper, not measured here: hollow and dashed. */
  readonly published?: boolean;
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
  const published: ChartSeries[] = report.published.map(({ label, points }) => ({
    label,
    published: true,
    points: points.map(({ tokens, accuracy }) => ({
      x: tokens,
      y: accuracy,
      label: t('{0}: {1} at {2} tokens', label, percent(accuracy), count(tokens)),
    })),
  }));
  return {
    name: 'accuracy-by-thinking-tokens',
    title: t('Accuracy by thinking tokens'),
    xLabel: t('average thinking tokens (log scale)'),
    yLabel: t('accuracy'),
    series: [...own, ...(withPublished ? published : [])].filter(({ points }) => points.length > 0),
  };
}

/** Sequential against parallel scaling at equal total tokens: the paper's Figure 4. */
export function parallelChart(report: Report): Chart | undefined {
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
    ],
  };
}
