import { addUnit, EMPTY_WORD, finishWord, gramHashes } from './word-hash.js';
import { ruleWords } from './python-text.js';
import { randomOf } from '../random.js';

/** Everything that decides which texts count as near-duplicates. */
export interface MinHashParameters {
  /** What a shingle is made of: words as the n-gram rule sees them, or characters of the normalised text. */
  readonly of: 'words' | 'characters';
  /** Words or characters of one shingle; a shorter text is one shingle. */
  readonly shingle: number;
  /** Bands and rows of a band: bands × rows permutations. Two texts of Jaccard similarity s become a candidate pair with
   * probability 1 − (1 − s^rows)^bands. */
  readonly bands: number;
  readonly rows: number;
  /** Least exact Jaccard similarity of the shingle sets: candidates below it are let go. */
  readonly threshold: number;
  readonly seed: number;
}

/** The set of shingles of a text as sorted distinct 32-bit hashes; empty for a text without words. */
export function shingles(text: string, { of, shingle }: Pick<MinHashParameters, 'of' | 'shingle'>): Uint32Array {
  const words = ruleWords(text);
  if (words.length === 0) return new Uint32Array(0);
  const hashes = of === 'words' ? wordShingles(words, shingle) : characterShingles(words.join(' '), shingle);
  hashes.sort();
  let kept = 0;
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i] ?? 0;
    if (i === 0 || hash !== hashes[kept - 1]) hashes[kept++] = hash;
  }
  return hashes.subarray(0, kept);
}

function wordShingles(words: readonly string[], n: number): Uint32Array {
  const grams = gramHashes(words, Math.min(n, words.length));
  // The rolling sum keeps structure that permutations of the form a·x + b would carry on: each hash is finished.
  return Uint32Array.from(grams, (gram) => mix(gram));
}

function characterShingles(text: string, n: number): Uint32Array {
  const size = Math.min(n, text.length);
  const hashes = new Uint32Array(text.length - size + 1);
  for (let i = 0; i < hashes.length; i++) {
    let hash = EMPTY_WORD;
    for (let at = i; at < i + size; at++) hash = addUnit(hash, text.charCodeAt(at));
    hashes[i] = mix(finishWord(hash));
  }
  return hashes;
}

/** MurmurHash3's finaliser, as an unsigned number. */
function mix(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** |a ∩ b| / |a ∪ b| of sorted sets; 0 where both are empty. */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  const both = intersection(a, b);
  const either = a.length + b.length - both;
  return either === 0 ? 0 : both / either;
}

function intersection(a: Uint32Array, b: Uint32Array): number {
  let both = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const x = a[i] ?? 0;
    const y = b[j] ?? 0;
    if (x === y) both += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  return both;
}

/**
 * MinHash after Broder (1997), "On the resemblance and containment of documents", with the linear permutations
 * x → a·x + b modulo 2^32, a odd, of Bohman, Cooper and Frieze (2000), over well-mixed shingle hashes; banding after
 * Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", 3.4.
 */
export class MinHasher {
  readonly #factors: Int32Array;
  readonly #offsets: Int32Array;

  constructor(private readonly parameters: Pick<MinHashParameters, 'bands' | 'rows' | 'seed'>) {
    const { bands, rows, seed } = parameters;
    const random = randomOf(seed);
    const next = () => Math.floor(random() * 2 ** 32) | 0;
    this.#factors = Int32Array.from({ length: bands * rows }, () => next() | 1);
    this.#offsets = Int32Array.from({ length: bands * rows }, next);
  }

  /** One key for each band: two texts are a candidate pair when one of their keys is the same in the same band. */
  bandKeys(set: Uint32Array): Uint32Array {
    const { bands, rows } = this.parameters;
    const keys = new Uint32Array(bands);
    const length = set.length;
    for (let band = 0, i = 0; band < bands; band++) {
      let key = EMPTY_WORD;
      for (let row = 0; row < rows; row++, i++) {
        const factor = this.#factors[i] ?? 0;
        const offset = this.#offsets[i] ?? 0;
        let least = 0x7fffffff; // the order of signed numbers is as good a permutation as that of unsigned ones
        for (let s = 0; s < length; s++) {
          const value = (Math.imul(set[s] ?? 0, factor) + offset) | 0;
          if (value < least) least = value;
        }
        key = Math.imul(key ^ mix(least), 0x01000193);
      }
      keys[band] = mix(key);
    }
    return keys;
  }
}
