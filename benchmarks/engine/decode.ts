/**
 * Tokens per second of a sequence decoding alone, against llama-bench on the same file with the same threads:
 * npm run bench:engine -- decode [embedded] [smollm2] [qwen3]
 *
 * llama-bench decodes only; the sequence samples as well, at the settings that Qwen3 recommends. The two take turns, so
 * that other work on the machine meets both.
 */
import { availableParallelism } from 'node:os';
import type { LocalEngine } from '../../src/engines/local/index.js';
import { chosenModels, digits, load, median, printTable, tokensOf, warm } from './common.js';
import { decodeRate, llamaBench } from './llama-bench.js';

const TOKENS = 64;
const ROUNDS = Number(process.env.ROUNDS ?? 7);

const program = llamaBench();
const rows: string[][] = [];
for (const { title, path } of chosenModels(['embedded', 'smollm2', 'qwen3'])) {
  const best = { ours: 0, theirs: 0 };
  for (let threads = 1; threads <= availableParallelism(); threads++) {
    await using engine = await load(path, { threads, sequences: 1, contextSize: 512 });
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(decodeRate(program, path, threads, TOKENS));
      ours.push(await rate(engine));
    }
    best.ours = Math.max(best.ours, median(ours));
    best.theirs = Math.max(best.theirs, median(theirs));
    const ratio = median(ours.map((value, round) => value / theirs[round]!));
    rows.push([title, String(threads), digits(median(theirs)), digits(median(ours)), digits(ratio, 2)]);
  }
  rows.push([title, 'best of each', digits(best.theirs), digits(best.ours), digits(best.ours / best.theirs, 2)]);
}
printTable(
  `Decoding, tokens per second, median of ${ROUNDS} rounds of ${TOKENS} tokens`,
  ['model', 'threads', 'llama-bench', 'Think Harder', 'ratio'],
  rows,
);

async function rate(engine: LocalEngine): Promise<number> {
  await using sequence = await engine.open();
  await sequence.append(await tokensOf(engine, 2));
  const iterator = sequence.sample(warm(1));
  for (let i = 0; i < 4; i++) await iterator.next(); // llama-bench warms up as well
  const start = performance.now();
  for (let i = 0; i < TOKENS; i++) await iterator.next();
  const seconds = (performance.now() - start) / 1000;
  await iterator.return();
  return TOKENS / seconds;
}
