import assert from 'node:assert/strict';
import {
  classControl,
  control,
  performance,
  scaling,
  TOKENS_A_STEP,
  type ScalingPoint,
} from '../../../../src/evaluation/statistics/paper-metrics.js';

/** AIME has 30 questions: the printed accuracies are rounded thirtieths. */
const points = (tokens: number[], accuracy: number[]): ScalingPoint[] =>
  tokens.map((t, i) => ({ tokens: t, accuracy: Math.round((accuracy[i]! / 100) * 30) / 30 }));
const limited = (tokens: number[], most: number[]) => tokens.map((t, i) => ({ tokens: t, least: 0, most: most[i]! }));
const rounded = (value: number | undefined, digits = 1) => Number(value!.toFixed(digits));

// Tables 12 to 14 of the paper.
const TCC = points([7939, 7158, 8263, 7108, 7500], [26.7, 30.0, 33.3, 33.3, 40.0]);
const TCC_FORCED = points([1024, 2048, 4031, 5664, 6330], [3.3, 30.0, 33.3, 33.3, 40.0]);
const SCC = points([7252, 6277, 5396, 5552, 7551], [33.3, 23.3, 33.3, 36.7, 33.3]);
const SCC_FORCED = points([1517, 2963, 4636, 5409, 7551], [23.3, 23.3, 33.3, 36.7, 33.3]);
const CCC = points([8033, 9651], [30.0, 36.7]);
// Figure 6, read from the vector file: 16000 … 4000, without the 3500 run.
const REJECTION = points([5293, 5193, 4734, 4344, 3703], [23.3, 26.7, 30.0, 33.3, 36.7]);
const REJECTION_3500 = points([2974], [40.0]);

describe("the paper's metrics", () => {
  it('Scaling gives the published values', () => {
    assert.equal(rounded(scaling(TCC)), -23.8);
    assert.equal(rounded(scaling(TCC_FORCED)), 13.2);
    assert.equal(rounded(scaling(SCC)), 2.9);
    assert.equal(rounded(scaling(SCC_FORCED)), 6.4);
    assert.equal(rounded(scaling(CCC)), 25.2);
    assert.equal(rounded(scaling(REJECTION)), -35.5);
    assert.equal(rounded(scaling([...REJECTION, ...REJECTION_3500])), -28.6);
  });

  it('Scaling of budget forcing lies about the published 15: its five runs are not known', () => {
    const bf = points([500, 1000, 2000, 3933, 5300, 6657, 7319], [0, 13.3, 30.0, 43.3, 50.0, 53.3, 56.7]);
    const slope = scaling(bf.slice(2))!;
    assert.ok(slope > 10 && slope < 20, String(slope));
  });

  it('Scaling needs two runs that differ in tokens', () => {
    assert.equal(scaling([]), undefined);
    assert.equal(scaling(points([100, 100], [10, 20])), undefined);
    assert.equal(rounded(scaling(points([100, 200], [10, 20])), 9), 10);
  });

  it('Control gives the published values', () => {
    const limits = [1024, 2048, 4096, 8192, 16384];
    assert.equal(
      control(
        limited(
          TCC.map((p) => p.tokens),
          limits,
        ),
      ),
      0.4,
    );
    assert.equal(
      control(
        limited(
          TCC_FORCED.map((p) => p.tokens),
          limits,
        ),
      ),
      1,
    );
    const steps = [16, 32, 64, 128, 256].map((n) => n * TOKENS_A_STEP);
    assert.equal(
      control(
        limited(
          SCC.map((p) => p.tokens),
          steps,
        ),
      ),
      0.6,
    );
    assert.equal(
      control(
        limited(
          SCC_FORCED.map((p) => p.tokens),
          steps,
        ),
      ),
      1,
    );
    assert.equal(
      classControl(
        [
          { kind: 'short', tokens: 8033 },
          { kind: 'long', tokens: 9651 },
        ],
        6109,
      ),
      0.5,
    );
    assert.equal(control([]), undefined);
  });

  it('Performance is the best run', () => {
    assert.equal(performance(TCC), 0.4);
    assert.equal(rounded(performance(SCC), 3), 0.367);
    assert.equal(performance([]), undefined);
  });
});
