import { drawWithout } from './random.js';

/** What selection looks at. */
export interface Candidate {
  readonly row: number;
  readonly domain: string;
  /** Of the trace, or of what stands in for it; the unit does not matter, only the order and the bounds. */
  readonly length: number;
  readonly source: string;
  /** Taken before any draw. */
  readonly preselected: boolean;
}

export interface SelectionRule {
  readonly n: number;
  /**
   * How the domain is drawn. paper: uniformly, always. code: uniformly while fewer than 700 are chosen, then with the
   * weights of the committed notebook, floor(GPQA count · 0.5 · nAIME / nGPQA) + AIME count of each domain.
   */
  readonly draw: 'paper' | 'code';
}

/** From here on the committed notebook weighs domains by the benchmarks' counts. */
const CODE_UNIFORM_UNTIL = 700;

/**
 * The published selection (s1, section 2.2): first the pre-selected rows; then, until n different rows are chosen, a
 * domain is drawn, and in it a row with weight 2^(−rank), rank 0 being the longest. Drawn rows leave their domain and
 * empty domains leave the draw. Pre-selected rows stay in theirs: drawing one uses it up and adds nothing.
 * @returns rows in the order they were chosen
 */
export function selectPublished(candidates: readonly Candidate[], rule: SelectionRule, random: () => number): number[] {
  const chosen = new Set(candidates.filter(({ preselected }) => preselected).map(({ row }) => row));
  const pools = byDomain(candidates);
  const weights = rule.draw === 'code' ? codeWeights(candidates) : undefined;
  while (chosen.size < rule.n && pools.size > 0) {
    const names = [...pools.keys()];
    const biased = weights !== undefined && chosen.size >= CODE_UNIFORM_UNTIL;
    const domain = drawDomain(names, biased ? weights : undefined, random);
    const pool = pools.get(domain) ?? [];
    const [drawn] = pool.splice(drawRank(pool.length, random), 1);
    if (pool.length === 0) pools.delete(domain);
    if (drawn !== undefined) chosen.add(drawn.row);
  }
  return [...chosen];
}

/** Rows of each domain, the longest first; equal lengths in the order of the pool. */
function byDomain(candidates: readonly Candidate[]): Map<string, Candidate[]> {
  const pools = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const pool = pools.get(candidate.domain);
    if (pool === undefined) pools.set(candidate.domain, [candidate]);
    else pool.push(candidate);
  }
  for (const pool of pools.values()) pool.sort((a, b) => b.length - a.length || a.row - b.row);
  return pools;
}

/** Weight of each domain in the notebook's second phase; nothing where the pool has no AIME or GPQA. */
function codeWeights(candidates: readonly Candidate[]): Map<string, number> {
  const count = (name: RegExp, domain?: string) =>
    candidates.filter((c) => name.test(c.source) && (domain === undefined || c.domain === domain)).length;
  const [aime, gpqa] = [count(/aime/i), count(/gpqa/i)];
  const scale = gpqa === 0 ? 0 : (0.5 * aime) / gpqa;
  const names = new Set(candidates.map(({ domain }) => domain));
  return new Map(
    Array.from(names, (domain) => [domain, Math.floor(count(/gpqa/i, domain) * scale) + count(/aime/i, domain)]),
  );
}

/** Uniform without weights, and where no domain that is left has any. */
function drawDomain(
  names: readonly string[],
  weights: ReadonlyMap<string, number> | undefined,
  random: () => number,
): string {
  const total = weights === undefined ? 0 : names.reduce((sum, name) => sum + (weights.get(name) ?? 0), 0);
  if (total === 0) return names[Math.floor(random() * names.length)] ?? '';
  let left = random() * total;
  return names.find((name) => (left -= weights?.get(name) ?? 0) < 0) ?? names.at(-1) ?? '';
}

/**
 * A rank below `count`, rank r with probability 2^(−r) / (2 − 2^(1−count)): the inverse of the cumulative weight
 * 2 − 2^(−r), so that a domain of any size costs the same.
 */
export function drawRank(count: number, random: () => number): number {
  const x = random() * (2 - 2 ** (1 - count));
  return Math.min(Math.floor(-Math.log2(2 - x)) + 1, count - 1);
}

/** The sets the paper compares s1K with (section 5.1), as far as their words go: no code for them was published. */
export function selectAblation(
  candidates: readonly Candidate[],
  set: 'random' | 'diverse' | 'longest' | 'full',
  n: number,
  random: () => number,
): number[] {
  const rows = candidates.map(({ row }) => row);
  switch (set) {
    case 'full':
      return rows;
    case 'random':
      return drawWithout(rows, n, random);
    case 'longest':
      return [...candidates]
        .sort((a, b) => b.length - a.length || a.row - b.row)
        .map(({ row }) => row)
        .slice(0, n);
    case 'diverse': {
      // Uniform over domains and, as length is the sign of difficulty, uniform inside a domain.
      const pools = byDomain(candidates);
      const chosen: number[] = [];
      while (chosen.length < n && pools.size > 0) {
        const domain = drawDomain([...pools.keys()], undefined, random);
        const pool = pools.get(domain) ?? [];
        const [drawn] = pool.splice(Math.floor(random() * pool.length), 1);
        if (pool.length === 0) pools.delete(domain);
        if (drawn !== undefined) chosen.push(drawn.row);
      }
      return chosen;
    }
  }
}
