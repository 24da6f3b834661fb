import type { RunResult, SampleRow } from '../runs/results.js';
import { majorityAtK, powersOfTwo } from '../statistics/at-k.js';
import { mean, type Interval } from '../statistics/bootstrap.js';
import { compareRuns, type QuestionScore } from '../statistics/compare.js';

/** Two runs count as equal in tokens where they differ by no more than this share. */
const EQUAL = 0.25;

/** Several samples together beside the one-sample run that generated about as many tokens a question. */
export interface EqualTokensRow {
  readonly parallel: string;
  readonly k: number;
  /** Tokens a question for the first k samples. */
  readonly tokens: number;
  /** maj@k of a majority vote; of other methods, which are more than the sum of their samples, that of the whole run. */
  readonly accuracy: number;
  /** Absent: no run of one sample is within 25 % of its tokens. */
  readonly sequential?: {
    readonly label: string;
    readonly tokens: number;
    readonly accuracy: number;
    /** Accuracy of the vote minus that of the one sample, with its 95 % interval (paired bootstrap). */
    readonly difference: number;
    readonly interval: Interval;
  };
}

/**
 * Parallel against sequential scaling at equal total tokens. The one-sample run is chosen by its tokens alone, never by
 * its score: the best of many would look better than it is.
 */
export function equalTokens(results: readonly RunResult[], seed: number): EqualTokensRow[] {
  const sequential = results
    // Rejection sampling thinks no longer for the tokens that it throws away.
    .filter(({ run, rows }) => run.parallel === 1 && !run.draws && rows.length > 0)
    .map(({ run, rows }) => ({ label: run.label, tokens: mean(rows.map((row) => row.generated)), rows }));
  return results
    .filter(({ run, rows }) => run.parallel > 1 && rows.length > 0)
    .flatMap(({ run, rows }) =>
      (isVote(run) ? powersOfTwo(run.parallel) : [run.parallel]).flatMap((k): EqualTokensRow[] => {
        const usable = isVote(run) ? rows.filter(({ answers }) => answers.length >= k) : rows;
        if (usable.length === 0) return [];
        const tokens = mean(usable.map((row) => (row.generated * k) / run.parallel));
        const votes = scores(usable, (row) =>
          isVote(run) ? majorityAtK(row.answers, k) === true : row.verdict === 'correct',
        );
        const row = { parallel: run.label, k, tokens, accuracy: mean(votes.map(({ score }) => score)) };
        const near = sequential
          .filter((one) => Math.max(one.tokens, tokens) <= (1 + EQUAL) * Math.min(one.tokens, tokens))
          .toSorted((a, b) => Math.abs(Math.log(a.tokens / tokens)) - Math.abs(Math.log(b.tokens / tokens)))[0];
        if (near === undefined) return [row];
        const right = scores(near.rows, ({ verdict }) => verdict === 'correct');
        const { difference, interval, accuracyA } = compareRuns(right, votes, seed);
        return [
          { ...row, sequential: { label: near.label, tokens: near.tokens, accuracy: accuracyA, difference, interval } },
        ];
      }),
    );
}

function isVote({ settings }: RunResult['run']): boolean {
  return settings.method === 'majority';
}

function scores(rows: readonly SampleRow[], isRight: (row: SampleRow) => boolean): QuestionScore[] {
  const found = new Map<string, number[]>();
  for (const row of rows) found.set(row.questionId, [...(found.get(row.questionId) ?? []), isRight(row) ? 1 : 0]);
  return [...found].map(([questionId, all]) => ({ questionId, score: mean(all) }));
}
