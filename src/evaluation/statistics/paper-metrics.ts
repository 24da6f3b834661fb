/** The metrics of the s1 paper, section "Budget forcing: metrics" (arXiv 2501.19393; s1-facts section 5). */

/** One evaluation run: what it cost on average, and how good it was. */
export interface ScalingPoint {
  /** Average thinking tokens a question. */
  readonly tokens: number;
  /** Accuracy, 0 to 1. */
  readonly accuracy: number;
}

/** What a run was told about its thinking tokens. */
export interface ControlledRun {
  readonly tokens: number;
  readonly least: number;
  readonly most: number;
}

/** Steps count as 100 tokens where a limit in steps is compared with tokens. */
export const TOKENS_A_STEP = 100;

/**
 * Control: the share of runs whose average thinking tokens lie within what was asked, 0 to 1.
 * @returns undefined without runs
 */
export function control(runs: readonly ControlledRun[]): number | undefined {
  if (runs.length === 0) return undefined;
  return runs.filter(({ tokens, least, most }) => tokens >= least && tokens <= most).length / runs.length;
}

/**
 * Control of class-conditional runs: of "short" and "long", the share that thinks less, or more, than the same model
 * without either.
 */
export function classControl(
  runs: readonly { readonly kind: 'short' | 'long'; readonly tokens: number }[],
  neither: number,
): number | undefined {
  if (runs.length === 0) return undefined;
  return (
    runs.filter(({ kind, tokens }) => (kind === 'short' ? tokens < neither : tokens > neither)).length / runs.length
  );
}

/**
 * Scaling: the mean slope over all pairs of runs, in percentage points for each doubling of thinking tokens. The
 * published numbers come out only over log2(tokens). Pairs of equal tokens have no slope and are left out.
 * @returns undefined where fewer than two runs differ in tokens
 */
export function scaling(points: readonly ScalingPoint[]): number | undefined {
  let sum = 0;
  let pairs = 0;
  for (const [i, a] of points.entries()) {
    for (const b of points.slice(i + 1)) {
      if (a.tokens === b.tokens || a.tokens <= 0 || b.tokens <= 0) continue;
      sum += (100 * (b.accuracy - a.accuracy)) / (Math.log2(b.tokens) - Math.log2(a.tokens));
      pairs++;
    }
  }
  return pairs === 0 ? undefined : sum / pairs;
}

/** Performance: the best accuracy of the runs. */
export function performance(points: readonly ScalingPoint[]): number | undefined {
  return points.length === 0 ? undefined : Math.max(...points.map(({ accuracy }) => accuracy));
}
