import assert from 'node:assert/strict';
import { majorityAtK, passAtK, powersOfTwo } from '../../../../src/evaluation/statistics/at-k.js';
import {
  intervalOfMean,
  pairedBootstrap,
  quantile,
  resamplesOf,
} from '../../../../src/evaluation/statistics/bootstrap.js';
import { compareRuns } from '../../../../src/evaluation/statistics/compare.js';
import { mcnemarExact } from '../../../../src/evaluation/statistics/mcnemar.js';
import { detectableDifference, standardError } from '../../../../src/evaluation/statistics/power.js';
import { Random } from '../../../../src/evaluation/statistics/random.js';
import { seedFrom } from '../../../../src/evaluation/statistics/seeds.js';
import { waitTable } from '../../../../src/evaluation/statistics/waits.js';
import { accuracies, countVerdicts } from '../../../../src/evaluation/verdicts.js';

const near = (actual: number, expected: number, by: number) =>
  assert.ok(Math.abs(actual - expected) <= by, `${actual} is not within ${by} of ${expected}`);
const scores = (values: readonly number[]) => values.map((score, i) => ({ questionId: `q${i}`, score }));

describe('random numbers', () => {
  it('are the same for the same seed, and evenly spread', () => {
    const a = Array.from(
      { length: 5 },
      (
        (r) => () =>
          r.next()
      )(new Random(7)),
    );
    assert.deepEqual(
      a,
      Array.from(
        { length: 5 },
        (
          (r) => () =>
            r.next()
        )(new Random(7)),
      ),
    );
    const random = new Random(1);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[random.below(10)]!++;
    for (const count of counts) near(count, 10_000, 400); // four standard deviations
  });

  it('a seed depends on every part', () => {
    const seeds = [seedFrom(1, 'q', 0), seedFrom(1, 'q', 1), seedFrom(1, 'r', 0), seedFrom(2, 'q', 0)];
    assert.equal(new Set(seeds).size, 4);
    assert.ok(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32));
  });

  it('shuffle keeps what it shuffles', () => {
    assert.deepEqual(new Random(3).shuffled([1, 2, 3, 4, 5]).sort(), [1, 2, 3, 4, 5]);
  });
});

describe('paired bootstrap', () => {
  // Table 2 of the paper: 30 questions, so intervals end at multiples of a thirtieth.
  const a = Array.from({ length: 30 }, (_, i) => (i < 15 ? 1 : 0));
  const b = Array.from({ length: 30 }, (_, i) => (i < 9 || (i >= 20 && i < 22) ? 1 : 0));

  it('is the same for the same seed, and ends at multiples of 1/n, as the published intervals do', () => {
    const one = pairedBootstrap(a, b, resamplesOf(30, 5));
    assert.deepEqual(one, pairedBootstrap(a, b, resamplesOf(30, 5)));
    for (const end of [one.interval.low, one.interval.high]) near(end * 30, Math.round(end * 30), 1e-9);
    near(one.difference, -4 / 30, 1e-12);
  });

  it('agrees with the normal approximation where there are many questions', () => {
    const n = 2000;
    const values = Float64Array.from({ length: n }, (_, i) => (i % 5 === 0 ? 1 : 0));
    const { low, high } = intervalOfMean(values, resamplesOf(n, 1, 2000));
    const half = 1.96 * standardError(values);
    near(low, 0.2 - half, 0.003);
    near(high, 0.2 + half, 0.003);
  });

  it('pairs: what both runs share does not widen the interval', () => {
    const same = pairedBootstrap(a, a, resamplesOf(30));
    assert.deepEqual(same, { difference: 0, interval: { low: 0, high: 0 } });
    assert.throws(() => pairedBootstrap(a, [1], resamplesOf(30)), RangeError);
  });

  it("quantile is numpy's", () => {
    assert.equal(quantile([1, 2, 3, 4], 0.4), 2.2); // numpy.percentile([1, 2, 3, 4], 40)
  });
});

