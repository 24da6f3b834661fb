// The 8-gram rule over a pool, whole commands, ours and Python's in turn: seconds on the clock, seconds of processor and
// most memory of each, and whether both dropped the same rows. Needs `node esbuild.js`, python3 and a pool beside the
// project.
//
//   node benchmarks/curation/decontaminate.mjs [ROUNDS]            the pool as it is
//   node benchmarks/curation/decontaminate.mjs [ROUNDS] ROWS …     multiplied to so many rows, words substituted, JSONL
//
// 5,000,000 rows take 17 GB of disk while they are measured; every multiplied pool is deleted after its turn.
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';

const root = fileURLToPath(new URL('../../', import.meta.url));
const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const cache = `${root}.cache/benchmarks/curation`;
const POOL = `${shared}pool/pool.jsonl.gz`;
const TASKS = ['math500', 'aime24'].map((name) => `${shared}tasks/${name}.jsonl`);

/** Runs one command under a small Python program that reports time and memory of it and its children. */
function measured(args) {
  const report = `import json,resource,subprocess,sys,time
t=time.time(); p=subprocess.run(sys.argv[1:],stdout=subprocess.PIPE); r=resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"code":p.returncode,"seconds":time.time()-t,"cpu":r.ru_utime+r.ru_stime,"megabytes":r.ru_maxrss/1024,"out":p.stdout.decode()}))`;
  const { stdout, stderr } = spawnSync('python3', ['-c', report, ...args], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const found = JSON.parse(stdout);
  if (found.code !== 0) throw new Error(`${args.join(' ')} failed:\n${stderr}`);
  return found;
}

/** A stream of numbers in [0, 1) (mulberry32). */
function randomOf(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The pool again and again; from the second time on one word in ten of a question is replaced by one of the pool's. */
async function multiplied(rows) {
  const path = `${cache}/pool-${rows}.jsonl`;
  mkdirSync(cache, { recursive: true });
  const random = randomOf(1);
  const pool = [];
  const source = createReadStream(POOL).pipe(createGunzip());
  for await (const line of createInterface({ input: source, crlfDelay: Infinity })) pool.push(JSON.parse(line));
  const words = pool.flatMap(({ question }) => question.split(' ').slice(0, 4));
  const out = createWriteStream(path);
  for (let i = 0; i < rows; i++) {
    const row = pool[i % pool.length];
    const question =
      i < pool.length
        ? row.question
        : row.question.replace(/[^ ]+/g, (word) =>
            random() < 0.1 ? words[Math.floor(random() * words.length)] : word,
          );
    if (!out.write(`${JSON.stringify({ ...row, id: `${row.id}#${i}`, question })}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return path;
}

const droppedIds = (folder) =>
  readFileSync(`${folder}/dropped.jsonl`, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).id);

const [rounds = 3, ...sizes] = process.argv.slice(2).map(Number);
mkdirSync(cache, { recursive: true });
const [oursOut, theirsOut] = [`${cache}/ours`, `${cache}/python`];
for (const rows of sizes.length > 0 ? sizes : [undefined]) {
  const pool = rows === undefined ? POOL : await multiplied(rows);
  const ours = ['node', `${root}dist/cli.mjs`, 'decontaminate', pool, '--against', ...TASKS, '--out', oursOut];
  const theirs = ['python3', `${root}benchmarks/curation/decontaminate.py`, pool, theirsOut, ...TASKS];
  const results = { ours: [], python: [] };
  for (let round = 0; round < rounds; round++) {
    results.ours.push(measured(ours));
    results.python.push(measured(theirs));
  }
  const best = (list, key) => Math.min(...list.map((result) => result[key]));
  const [mine, python] = [droppedIds(oursOut), droppedIds(theirsOut)];
  const same = mine.length === python.length && mine.every((id, i) => id === python[i]);
  const summary = Object.fromEntries(
    Object.entries(results).map(([name, list]) => [
      name,
      Object.fromEntries(['seconds', 'cpu', 'megabytes'].map((key) => [key, Number(best(list, key).toFixed(2))])),
    ]),
  );
  const ratio = {
    seconds: Number((summary.python.seconds / summary.ours.seconds).toFixed(2)),
    cpu: Number((summary.python.cpu / summary.ours.cpu).toFixed(2)),
  };
  console.log(JSON.stringify({ rows: rows ?? 'pool', dropped: mine.length, same, ...summary, ratio }));
  for (const path of [oursOut, theirsOut, ...(rows === undefined ? [] : [pool])]) {
    rmSync(path, { recursive: true, force: true });
  }
}
