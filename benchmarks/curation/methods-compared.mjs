// What one way of decontamination finds and another misses: a pool against tasks by 8-grams and by MinHash, whole
// commands. Prints, as Markdown, how many rows each finds, and every row that only MinHash finds (by its id: texts belong to
// the data). Needs
// `npm run build`.
//
//   node benchmarks/curation/methods-compared.mjs POOL TASK… (its tables: docs/curation-overlaps.md)
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url));
const [pool, ...tasks] = process.argv.slice(2);
if (pool === undefined || tasks.length === 0) {
  console.error('usage: node benchmarks/curation/methods-compared.mjs POOL TASK…');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'th-methods-'));

const rowsOf = (path) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** The first hit of each dropped row, by the row's id. */
function found(method) {
  const out = join(folder, method);
  const args = [CLI, 'decontaminate', pool, '--against', ...tasks, '--method', method, '--out', out];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const words = new Map(rowsOf(join(out, 'dropped.jsonl')).map(({ id, question }) => [id, wordsOf(question)]));
  const hits = new Map();
  for (const { id, task, task_row: row, shared } of rowsOf(join(out, 'hits.jsonl'))) {
    if (!hits.has(id)) hits.set(id, { task: basename(task), row, shared: shared.join(' '), words: words.get(id) });
  }
  return hits;
}

const wordsOf = (text) => text.trim().split(/\s+/).length;

try {
  const [byGrams, byMinHash] = [found('ngram8'), found('minhash')];
  const only = [...byMinHash].filter(([id]) => !byGrams.has(id));
  const short = only.filter(([, { words }]) => words < 8).length;
  const both = byMinHash.size - only.length;
  console.log(`| found by | rows |\n| --- | ---: |`);
  console.log(`| 8-grams | ${byGrams.size} |\n| MinHash | ${byMinHash.size} |\n| both | ${both} |`);
  console.log(`| MinHash alone | ${only.length} |\n| of them shorter than eight words | ${short} |`);
  console.log(`\n| row of the pool | its words | evaluation task | row of the task | words shared |`);
  console.log('| --- | ---: | --- | ---: | ---: |');
  for (const [id, { task, row, shared, words }] of only.sort(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(`| ${id} | ${words} | ${task} | ${row} | ${wordsOf(shared)} |`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
