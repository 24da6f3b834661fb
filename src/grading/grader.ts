import { pairKey } from './compare.js';
import { compareAnswers, sameFast } from './fast.js';
import { toMathJson } from './math-json.js';
import type { Comparison, OpenPair, SameOptions } from './verdict.js';
import { AlgebraPool, type AlgebraPoolOptions } from './worker-pool.js';

/** Pairs of one comparison that are given to the algebra worker. */
const MAX_OPEN = 4;

/**
 * Decides whether two answers are the same: at once where the fast path can, else with the algebra worker behind it.
 * One grader serves many comparisons; dispose of it to end its workers.
 */
export class Grader implements Disposable {
  private readonly pool: AlgebraPool;

  constructor(options: AlgebraPoolOptions = {}) {
    this.pool = new AlgebraPool(options);
  }

  /** Loads the algebra system ahead of time, so that no comparison waits for it. */
  warm(): Promise<boolean> {
    return this.pool.warm();
  }

  /** Compares an answer with the reference. Never rejects; ends within the limits of the fast path and the worker. */
  async same(gold: string, prediction: string, options: SameOptions = {}): Promise<Comparison> {
    const start = performance.now();
    const open: OpenPair[] = [];
    const fast = sameFast(gold, prediction, { ...options, open });
    const { goldAnswer, predictionAnswer, ...comparison } = fast;
    if (fast.verdict !== 'unknown' || open.length === 0) return comparison;
    const settled = await this.settle(open);
    if (settled.size === 0) return { ...comparison, ms: performance.now() - start };
    const again = compareAnswers(goldAnswer, predictionAnswer, { ...options, settled });
    return { ...comparison, ...again, ms: performance.now() - start };
  }

  [Symbol.dispose](): void {
    this.pool[Symbol.dispose]();
  }

  private async settle(open: readonly OpenPair[]): Promise<Map<string, boolean>> {
    const settled = new Map<string, boolean>();
    const tried = new Set<string>();
    for (const { gold, prediction } of open) {
      const key = pairKey(gold, prediction);
      if (tried.has(key)) continue;
      if (tried.size >= MAX_OPEN) break;
      tried.add(key);
      const json = toMathJson(gold, prediction);
      const equal = json === undefined ? undefined : await this.pool.equal(json[0], json[1]);
      if (equal === undefined) break; // what one pair leaves open the whole comparison leaves open
      settled.set(key, equal);
    }
    return settled;
  }
}
