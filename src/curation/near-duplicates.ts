import { jaccard, MinHasher, shingles, type MinHashParameters } from './text/minhash.js';

/** Two texts that are alike: places in the order they were added, the earlier first. */
export interface AlikePair {
  readonly first: number;
  readonly second: number;
  readonly jaccard: number;
}

/** Of texts with an equal band so many are compared with each further one: more are versions of one another. */
const MOST_COMPARED = 256;

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

  /** The texts that are alike, directly or through others. Memory grows with the texts, whatever they have in common. */
  groups(): AlikeGroups {
    const groups = new AlikeGroups(this.#sets.length);
    for (const [first, second] of this.#candidates()) {
      const [a, b] = [this.#sets[first], this.#sets[second]];
      if (a === undefined || b === undefined || groups.areTied(first, second)) continue;
      const similarity = jaccard(a, b);
      if (similarity >= this.parameters.threshold) groups.tie({ first, second, jaccard: similarity });
    }
    return groups;
  }

  /** Pairs with an equal band; the same pair may come with several. */
  *#candidates(): Generator<readonly [first: number, second: number]> {
    for (let band = 0; band < this.parameters.bands; band++) {
      const buckets = new Map<number, number[]>();
      for (const [text, set] of this.#sets.entries()) {
        if (set.length === 0) continue;
        const key = this.#keys[text]?.[band] ?? 0;
        const bucket = buckets.get(key);
        if (bucket === undefined) buckets.set(key, [text]);
        else {
          for (const first of bucket) yield [first, text];
          if (bucket.length < MOST_COMPARED) bucket.push(text);
        }
      }
    }
  }
}

/** Texts tied together: of each group the first is what stays. */
export class AlikeGroups {
  /** Text → an earlier one of its group, or itself. */
  readonly #earlier: Int32Array;
  readonly #best = new Map<number, AlikePair>();

  constructor(count: number) {
    this.#earlier = Int32Array.from({ length: count }, (_, text) => text);
  }

  tie(pair: AlikePair): void {
    const [a, b] = [this.#first(pair.first), this.#first(pair.second)];
    this.#earlier[Math.max(a, b)] = Math.min(a, b);
    for (const text of [pair.first, pair.second]) {
      const known = this.#best.get(text);
      if (known === undefined || pair.jaccard > known.jaccard) this.#best.set(text, pair);
    }
  }

  areTied(a: number, b: number): boolean {
    return this.#first(a) === this.#first(b);
  }

  /** The texts that do not stay, in order, each with the closest tie that was found for it and the one that stays. */
  *later(): Generator<{ readonly text: number; readonly kept: number; readonly by: AlikePair }> {
    for (let text = 0; text < this.#earlier.length; text++) {
      const kept = this.#first(text);
      const by = this.#best.get(text);
      if (kept !== text && by !== undefined) yield { text, kept, by };
    }
  }

  #first(text: number): number {
    let at = text;
    for (let up = this.#earlier[at] ?? at; up !== at; up = this.#earlier[at] ?? at) {
      this.#earlier[at] = this.#earlier[up] ?? up; // halves the way for the next
      at = up;
    }
    return at;
  }
}
