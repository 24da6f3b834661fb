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

  /**
   * Every pair of candidates that is as alike as asked, each once, ordered by the second and then the first. What n
   * texts that are all alike have are n² / 2 pairs: for data of any kind there is `groups`.
   */
  pairs(): AlikePair[] {
    const found = new Map<number, AlikePair>();
    for (const [first, second] of this.#candidates(Infinity)) this.#compare(first, second, found);
    this.#close(found);
    return [...found.values()]
      .filter(({ jaccard: similarity }) => similarity >= this.parameters.threshold)
      .sort((a, b) => a.second - b.second || a.first - b.first);
  }

  /** The texts that are alike, directly or through others. Memory grows with the texts, whatever they have in common. */
  groups(): AlikeGroups {
    const groups = new AlikeGroups(this.#sets.length);
    for (const [first, second] of this.#candidates(MOST_COMPARED)) {
      const [a, b] = [this.#sets[first], this.#sets[second]];
      if (a === undefined || b === undefined || groups.areTied(first, second)) continue;
      const similarity = jaccard(a, b);
      if (similarity >= this.parameters.threshold) groups.tie({ first, second, jaccard: similarity });
    }
    return groups;
  }

  /** Pairs with an equal band; the same pair may come with several. Of texts with an equal band `most` meet the others. */
  *#candidates(most: number): Generator<readonly [first: number, second: number]> {
    for (let band = 0; band < this.parameters.bands; band++) {
      const buckets = new Map<number, number[]>();
      for (const [text, set] of this.#sets.entries()) {
        if (set.length === 0) continue;
        const key = this.#keys[text]?.[band] ?? 0;
        const bucket = buckets.get(key);
        if (bucket === undefined) buckets.set(key, [text]);
        else {
          for (const first of bucket) yield [first, text];
          if (bucket.length < most) bucket.push(text);
        }
      }
    }
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
