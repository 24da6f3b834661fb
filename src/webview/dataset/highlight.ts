/** Where a text has the words that it shares with another. PURE. */

/** A stretch of text, and whether it is shared. */
export interface Stretch {
  readonly text: string;
  readonly shared: boolean;
}

/**
 * A text in stretches. Shared words are marked where they stand one after the other, as the n-gram rules find them (small
 * letters, cut at white space); where they nowhere do, each of them by itself, as MinHash compares texts.
 */
export function highlight(text: string, shared: readonly string[]): Stretch[] {
  const words = [...text.matchAll(/\S+/gu)].map((match) => ({
    word: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
  const wanted = shared.map((word) => word.toLowerCase());
  const run = runOf(
    words.map(({ word }) => word),
    wanted,
  );
  const [first, last] = [words[run], words[run + wanted.length - 1]];
  if (run >= 0 && first !== undefined && last !== undefined) return cut(text, [{ start: first.start, end: last.end }]);
  const single = new Set(wanted.map(bare));
  return cut(
    text,
    words.filter(({ word }) => single.has(bare(word))),
  );
}

/** Where `wanted` stands in `words` as a whole; -1: nowhere. */
function runOf(words: readonly string[], wanted: readonly string[]): number {
  if (wanted.length === 0) return -1;
  for (let at = 0; at + wanted.length <= words.length; at++) {
    if (wanted.every((word, i) => words[at + i] === word)) return at;
  }
  return -1;
}

/** A word without the punctuation around it. */
function bare(word: string): string {
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

function cut(text: string, marks: readonly { readonly start: number; readonly end: number }[]): Stretch[] {
  const stretches: Stretch[] = [];
  let at = 0;
  for (const { start, end } of marks) {
    if (start > at) stretches.push({ text: text.slice(at, start), shared: false });
    stretches.push({ text: text.slice(start, end), shared: true });
    at = end;
  }
  if (at < text.length) stretches.push({ text: text.slice(at), shared: false });
  return stretches;
}
