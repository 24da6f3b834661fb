// The path through models, on the embedded one and 300 held-out questions of its families: traces, difficulty by one
// model at two budgets, domains by labels and by clusters of its embeddings, lengths by its tokenizer, training text.
// The command is killed with SIGKILL while it makes traces; the one that goes on must give the same files as one that
// was never interrupted, and no question may be asked twice. Then the domains of all questions by each means, beside the
// families they were made by: purity (share of questions whose family is the most frequent one of their domain) and
// normalised mutual information. Needs `npm run build` and python3.
//
//   node benchmarks/curation/model-path.mjs [QUESTIONS [ADDRESS]]      prints one JSON object
//
// With the address of a server (docs/servers.md) every stage asks that one; it gives no embeddings, so that clusters are
// those of tf-idf.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = `${root}.cache/benchmarks/model-path`;
const QUESTIONS = Number(process.argv[2] ?? 300);
/** As a model is named in a pipeline; nothing: the embedded one. */
const MODEL = process.argv[3] === undefined ? '' : `model: '${process.argv[3]}'`;
const also = MODEL === '' ? '' : `${MODEL}, `;
const KILLED_AFTER = Math.floor(QUESTIONS / 3);
const DOMAINS = ['Counting letters', 'Arithmetic', 'Divisors and remainders', 'Sequences', 'Physics', 'Chemistry'];

const PIPELINE = `format: think-harder/curate
version: 1
name: model path
pool: [{ path: questions.jsonl, source: teaching, licence: Apache-2.0 }]
stages:
  - { stage: traces, ${also}budget: { maxThinking: 400, waits: 1 } }
  - stage: difficulty
    by: graders
    graders:
      - { name: low, ${also}budget: { maxThinking: 32 } }
      - { name: high, ${also}budget: { maxThinking: 400 } }
  - stage: domains
    by: [model, ${MODEL === '' ? 'embeddings' : 'clusters'}]
    labels: { ${also}budget: { maxThinking: 0, answerReserve: 32 } }
    list: ${JSON.stringify(DOMAINS)}
    clusters: 12
  - { stage: selection, n: 50, lengthIn: tokens${MODEL === '' ? '' : `, tokenizer: '${process.argv[3]}'`} }
training: { ${MODEL} }
`;

const storesOf = (place) => readdirSync(`${place}/traces`).filter((name) => name.endsWith('.jsonl'));
const lines = (path) => readFileSync(path, 'utf8').split('\n').filter(Boolean);
const rows = (path) => lines(path).map((line) => JSON.parse(line));

function prepare(name) {
  const place = `${folder}/${name}`;
  mkdirSync(place, { recursive: true });
  writeFileSync(`${place}/questions.jsonl`, readFileSync(`${folder}/questions.jsonl`));
  writeFileSync(`${place}/run.curate.yaml`, `${PIPELINE}output: result\n`);
  return place;
}

function start(place) {
  const args = [`${root}dist/cli.mjs`, 'curate', `${place}/run.curate.yaml`, '--yes', '--threads', '1'];
  return spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'pipe'] });
}

async function finished(child) {
  let said = '';
  child.stderr.on('data', (data) => (said += data));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`curate ended with ${code}:\n${said}`);
  return said.split('\n').filter(Boolean);
}

/** Every store: whose it is, how many questions were asked, and whether any was asked twice. */
function stores(place) {
  return storesOf(place).map((name) => {
    const [head, ...entries] = lines(`${place}/traces/${name}`).flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return []; // what the killed process has left of a line
      }
    });
    const traces = entries.flatMap(({ trace }) => (trace === undefined ? [] : [trace]));
    const sum = (of) => traces.reduce((total, trace) => total + of(trace), 0);
    const tokens = sum(({ counts }) => counts.thinking + counts.answer);
    return {
      budget: head.plan.budget,
      asked: entries.length,
      twice: entries.length - new Set(entries.map(({ hash }) => hash)).size,
      meanThinking: Number((sum(({ counts }) => counts.thinking) / traces.length).toFixed(1)),
      tokensPerSecond: Math.round((1000 * tokens) / sum(({ times }) => times.thinking + times.answer)),
    };
  });
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const each = Math.ceil(QUESTIONS / 17) + 1;
const made = `${folder}/all.jsonl`;
const python = spawnSync(
  'python3',
  [`${root}training/teaching/questions.py`, made, '--each', String(each), '--seed', '11'],
  { encoding: 'utf8' },
);
if (python.status !== 0) throw new Error(python.stderr);
const families = new Map();
for (const row of rows(made)) families.set(row.family, [...(families.get(row.family) ?? []), row]);
const turns = Array.from({ length: each }, (_, i) => [...families.values()].flatMap((list) => list.slice(i, i + 1)));
const chosen = turns.flat().slice(0, QUESTIONS);
writeFileSync(`${folder}/questions.jsonl`, chosen.map((row) => `${JSON.stringify(row)}\n`).join(''));

