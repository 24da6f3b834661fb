/**
 * McNemar's exact test: of the questions on which two runs disagree, is it chance that one of them has more?
 * @param onlyA questions that only the first run got right
 * @param onlyB questions that only the second run got right
 * @returns the two-sided p-value: twice the smaller tail of the binomial distribution with p = 1/2, at most 1
 */
export function mcnemarExact(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB;
  const fewer = Math.min(onlyA, onlyB);
  // In logarithms: 2^-n is 0 beyond a thousand discordant questions.
  let term = -n * Math.LN2;
  let tail = Math.exp(term);
  for (let k = 1; k <= fewer; k++) {
    term += Math.log((n - k + 1) / k);
    tail += Math.exp(term);
  }
  return Math.min(1, 2 * tail);
}
