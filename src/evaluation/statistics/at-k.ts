import { vote } from '../../reasoning/methods/majority.js';

/**
 * pass@k from n samples of which c were right, without bias: 1 − C(n−c, k) / C(n, k) (Chen et al., arXiv 2107.03374).
 * @returns undefined where there are fewer than k samples
 */
export function passAtK(n: number, c: number, k: number): number | undefined {
  if (k > n || k < 1) return undefined;
  if (n - c < k) return 1;
  let none = 1;
  for (let i = n - c + 1; i <= n; i++) none *= 1 - k / i;
  return 1 - none;
}

/** An answer of one sample: which group of same answers it is in, and whether that is the right one. */
export interface GroupedAnswer {
  /** Absent where there is no answer: it does not vote. */
  readonly group: number | undefined;
  readonly correct: boolean;
}

/**
 * maj@k over the FIRST k answers; of equal groups the one seen first wins, as published (s1-facts section 4).
 * @returns undefined where there are fewer than k samples
 */
export function majorityAtK(
  answers: readonly GroupedAnswer[],
  k: number,
  weights?: readonly number[],
): boolean | undefined {
  if (k > answers.length || k < 1) return undefined;
  const first = answers.slice(0, k);
  const winner = vote(
    first.map(({ group }) => group),
    (a, b) => a === b,
    weights?.slice(0, k),
  );
  return winner === undefined ? false : (first[winner]?.correct ?? false);
}

/** 1, 2, 4, … up to n, and n itself. */
export function powersOfTwo(n: number): number[] {
  const powers: number[] = [];
  for (let k = 1; k < n; k *= 2) powers.push(k);
  return n > 0 ? [...powers, n] : [];
}