const killed = prepare('killed');
const child = start(killed);
for (let there = 0; there <= KILLED_AFTER; await delay(20)) {
  const store = existsSync(`${killed}/traces`) ? storesOf(killed)[0] : undefined;
  there = store === undefined ? 0 : lines(`${killed}/traces/${store}`).length;
  if (child.exitCode !== null) throw new Error('it ended before it was killed');
}
child.kill('SIGKILL');
await once(child, 'exit');
const atKill = stores(killed)[0].asked;
const leftBehind = existsSync(`${killed}/result`);
const costs = await finished(start(killed));
const whole = prepare('whole');
const begun = performance.now();
await finished(start(whole));
const seconds = (performance.now() - begun) / 1000;

/** Without the places of traces in their store: a trace says how long it took, in so many digits. */
const content = (place, name) =>
  readFileSync(`${place}/result/${name}`, 'utf8').replace(/"offset":\d+,"length":\d+/g, '');
const same = ['selected.jsonl', 'fates.jsonl', 'training.jsonl'].every(
  (name) => content(killed, name) === content(whole, name),
);
/** How well domains, by one means, tell families apart. */
async function placed(by) {
  const place = `${folder}/by-${by}`;
  mkdirSync(place, { recursive: true });
  writeFileSync(`${place}/questions.jsonl`, readFileSync(`${folder}/questions.jsonl`));
  const stage = { stage: 'domains', by: [by], list: DOMAINS, clusters: families.size };
  const labels = { budget: { maxThinking: 0, answerReserve: 32 } };
  const stages = [
    { ...stage, labels },
    { stage: 'selection', set: 'full', lengthOf: 'question' },
  ];
  const pipeline = { format: 'think-harder/curate', version: 1, name: by, pool: [{ path: 'questions.jsonl' }], stages };
  writeFileSync(`${place}/run.curate.yaml`, JSON.stringify({ ...pipeline, output: 'result' })); // JSON is YAML
  await finished(start(place));
  const domains = rows(`${place}/result/fates.jsonl`).map(({ domain }) => domain ?? 'none');
  return {
    by,
    ...agreement(
      domains,
      chosen.map(({ family }) => family),
    ),
  };
}

function agreement(domains, truths) {
  const count = (keys) => keys.reduce((counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1), new Map());
  const total = truths.length;
  const [ofDomain, ofTruth] = [count(domains), count(truths)];
  const pairs = count(domains.map((domain, i) => JSON.stringify([domain, truths[i]])));
  const best = new Map();
  let information = 0;
  for (const [pair, n] of pairs) {
    const [domain, truth] = JSON.parse(pair);
    best.set(domain, Math.max(best.get(domain) ?? 0, n));
    information += (n / total) * Math.log((n * total) / (ofDomain.get(domain) * ofTruth.get(truth)));
  }
  const entropy = (counts) => [...counts.values()].reduce((sum, n) => sum - (n / total) * Math.log(n / total), 0);
  const purity = [...best.values()].reduce((sum, n) => sum + n, 0) / total;
  const mean = (entropy(ofDomain) + entropy(ofTruth)) / 2;
  const round = (value) => Number(value.toFixed(3));
  return {
    domains: ofDomain.size,
    purity: round(purity),
    mutualInformation: round(mean === 0 ? 0 : information / mean),
  };
}

const byMeans = [];
for (const by of ['model', 'embeddings', 'clusters']) byMeans.push(await placed(by));

const { funnel, training } = JSON.parse(readFileSync(`${whole}/result/funnel.json`, 'utf8'));
console.log(
  JSON.stringify(
    {
      questions: chosen.length,
      families: families.size,
      killed: { after: atKill, resultWasThere: leftBehind, stores: stores(killed), sameFilesAsUninterrupted: same },
      costsShown: costs,
      seconds: Math.round(seconds),
      funnel: funnel.map(({ title, left, reasons, notes }) => ({ title, left, reasons, notes })),
      training,
      byMeans,
    },
    null,
    2,
  ),
);
