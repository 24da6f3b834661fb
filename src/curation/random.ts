/**
 * A seeded stream of numbers in [0, 1) with 32 random bits each: sfc32 of Chris Doty-Humphrey's PractRand (public
 * domain), warmed up as its author does. The same seed gives the same stream on every machine.
 */
export function randomOf(seed: number): () => number {
  let a = 0;
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}

/** The first `n` of a fair shuffle (Fisher and Yates); all of them where there are fewer. The input is not changed. */
export function drawWithout<T>(items: readonly T[], n: number, random: () => number): T[] {
  const left = [...items];
  const count = Math.min(n, left.length);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (left.length - i));
    [left[i], left[j]] = [left[j] as T, left[i] as T];
  }
  return left.slice(0, count);
}
