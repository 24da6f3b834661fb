import { mean, pairedBootstrap, resamplesOf, type Difference } from './bootstrap.js';
import { unlikeWarning, type RunConditions } from './conditions.js';
import { mcnemarExact } from './mcnemar.js';
import { detectableDifference } from './power.js';

/** How good a run was on one question. */
export interface QuestionScore {
  readonly questionId: string;
  /** Share of its samples that were right, 0 to 1. */
  readonly score: number;
}

/** A question that one run got right and the other did not (more often right than wrong, with several samples). */
export interface Flip {
  readonly questionId: string;
  readonly from: number;
  readonly to: number;
}

export interface Comparison extends Difference {
  /** Questions that both runs have. */
  readonly questions: number;
  readonly accuracyA: number;
  readonly accuracyB: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Two-sided p-value of McNemar's exact test. */
  readonly p: number;
  /** The smallest difference that this many questions show with 80 % power. */
  readonly detectable: number;
  readonly flips: readonly Flip[];
  readonly warnings: readonly string[];
}

/**
 * Two runs on the questions that both have: the difference of `b` from `a`, and how sure it is.
 * @param conditions of both, where known: it warns where they differ in more than one thing
 */
export function compareRuns(
  a: readonly QuestionScore[],
  b: readonly QuestionScore[],
  seed = 0,
  conditions?: readonly [a: RunConditions, b: RunConditions],
): Comparison {
  const byId = new Map(b.map(({ questionId, score }) => [questionId, score]));
  const pairs = a.flatMap(({ questionId, score }) => {
    const to = byId.get(questionId);
    return to === undefined ? [] : [{ questionId, from: score, to }];
  });
  const before = pairs.map(({ from }) => from);
  const after = pairs.map(({ to }) => to);
  const flips = pairs.filter(({ from, to }) => isRight(from) !== isRight(to));
  const onlyA = flips.filter(({ from }) => isRight(from)).length;
  const onlyB = flips.length - onlyA;
  const none: Difference = { difference: Number.NaN, interval: { low: Number.NaN, high: Number.NaN } };
  const bootstrap = pairs.length === 0 ? none : pairedBootstrap(before, after, resamplesOf(pairs.length, seed));
  const detectable = detectableDifference(pairs.length, flips.length / Math.max(1, pairs.length));
  return {
    ...bootstrap,
    questions: pairs.length,
    accuracyA: mean(before),
    accuracyB: mean(after),
    onlyA,
    onlyB,
    p: mcnemarExact(onlyA, onlyB),
    detectable,
    flips,
    warnings: [
      ...warningsOf(pairs.length, a.length, b.length, bootstrap.difference, detectable),
      ...(conditions === undefined ? [] : [unlikeWarning(...conditions) ?? []].flat()),
    ],
  };
}

function isRight(score: number): boolean {
  return score > 0.5;
}

function warningsOf(both: number, a: number, b: number, difference: number, detectable: number): string[] {
  const warnings: string[] = [];
  if (both === 0) return ['The two runs have no question in common.'];
  if (both < Math.max(a, b)) warnings.push(`Only ${both} of ${Math.max(a, b)} questions are in both runs.`);
  if (Math.abs(difference) < detectable) {
    const points = (share: number) => (100 * share).toFixed(1);
    warnings.push(
      `The difference of ${points(difference)} points is below the ${points(detectable)} that ${both} questions show with 80 % power.`,
    );
  }
  return warnings;
}
