import { Random } from './random.js';

/** As the paper's intervals: 10,000 resamples of questions, the middle 95 % of the differences (s1-facts section 5). */
export const RESAMPLES = 10_000;
const LEVEL = 0.95;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Difference {
  /** Mean of `b` minus mean of `a`. */
  readonly difference: number;
  /** Percentile interval of that difference. */
  readonly interval: Interval;
}

/** Resampled question indices, shared by everything that is compared with them: `RESAMPLES` rows of `n`. */
export interface Resamples {
  readonly n: number;
  readonly count: number;
  readonly indices: Uint32Array;
}

/** Draws the resamples of `n` questions. The same `n` and `seed` always give the same ones. */
export function resamplesOf(n: number, seed = 0, count = RESAMPLES): Resamples {
  const random = new Random(seed);
  const indices = new Uint32Array(n * count);
  for (let i = 0; i < indices.length; i++) indices[i] = random.below(n);
  return { n, count, indices };
}

/**
 * Paired bootstrap over questions: `a` and `b` hold one value for each question (0 or 1, or the share of its samples
 * that were right), in the same order.
 * @throws RangeError when they do not have the same questions
 */
export function pairedBootstrap(a: ArrayLike<number>, b: ArrayLike<number>, resamples: Resamples): Difference {
  if (a.length !== b.length || a.length !== resamples.n) {
    throw new RangeError(`${a.length} and ${b.length} questions, ${resamples.n} resampled`);
  }
  const differences = Float64Array.from(a, (value, i) => (b[i] ?? 0) - value);
  return { difference: mean(differences), interval: intervalOfMean(differences, resamples) };
}

/** Percentile interval of the mean of `values`, resampling them. */
export function intervalOfMean(values: Float64Array, { n, count, indices }: Resamples): Interval {
  const means = new Float64Array(count);
  for (let r = 0, at = 0; r < count; r++) {
    let sum = 0;
    for (const end = at + n; at < end; at++) sum += values[indices[at] ?? 0] ?? 0;
    means[r] = sum / n;
  }
  means.sort();
  return { low: quantile(means, (1 - LEVEL) / 2), high: quantile(means, (1 + LEVEL) / 2) };
}

/** Quantile of sorted values with linear interpolation (type 7 of Hyndman and Fan, as numpy's percentile). */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (const value of Array.from(values)) sum += value;
  return values.length === 0 ? Number.NaN : sum / values.length;
}
