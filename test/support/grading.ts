import assert from 'node:assert/strict';
import { sameFast } from '../../src/grading/fast.js';
import type { Sameness, SameOptions } from '../../src/grading/verdict.js';

/** A pair of answers and what the grader must say about it. */
export type Row = readonly [gold: string, prediction: string, verdict: Sameness, options?: SameOptions];

/** One test for a rule: the convention as its title, pairs that it decides as its body. Both orders must agree where no option is set. */
export function rule(convention: string, rows: readonly Row[]): void {
  it(convention, () => {
    const wrong: string[] = [];
    for (const [gold, prediction, verdict, options] of rows) {
      const found = sameFast(gold, prediction, options);
      if (found.verdict !== verdict) {
        wrong.push(
          `${gold} | ${prediction}: ${found.verdict} (${found.reason}; ${found.gold} | ${found.prediction}), not ${verdict}`,
        );
      } else if (options === undefined && sameFast(prediction, gold).verdict !== verdict) {
        wrong.push(
          `${prediction} | ${gold}: the other way round ${sameFast(prediction, gold).verdict}, not ${verdict}`,
        );
      }
    }
    assert.deepEqual(wrong, []);
  });
}
