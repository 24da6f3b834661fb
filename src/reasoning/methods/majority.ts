import type { Method } from './method.js';
import { sampling } from './samples.js';

/** Majority voting: n samples with one vote each. Who wins is decided where answers are compared (`vote`). */
export function majority(n: number, width?: number): Method {
  return sampling(n, width, (samples) => ({ weights: samples.map(() => 1), chosen: null }));
}

/**
 * Index of the answer that wins the vote: the first of the group with the most weight; of equal groups the one seen
 * first, as published (so that of two answers the first always wins, and maj@2 is pass@1). Absent answers do not vote.
 * @param same whether two answers are the same
 * @returns undefined when there is no answer
 */
export function vote<A>(
  answers: readonly (A | undefined)[],
  same: (a: A, b: A) => boolean,
  weights: readonly number[] = answers.map(() => 1),
): number | undefined {
  const groups: { readonly first: number; readonly answer: A; weight: number }[] = [];
  for (const [i, answer] of answers.entries()) {
    if (answer === undefined) continue;
    const weight = weights[i] ?? 0;
    const group = groups.find((other) => same(other.answer, answer));
    if (group === undefined) groups.push({ first: i, answer, weight });
    else group.weight += weight;
  }
  let winner = groups[0];
  for (const group of groups) if (winner !== undefined && group.weight > winner.weight) winner = group;
  return winner?.first;
}
