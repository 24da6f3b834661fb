/**
 * Whether a server draws what the local engine draws: greedy traces of the same model under budgets and suppressed ends,
 * token for token, and what the way through a server costs.
 *
 *   npm run bench:engine -- server http://127.0.0.1:8080 [QUESTIONS [MODEL.gguf]]
 *
 * The server must serve MODEL (the embedded model by default). For llama.cpp the same tokens can be expected of the same
 * commit, built without -march=native (GGML_NATIVE=OFF), on as many threads (`-t 1 -tb 1`). Needs python3.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectServer } from '../../src/engines/server/index.js';
import { DEFAULT_BUDGET, type Budget } from '../../src/reasoning/budget.js';
import { RunControls } from '../../src/reasoning/controls.js';
import type { Engine } from '../../src/reasoning/engine.js';
import { firstDifference } from '../../src/reasoning/replay.js';
import { ReasoningSession } from '../../src/reasoning/session.js';
import type { Trace } from '../../src/reasoning/trace.js';
import { EMBEDDED } from '../../test/support/models.js';
import { digits, load, printTable } from './common.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SETTINGS: Readonly<Record<string, Partial<Budget>>> = {
  'own end': {},
  'at most 16': { maxThinking: 16 },
  '1 wait': { waits: 1 },
  '3 waits': { waits: 3, maxThinking: 300 },
  'paper’s rules, 2 waits': { waits: 2, maxThinking: 200, rules: 's1-eval' },
};

/** Held-out questions of the embedded model's families. */
function questions(count: number): string[] {
  const folder = join(ROOT, '.cache', 'benchmarks');
  const file = join(folder, 'server-questions.jsonl');
  mkdirSync(folder, { recursive: true });
  const each = String(Math.ceil(count / 17));
  execFileSync('python3', [join(ROOT, 'training/teaching/questions.py'), file, '--each', each, '--seed', '11']);
  const rows = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { question: string });
  return rows.slice(0, count).map(({ question }) => question);
}

/** A question in a session of its own, as a pipeline asks it. */
async function solved(engine: Engine, text: string, budget: Partial<Budget>): Promise<{ trace: Trace; ms: number }> {
  const start = performance.now();
  await using session = new ReasoningSession(engine);
  const whole = { ...DEFAULT_BUDGET, answerReserve: 64, ...budget };
  const run = session.solve(
    { id: 'x', question: { text }, budget: whole, sampling: { temperature: 0 } },
    new RunControls(),
  );
  for (;;) {
    const step = await run.next();
    if (step.done === true) return { trace: step.value, ms: performance.now() - start };
  }
}

const [address, count = '34', model = EMBEDDED] = process.argv.slice(2);
if (address === undefined) throw new Error('Name the address of a server.');
await using server = await connectServer({ address });
await using local = await load(model, { threads: 1 });
const asked = questions(Number(count));
const rows: string[][] = [];
const differences: string[] = [];
for (const [setting, budget] of Object.entries(SETTINGS)) {
  const sum = { equal: 0, tokens: 0, server: 0, local: 0, evaluated: 0, evaluatedHere: 0 };
  for (const text of asked) {
    const there = await solved(server, text, budget);
    const here = await solved(local, text, budget);
    const at = firstDifference(there.trace, here.trace);
    if (at === undefined) sum.equal += 1;
    else differences.push(`${setting}, token ${at} of ${JSON.stringify(text)}`);
    sum.tokens += there.trace.counts.thinking + there.trace.counts.answer;
    sum.server += there.ms;
    sum.local += here.ms;
    sum.evaluated += there.trace.counts.evaluated;
    sum.evaluatedHere += here.trace.counts.evaluated;
  }
  rows.push([
    setting,
    `${sum.equal} of ${asked.length}`,
    String(sum.tokens),
    digits(sum.server / asked.length),
    digits(sum.local / asked.length),
    digits(sum.evaluated / sum.evaluatedHere, 2),
  ]);
}
const header = ['setting', 'same tokens', 'tokens', 'ms a question, server', 'ms, local', 'evaluated, server : local'];
printTable(`${server.version} and ${local.version}: ${server.model.name}`, header, rows);
for (const difference of differences.slice(0, 20)) console.log(`first difference: ${difference}`);
