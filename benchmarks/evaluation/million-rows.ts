/**
 * Memory that a task of a million rows takes: reads a file of ROWS questions (with an id each, one in a thousand twice)
 * to its end, as an evaluation does, and prints the largest resident set of this process.
 *
 *     npx tsx benchmarks/evaluation/million-rows.ts [ROWS]
 */
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTask } from '../../src/evaluation/tasks/read-task.js';

const ROWS = Number(process.argv[2] ?? '1000000');
const MB = 2 ** 20;
const folder = mkdtempSync(join(tmpdir(), 'think-harder-rows-'));
try {
  const file = join(folder, 'task.jsonl');
  const out = createWriteStream(file);
  for (let i = 0; i < ROWS; i++) {
    const n = i % 1000 === 999 ? i - 500 : i;
    const row = {
      id: `row-${i}`,
      problem: `What is ${n} plus ${n}? ${'It is a long question. '.repeat(8)}`,
      answer: 2 * n,
    };
    if (!out.write(`${JSON.stringify(row)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  const before = process.resourceUsage().maxRSS / 1024;
  const began = performance.now();
  const task = await openTask({ file, seed: 1 });
  let questions = 0;
  let problems = 0;
  for await (const { id } of task.questions(() => problems++)) if (id !== '') questions++;
  const seconds = (performance.now() - began) / 1000;
  const after = process.resourceUsage().maxRSS / 1024;
  console.log(
    `${ROWS} rows, ${Math.round(statSync(file).size / MB)} MB: ${questions} questions, ${problems} duplicates named; ` +
      `${seconds.toFixed(1)} s, peak RSS ${Math.round(after)} MB (${Math.round(before)} MB before reading)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
