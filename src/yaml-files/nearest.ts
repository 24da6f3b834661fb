/** The name that was most likely meant: the same letters, or at most two edits away. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[-_\s]/g, '');
  const close = known
    .map((other) => ({ other, distance: edits(plain(name), plain(other)) }))
    .filter(({ distance, other }) => distance <= Math.min(2, Math.ceil(other.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return close[0]?.other;
}

/** Levenshtein's distance. */
function edits(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