describe("McNemar's exact test", () => {
  it('gives published and tabulated values', () => {
    near(mcnemarExact(6, 16), 0.052479, 1e-6); // binom.test(6, 22) in R: p = 0.05248
    near(mcnemarExact(1, 9), 0.021484, 1e-6); // 22 / 1024
    near(mcnemarExact(86, 150), 3.716e-5, 5e-8); // approval ratings of Agresti, Categorical Data Analysis, table 10.1
    assert.equal(mcnemarExact(0, 0), 1);
    assert.equal(mcnemarExact(5, 5), 1);
  });

  it('stays right with more questions than 2^-n has room for', () => {
    const p = mcnemarExact(1000, 1200);
    near(p, 2 * 0.5 * erfc(199 / Math.sqrt(2200) / Math.SQRT2), 1e-6);
  });
});

/** Complementary error function (Abramowitz and Stegun 7.1.26, error below 1.5e-7). */
function erfc(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return poly * Math.exp(-x * x);
}

describe('power', () => {
  it('needs about 8/δ² ψ questions', () => {
    // Sample size of McNemar's test, ψ = 0.2, δ = 0.1: n = (1.96 √0.2 + 0.8416 √0.19)² / 0.01 = 154.6
    near(detectableDifference(154.6, 0.2), 0.1, 1e-4);
    assert.ok(detectableDifference(30, 0.2) > 0.2);
  });

  it('a standard error resamples questions, not samples', () => {
    near(standardError([1, 1, 0, 0]), Math.sqrt(1 / 3 / 4), 1e-12);
    assert.ok(Number.isNaN(standardError([1])));
  });
});

describe('pass@k and maj@k', () => {
  it('pass@k has no bias', () => {
    assert.equal(passAtK(4, 1, 1), 0.25);
    near(passAtK(4, 1, 2)!, 0.5, 1e-12);
    near(passAtK(10, 3, 5)!, 1 - 21 / 252, 1e-12); // C(7,5) / C(10,5)
    assert.equal(passAtK(4, 4, 4), 1);
    assert.equal(passAtK(4, 0, 4), 0);
    assert.equal(passAtK(4, 2, 5), undefined);
  });

  it('maj@k looks at the first k answers; ties go to the first seen, so that maj@2 is pass@1', () => {
    const wrong = { group: 0, correct: false };
    const right = { group: 1, correct: true };
    assert.equal(majorityAtK([wrong, right, right], 2), false);
    assert.equal(majorityAtK([wrong, right, right], 3), true);
    assert.equal(majorityAtK([{ group: undefined, correct: false }, right], 2), true);
    assert.equal(majorityAtK([wrong], 2), undefined);
    assert.deepEqual(powersOfTwo(64), [1, 2, 4, 8, 16, 32, 64]);
    assert.deepEqual(powersOfTwo(6), [1, 2, 4, 6]);
  });
});

describe('comparing runs', () => {
  it('pairs by question, lists what flipped, warns of what too few questions cannot show', () => {
    const { questions, onlyA, onlyB, flips, p, warnings, difference } = compareRuns(
      scores([1, 1, 1, 0, 0, 0]),
      scores([1, 1, 0, 1, 0]).reverse(),
    );
    assert.deepEqual(
      { questions, onlyA, onlyB, p, difference },
      { questions: 5, onlyA: 1, onlyB: 1, p: 1, difference: 0 },
    );
    assert.deepEqual(
      flips.map(({ questionId }) => questionId),
      ['q2', 'q3'],
    );
    assert.match(warnings.join('\n'), /Only 5 of 6 questions/);
    assert.match(warnings.join('\n'), /below the \d+\.\d that 5 questions show with 80 % power/);
  });

  it('says so where there is nothing to compare', () => {
    assert.match(compareRuns(scores([1]), [{ questionId: 'x', score: 1 }]).warnings[0]!, /no question in common/);
  });
});

describe('what each "Wait" did', () => {
  it('counts kept, repaired and broken answers', () => {
    const table = waitTable([
      [true, true, false],
      [false, true, true],
      [false, false],
      [true, true, true],
    ]);
    assert.deepEqual(table, [
      { wait: 1, keptRight: 2, repaired: 1, broken: 0, keptWrong: 1 },
      { wait: 2, keptRight: 2, repaired: 0, broken: 1, keptWrong: 0 },
    ]);
  });
});

describe('verdicts', () => {
  it('accuracy is told with censored samples as wrong, and without them', () => {
    const counts = countVerdicts(['correct', 'wrong', 'censored', 'censored']);
    assert.deepEqual(accuracies(counts), { all: 0.25, uncensored: 0.5 });
  });
});
