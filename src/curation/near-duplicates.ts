import { jaccard, MinHasher, shingles, type MinHashParameters } from './text/minhash.js';

/** Two texts that are alike: places in the order they were added, the earlier first. */
export interface AlikePair {
  readonly first: number;
  readonly second: number;
  readonly jaccard: number;
}

/**
 * Finds pairs of texts whose sets of shingles are alike: MinHash and banding name the candidates, the exact Jaccard
 * similarity of the sets decides. Of each text 4 bytes for each band and for each distinct shingle are kept.
 */
export class NearDuplicates {
  readonly #hasher: MinHasher;
  readonly #sets: Uint32Array[] = [];
  readonly #keys: Uint32Array[] = [];

  constructor(private readonly parameters: MinHashParameters) {
    this.#hasher = new MinHasher(parameters);
  }

  add(text: string): void {
    const set = shingles(text, this.parameters).slice();
    this.#sets.push(set);
    this.#keys.push(this.#hasher.bandKeys(set));
  }

  /** Every pair of candidates that is as alike as asked, each once, ordered by the second and then the first. */
  pairs(): AlikePair[] {
    const found = new Map<number, AlikePair>();
    const count = this.#sets.length;
    for (let band = 0; band < this.parameters.bands; band++) {
      const buckets = new Map<number, number[]>();
      for (let text = 0; text < count; text++) {
        if (this.#sets[text]?.length === 0) continue;
        const key = this.#keys[text]?.[band] ?? 0;
        const bucket = buckets.get(key);
        if (bucket === undefined) buckets.set(key, [text]);
        else {
          for (const first of bucket) this.#compare(first, text, found);
          bucket.push(text);
        }
      }
    }
    this.#close(found);
    return [...found.values()]
      .filter(({ jaccard: similarity }) => similarity >= this.parameters.threshold)
      .sort((a, b) => a.second - b.second || a.first - b.first);
  }

  /**
   * Two texts that are both like a third are compared as well, until nothing new is found: MinHash may have missed what
   * they share, and of a group all pairs are wanted.
   */
  #close(found: Map<number, AlikePair>): void {
    const alike = new Map<number, number[]>();
    const fresh: AlikePair[] = [];
    const tie = (pair: AlikePair) => {
      if (pair.jaccard >= this.parameters.threshold) fresh.push(pair);
    };
    for (const pair of found.values()) tie(pair);
    for (let pair = fresh.pop(); pair !== undefined; pair = fresh.pop()) {
      for (const [text, other] of [
        [pair.first, pair.second],
        [pair.second, pair.first],
      ] as const) {
        const known = alike.get(text) ?? [];
        for (const third of known) {
          const made = this.#compare(Math.min(other, third), Math.max(other, third), found);
          if (made !== undefined) tie(made);
        }
        known.push(other);
        alike.set(text, known);
      }
    }
  }

  /** @returns the pair when it was not compared before */
  #compare(first: number, second: number, found: Map<number, AlikePair>): AlikePair | undefined {
    const key = first * this.#sets.length + second;
    const [a, b] = [this.#sets[first], this.#sets[second]];
    if (first === second || found.has(key) || a === undefined || b === undefined) return undefined;
    const pair = { first, second, jaccard: jaccard(a, b) };
    found.set(key, pair);
    return pair;
  }
}

/**
 * What stays when of each group of texts that are alike, directly or through others, the first is kept.
 * @returns text → the pair that ties it to an earlier one of its group, and the group's first
 */
export function laterOfGroups(
  pairs: readonly AlikePair[],
): Map<number, { readonly kept: number; readonly by: AlikePair }> {
  const parent = new Map<number, number>();
  const root = (text: number): number => {
    let at = text;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    if (at !== text) parent.set(text, at);
    return at;
  };
  for (const { first, second } of pairs) {
    const [a, b] = [root(first), root(second)];
    if (a !== b) parent.set(Math.max(a, b), Math.min(a, b));
  }
  const later = new Map<number, { kept: number; by: AlikePair }>();
  for (const by of pairs) {
    for (const text of [by.first, by.second]) {
      const kept = root(text);
      const known = later.get(text);
      if (kept !== text && (known === undefined || by.jaccard > known.by.jaccard)) later.set(text, { kept, by });
    }
  }
  return later;
}
