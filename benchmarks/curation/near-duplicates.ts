// MinHash near-duplicates of a sample of the pool, ours and datasketch's at the same shingles, bands and rows, in one
// run on one processor each: seconds, and recall and precision of the pairs against exact Jaccard similarity, the mean of
// five seeds: one seed's recall differs from another's by about 0.011. The virtual environment is made in .cache.
//
//   npx tsx benchmarks/curation/near-duplicates.ts [ROWS]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { NearDuplicates, type AlikeGroups } from '../../src/curation/near-duplicates.js';
import { drawWithout, randomOf } from '../../src/curation/random.js';
import { ruleWords } from '../../src/curation/text/python-text.js';

const SHINGLE = 5;
const SEEDS = [1, 2, 3, 4, 5];
const [BANDS, BAND_ROWS, THRESHOLD] = [14, 8, 0.7];
const root = fileURLToPath(new URL('../../', import.meta.url));
const cache = `${root}.cache/benchmarks/curation`;
const pool = fileURLToPath(new URL('../../../shared/data/pool/pool.jsonl.gz', import.meta.url));

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}`);
  return stdout;
}

/** Shingles as text: nothing of ours or theirs is used to say what is true. */
function grams(text: string): Set<string> {
  const words = ruleWords(text);
  const n = Math.min(SHINGLE, words.length);
  return new Set(
    words.length === 0 ? [] : Array.from({ length: words.length - n + 1 }, (_, i) => words.slice(i, i + n).join(' ')),
  );
}

/** Every pair with exact similarity of at least the threshold, by an inverted index. */
function exactPairs(texts: readonly string[]): Set<string> {
  const sets = texts.map(grams);
  const index = new Map<string, number[]>();
  const found = new Set<string>();
  for (const [second, set] of sets.entries()) {
    const common = new Map<number, number>();
    for (const gram of set) {
      for (const first of index.get(gram) ?? []) common.set(first, (common.get(first) ?? 0) + 1);
      const list = index.get(gram);
      if (list === undefined) index.set(gram, [second]);
      else list.push(second);
    }
    for (const [first, both] of common) {
      if (both / (sets[first]!.size + set.size - both) >= THRESHOLD) found.add(`${first},${second}`);
    }
  }
  return found;
}

function quality(found: readonly string[], truth: ReadonlySet<string>) {
  const right = found.filter((pair) => truth.has(pair)).length;
  return { pairs: found.length, recall: right / truth.size, precision: right / found.length };
}

const rows = Number(process.argv[2] ?? 20_000);
mkdirSync(cache, { recursive: true });
const questions = gunzipSync(readFileSync(pool))
  .toString('utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => (JSON.parse(line) as { question: string }).question);
const texts = drawWithout(questions, rows, randomOf(1));
writeFileSync(`${cache}/sample.json`, JSON.stringify(texts));

const python = `${cache}/venv/bin/python`;
if (!existsSync(`${cache}/venv/ready`)) {
  run('python3', ['-m', 'venv', `${cache}/venv`]);
  run(python, ['-m', 'pip', 'install', '--quiet', 'datasketch==1.6.5']);
  writeFileSync(`${cache}/venv/ready`, '');
}
const theirs = SEEDS.map(
  (seed) =>
    JSON.parse(
      run(python, [
        `${root}benchmarks/curation/near_duplicates.py`,
        `${cache}/sample.json`,
        ...[SHINGLE, BANDS, BAND_ROWS, seed].map(String),
      ]),
    ) as { seconds: number; pairs: [number, number][] },
);

const ours = SEEDS.map((seed) => {
  const start = performance.now();
  const options = { of: 'words', shingle: SHINGLE, bands: BANDS, rows: BAND_ROWS, threshold: THRESHOLD } as const;
  const finder = new NearDuplicates({ ...options, seed });
  for (const text of texts) finder.add(text);
  const groups = finder.groups();
  return { pairs: [...pairsOf(groups)], seconds: (performance.now() - start) / 1000 };
});

/** Every two texts of a group. */
function* pairsOf(groups: AlikeGroups): Generator<{ readonly first: number; readonly second: number }> {
  const members = new Map<number, number[]>();
  for (const { text, kept } of groups.later()) {
    const group = members.get(kept) ?? [kept];
    for (const first of group) yield { first, second: text };
    group.push(text);
    members.set(kept, group);
  }
}

const truth = exactPairs(texts);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const summary = (runs: readonly { seconds: number; found: readonly string[] }[]) => {
  const all = runs.map(({ found }) => quality(found, truth));
  return {
    seconds: Math.min(...runs.map(({ seconds }) => seconds)),
    recall: mean(all.map(({ recall }) => recall)),
    recalls: all.map(({ recall }) => Number(recall.toFixed(3))),
    precision: mean(all.map(({ precision }) => precision)),
  };
};
const mine = summary(
  ours.map(({ seconds, pairs }) => ({ seconds, found: pairs.map(({ first, second }) => `${first},${second}`) })),
);
const sketched = summary(theirs.map(({ seconds, pairs }) => ({ seconds, found: pairs.map(([a, b]) => `${a},${b}`) })));
console.log(
  JSON.stringify({
    rows: texts.length,
    shingle: `${SHINGLE} words`,
    bands: BANDS,
    rowsOfBand: BAND_ROWS,
    threshold: THRESHOLD,
    seeds: SEEDS.length,
    truePairs: truth.size,
    ours: mine,
    datasketch: sketched,
    ratio: sketched.seconds / mine.seconds,
  }),
);
