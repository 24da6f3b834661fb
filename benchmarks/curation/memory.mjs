// Memory stays bounded: a Parquet pool several times larger than what DuckDB may use (512 MB) is decontaminated, and a
// pipeline runs over it. Prints the sizes and the most memory that each command held. Needs `node esbuild.js`, python3,
// a pool beside the project and about four times the pool's size of disk.
//
//   node benchmarks/curation/memory.mjs [COPIES]      the 80,972 rows so often, each text made different
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import { DuckDBInstance } from '@duckdb/node-api';

const root = fileURLToPath(new URL('../../', import.meta.url));
const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const folder = `${root}.cache/benchmarks/memory`;
const copies = Number(process.argv[2] ?? 40);

function measured(args) {
  const report = `import json,resource,subprocess,sys,time
t=time.time(); p=subprocess.run(sys.argv[1:],stdout=subprocess.PIPE); r=resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"code":p.returncode,"seconds":round(time.time()-t,1),"megabytes":round(r.ru_maxrss/1024),"out":p.stdout.decode()}))`;
  const { stdout, stderr } = spawnSync('python3', ['-c', report, ...args], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const { code, out, ...found } = JSON.parse(stdout);
  if (code !== 0) throw new Error(`${args.join(' ')} failed:\n${stderr}`);
  return { ...found, said: out.split('\n')[0] };
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const pool = `${folder}/pool.parquet`;
const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB', temp_directory: folder });
const connection = await instance.connect();
await connection.run(`COPY (
  SELECT p.* REPLACE (id || '#' || i AS id, question || ' (' || md5(id || i) || ')' AS question,
                      solution || md5(i || id) AS solution)
  FROM read_json('${shared}pool/pool.jsonl.gz', format = 'newline_delimited') p, range(${copies}) copy(i)
) TO '${pool}' (FORMAT parquet, COMPRESSION uncompressed)`);
connection.closeSync();
instance.closeSync();

const tasks = ['math500', 'aime24'].map((name) => `${shared}tasks/${name}.jsonl`);
const cli = ['node', `${root}dist/cli.mjs`];
const bytes = statSync(pool).size;
console.log(JSON.stringify({ rows: copies * 80_972, parquetMegabytes: Math.round(bytes / 1e6), limitMegabytes: 512 }));
const out = `${folder}/sorted`;
const decontaminated = measured([...cli, 'decontaminate', pool, '--against', ...tasks, '--out', out]);
console.log(JSON.stringify({ command: 'decontaminate', ...decontaminated }));
rmSync(out, { recursive: true, force: true });
writeFileSync(
  `${folder}/pool.curate.yaml`,
  `format: think-harder/curate
version: 1
name: memory
pool: [{ path: pool.parquet }]
stages:
  - { stage: api-errors, require: [question, solution] }
  - { stage: quality }
  - { stage: decontamination, tasks: ${JSON.stringify(tasks)} }
  - { stage: selection, set: longest, n: 1000, lengthOf: solution }
output: result
`,
);
console.log(JSON.stringify({ command: 'curate', ...measured([...cli, 'curate', `${folder}/pool.curate.yaml`]) }));
rmSync(folder, { recursive: true, force: true });
