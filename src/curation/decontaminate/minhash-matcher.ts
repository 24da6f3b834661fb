import { jaccard, MinHasher, shingles, type MinHashParameters } from '../text/minhash.js';
import { sharedWords } from '../text/python-text.js';
import { ClosestItems } from './closest-items.js';
import type { Detector, EvaluationItem, Matches } from './evaluation-item.js';

/**
 * Looser than n-grams: shingles of two words, so that an edit costs little, and half of them in common. 32 bands of 4
 * rows find a pair of similarity 0.5 with probability 0.87, of 0.6 with 0.988.
 */
export const DEFAULT_MINHASH_MATCH: MinHashParameters = {
  of: 'words',
  shingle: 2,
  bands: 32,
  rows: 4,
  threshold: 0.5,
  seed: 1,
};

/** Finds evaluation items that a text resembles as a whole, by MinHash and then by exact Jaccard similarity. */
export class MinHashMatcher implements Detector {
  readonly #hasher: MinHasher;
  readonly #sets: readonly Uint32Array[];
  /** For each band: key → items. */
  readonly #bands: readonly Map<number, number[]>[];

  constructor(
    private readonly items: readonly EvaluationItem[],
    private readonly parameters: MinHashParameters,
  ) {
    this.#hasher = new MinHasher(parameters);
    this.#sets = items.map(({ text }) => shingles(text, parameters));
    this.#bands = Array.from({ length: parameters.bands }, () => new Map<number, number[]>());
    for (const [item, set] of this.#sets.entries()) {
      if (set.length === 0) continue;
      for (const [band, key] of this.#hasher.bandKeys(set).entries()) {
        const bucket = this.#bands[band]?.get(key);
        if (bucket === undefined) this.#bands[band]?.set(key, [item]);
        else bucket.push(item);
      }
    }
  }

  match(text: string): Matches {
    const closest = new ClosestItems(this.items);
    const set = shingles(text, this.parameters);
    const candidates = new Set<number>();
    for (const [band, key] of set.length === 0 ? [] : this.#hasher.bandKeys(set).entries()) {
      for (const item of this.#bands[band]?.get(key) ?? []) candidates.add(item);
    }
    for (const item of candidates) {
      const likeness = jaccard(set, this.#sets[item] ?? new Uint32Array(0));
      if (likeness >= this.parameters.threshold) closest.add(item, likeness);
    }
    return closest.matches((item) => sharedWords(text, this.items[item]?.text ?? ''));
  }
}
