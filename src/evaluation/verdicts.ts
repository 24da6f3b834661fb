/**
 * What became of a sample. *censored*: budget, cap or context ended it before an answer; *unparsable*: there is text,
 * but no answer in it; *ungraded*: there is an answer, but nobody could say whether it is the right one.
 */
export const VERDICTS = ['correct', 'wrong', 'censored', 'unparsable', 'ungraded'] as const;
export type VerdictName = (typeof VERDICTS)[number];

export type VerdictCounts = Readonly<Record<VerdictName, number>>;

export function countVerdicts(verdicts: readonly VerdictName[]): VerdictCounts {
  const counts: Record<VerdictName, number> = { correct: 0, wrong: 0, censored: 0, unparsable: 0, ungraded: 0 };
  for (const verdict of verdicts) counts[verdict]++;
  return counts;
}

/** Share right of all samples (censored ones count as wrong), and of those that were not censored. */
export function accuracies(counts: VerdictCounts): { readonly all: number; readonly uncensored: number } {
  const all = VERDICTS.reduce((n, verdict) => n + counts[verdict], 0);
  const uncensored = all - counts.censored;
  return { all: counts.correct / all, uncensored: uncensored === 0 ? Number.NaN : counts.correct / uncensored };
}
