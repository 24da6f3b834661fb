/** Quantiles of the standard normal distribution: two-sided 5 %, and 80 % power. */
const Z_975 = 1.959963984540054;
const Z_80 = 0.8416212335729143;

/**
 * The smallest difference of two paired accuracies that `n` questions show with 80 % power at the 5 % level
 * (A. Miettinen's normal approximation for McNemar's test, Biometrics 24, 1968, with the discordant share observed):
 * (z₉₇.₅ √ψ + z₈₀ √(ψ − δ²)) / √n = δ, ψ being the share of questions on which the runs disagree. Solved for δ.
 * @param discordant share of questions on which they disagree, 0 to 1
 */
export function detectableDifference(n: number, discordant: number): number {
  if (n === 0) return 1;
  // Nothing disagreed: what one question in n could still change.
  const psi = Math.max(discordant, 1 / n);
  let low = 0;
  let high = Math.sqrt(psi);
  for (let i = 0; i < 60; i++) {
    const delta = (low + high) / 2;
    const needed = (Z_975 * Math.sqrt(psi) + Z_80 * Math.sqrt(Math.max(0, psi - delta * delta))) / Math.sqrt(n);
    if (delta < needed) low = delta;
    else high = delta;
  }
  return Math.min(1, high);
}

/** Standard error of an accuracy over questions: of their mean, each question being one draw. */
export function standardError(perQuestion: ArrayLike<number>): number {
  const n = perQuestion.length;
  if (n < 2) return Number.NaN;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += perQuestion[i] ?? 0;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((perQuestion[i] ?? 0) - mean) ** 2;
  return Math.sqrt(squares / (n - 1) / n);
}
