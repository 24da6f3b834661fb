/**
 * A data set of a million rows, as the editor opens it: through the data process and its channel.
 *
 *   npm run build && npx tsx benchmarks/dataset/run.ts [--rows 1000000]
 *
 * Rows are made with a seed: a question of 20 to 60 words, a solution of 0 to 300, a source, a subject, a level. Times are
 * milliseconds from the request to its answer; of filters, sorts and pages the median and the worst. Peak memory is the
 * data process's own (Linux only).
 */
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DataClient } from '../../src/data/client.js';
import type { Filter, RowQuery } from '../../src/data/facts.js';
import { PAGE } from '../../src/data/facts.js';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const ROWS = Number(values.rows);
const ENTRY = fileURLToPath(new URL('../../dist/data.mjs', import.meta.url));
const ALL: RowQuery = { filters: [], sort: null };

/** Numbers of Lehmer's generator: the same rows every time. */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 0x7fffffff) / 0x7fffffff;
}

async function writeRows(path: string): Promise<void> {
  const random = lehmer(42);
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const vocabulary = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 3 + Math.floor(random() * 7) }, () => letters[Math.floor(random() * 26)]).join(''),
  );
  const text = (words: number) =>
    Array.from({ length: words }, () => vocabulary[Math.floor(random() ** 2 * vocabulary.length)]).join(' ');
  const file = createWriteStream(path);
  for (let i = 0; i < ROWS; i++) {
    const row = {
      id: `row/${i}`,
      source_type: `source ${Math.floor(random() ** 2 * 20)}`,
      question: text(20 + Math.floor(random() * 40)),
      solution: random() < 0.4 ? null : text(Math.floor(random() ** 3 * 300)),
      answer: String(Math.floor(random() * 1000)),
      subject: `subject ${Math.floor(random() * 60)}`,
      level: 1 + Math.floor(random() * 5),
      verdict: random() < 0.3,
    };
    if (!file.write(`${JSON.stringify(row)}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const began = performance.now();
  const done = await work();
  return [performance.now() - began, done];
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return `median ${at(0.5)} ms, worst ${at(1)} ms (${sorted.length})`;
}

function peakMegabytes(pid: number | undefined): number | null {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'))?.[1];
    return Math.round(Number(kilobytes) / 1000);
  } catch {
    return null; // not Linux
  }
}

const folder = await mkdtemp(join(tmpdir(), 'th-dataset-'));
try {
  const path = join(folder, 'rows.jsonl');
  await writeRows(path);
  console.log(`${ROWS.toLocaleString('en')} rows, ${Math.round((await stat(path)).size / 1e6)} MB of JSONL`);
  let imported: () => void = () => undefined;
  const isImported = new Promise<void>((resolve) => (imported = resolve));
  await using client = new DataClient({
    entry: { file: ENTRY },
    log: () => undefined,
    onProgress: ({ progress }) => progress === 1 && imported(),
    onCrash: () => console.error('the data process ended'),
  });
  const opened = performance.now();
  const { handle, columns } = await client.open({ path, indexFolder: join(folder, 'indexes') });
  const page = (query: RowQuery, from: number) => client.page({ handle, query, from, count: PAGE });
  await page(ALL, 0);
  console.log(`first page, process started for it: ${Math.round(performance.now() - opened)} ms`);
  const during: number[] = [];
  let reading = true;
  void isImported.then(() => (reading = false));
  while (reading) {
    during.push((await timed(() => page(ALL, 0)))[0]);
    await Promise.race([isImported, new Promise((resolve) => setTimeout(resolve, 500))]);
  }
  console.log(`import: ${((performance.now() - opened) / 1000).toFixed(1)} s; pages meanwhile: ${spread(during)}`);
  console.log(`peak memory after the import: ${peakMegabytes(client.pid) ?? '?'} MB`);

  const column = (name: string) => columns.findIndex((found) => found.name === name);
  const source = column('source_type');
  const filters: readonly Filter[] = [
    { kind: 'values', column: source, values: ['source 3'] },
    { kind: 'values', column: column('subject'), values: ['subject 7', 'subject 8'] },
    { kind: 'values', column: column('verdict'), values: ['true'] },
    { kind: 'range', column: column('length (words)'), from: 100, to: 150 },
    { kind: 'text', text: 'qu' },
    { kind: 'text', text: 'xyz' },
    { kind: 'text', text: 'not in any row' },
  ];
  // Each query differs from those before: none is answered from what was kept.
  const filterTimes: number[] = [];
  const textTimes: number[] = [];
  for (const filter of filters) {
    for (const level of ['1.0', '2.0', '3.0']) {
      const also: Filter = { kind: 'values', column: column('level'), values: [level] };
      const [ms] = await timed(() => page({ filters: [filter, also], sort: null }, 0));
      (filter.kind === 'text' ? textTimes : filterTimes).push(ms);
    }
  }
  console.log(`filter by values and ranges: ${spread(filterTimes)}`);
  console.log(`filter by free text: ${spread(textTimes)}`);
  for (const name of ['length (words)', 'level', 'question', 'source_type']) {
    const times: number[] = [];
    for (const descending of [true, false]) {
      times.push((await timed(() => page({ filters: [], sort: { column: column(name), descending } }, 0)))[0]);
    }
    console.log(`sort all rows by ${name}: ${spread(times)}`);
  }
  const histogramTimes: number[] = [];
  for (const at of [source, column('subject'), column('length (words)')]) {
    histogramTimes.push((await timed(() => client.histogram({ handle, column: at, query: ALL })))[0]);
  }
  console.log(`histogram: ${spread(histogramTimes)}`);
  const random = lehmer(7);
  for (const [name, query] of [
    ['in the file’s order', ALL],
    ['sorted by question', { filters: [], sort: { column: column('question'), descending: false } }],
  ] as const) {
    const times: number[] = [];
    for (let i = 0; i < 200; i++) {
      times.push((await timed(() => page(query, Math.floor(random() * (ROWS - PAGE)))))[0]);
    }
    console.log(`page of ${PAGE} rows anywhere, ${name}: ${spread(times)}`);
  }
  console.log(`peak memory: ${peakMegabytes(client.pid) ?? '?'} MB`);
  await client.close(handle);
  const [again] = await timed(async () => client.open({ path, indexFolder: join(folder, 'indexes') }));
  console.log(`opened again, indexed: ${Math.round(again)} ms`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
