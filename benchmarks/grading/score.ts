import type { Sameness } from '../../src/grading/index.js';
import type { OracleCase } from './cases.js';

export interface Outcome {
  readonly verdict: Sameness;
  readonly ms: number;
}

/** One line of the table. Times are milliseconds per case, extraction and time-outs included. */
export interface Score {
  readonly n: number;
  /** Cases where "same" was said exactly when it is true. A don't-know on a different pair claims nothing false and counts as right, as it does for Math-Verify, which has no third verdict. */
  readonly right: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** Don't-knows, on pairs of either kind. */
  readonly unknown: number;
  readonly median: number;
  readonly p99: number;
  readonly worst: number;
}

export function score(cases: readonly OracleCase[], outcomes: readonly Outcome[]): Score {
  const count = (test: (c: OracleCase, o: Outcome) => boolean): number =>
    cases.filter((c, i) => {
      const outcome = outcomes[i];
      return outcome !== undefined && test(c, outcome);
    }).length;
  const times = outcomes.map((outcome) => outcome.ms).sort((a, b) => a - b);
  const quantile = (q: number): number => times[Math.min(times.length - 1, Math.floor(q * times.length))] ?? NaN;
  return {
    n: cases.length,
    right: count((c, o) => (o.verdict === 'same') === c.expected),
    falsePositives: count((c, o) => o.verdict === 'same' && !c.expected),
    falseNegatives: count((c, o) => o.verdict !== 'same' && c.expected),
    unknown: count((_c, o) => o.verdict === 'unknown'),
    median: quantile(0.5),
    p99: quantile(0.99),
    worst: times.at(-1) ?? NaN,
  };
}

const ms = (x: number): string => (x < 10 ? x.toFixed(3) : x.toFixed(0));

export const HEADER =
  "| set | grader | n | right | says same, is not | says not same, is | of these and others: don't know | median ms | p99 ms | worst ms |\n|---|---|---|---|---|---|---|---|---|---|";

export const line = (set: string, grader: string, s: Score): string =>
  `| ${set} | ${grader} | ${s.n} | ${((100 * s.right) / s.n).toFixed(1)} % | ${s.falsePositives} | ${s.falseNegatives} | ${s.unknown} | ${ms(s.median)} | ${ms(s.p99)} | ${ms(s.worst)} |`;
