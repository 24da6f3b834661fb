/**
 * Hashes of words and n-grams that can be taken from a text's UTF-16 units and, for ASCII, from its bytes alike.
 * They only point at candidates: whoever uses them compares the words themselves. Sums and products modulo 2^32.
 */

/** The hash of no letters at all (FNV-1a's 32-bit offset basis). */
export const EMPTY_WORD = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
/** Odd, so that multiplying by it loses nothing; 2^32 divided by the golden ratio. */
export const GRAM_BASE = 0x9e3779b1 | 0;

/** FNV-1a, one UTF-16 unit at a time. */
export function addUnit(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, FNV_PRIME);
}

/** Spreads the last letters of a word over all bits (MurmurHash3's finaliser, half of it). */
export function finishWord(hash: number): number {
  const h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b | 0);
  return h ^ (h >>> 13);
}

export function wordHash(word: string): number {
  let hash = EMPTY_WORD;
  for (let i = 0; i < word.length; i++) hash = addUnit(hash, word.charCodeAt(i));
  return finishWord(hash);
}

/** `GRAM_BASE` to the power `n`: what a word's hash is multiplied by when it leaves a window of `n` words. */
function leavingFactor(n: number): number {
  let factor = 1;
  for (let i = 0; i < n; i++) factor = Math.imul(factor, GRAM_BASE);
  return factor;
}

/** The rolling hashes of every `n` words in a row: sum of word hashes times powers of GRAM_BASE. */
export function gramHashes(words: readonly string[], n: number): Int32Array {
  const grams = new Int32Array(Math.max(0, words.length - n + 1));
  const hashes = words.map(wordHash);
  const leaving = leavingFactor(n);
  let rolling = 0;
  for (const [i, hash] of hashes.entries()) {
    rolling = (Math.imul(rolling, GRAM_BASE) + hash) | 0;
    if (i >= n) rolling = (rolling - Math.imul(hashes[i - n] ?? 0, leaving)) | 0;
    if (i >= n - 1) grams[i - n + 1] = rolling;
  }
  return grams;
}
