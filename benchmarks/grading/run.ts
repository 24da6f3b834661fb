// Grades the oracle files with this grader and with Math-Verify, case by case in turn, and prints one table:
//   npm run build && npx tsx benchmarks/grading/run.ts [--rows]
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gradeCase, Grader, readsAsMath, type SameOptions } from '../../src/grading/index.js';
import { ORACLES, oracle, type OracleCase, type OracleName } from './cases.js';
import { installMathVerify, MathVerify } from './math-verify.js';
import { HEADER, line, score, type Outcome } from './score.js';

/** Untimed cases before the first timed one, for both graders: a grader in use is warm. */
const WARM_UP = 100;

const worker = new URL('../../dist/grading-worker.mjs', import.meta.url);
if (!existsSync(fileURLToPath(worker)))
  throw new Error('dist/grading-worker.mjs is missing: run "npm run build" first.');

const ours = async (grader: Grader, one: OracleCase): Promise<Outcome> => {
  const start = performance.now();
  if (one.task === 'latex') {
    const readable = readsAsMath(one.latex);
    return { verdict: readable ? 'same' : 'different', ms: performance.now() - start };
  }
  if (one.task === 'choice') {
    const { verdict } = await gradeCase(
      grader,
      { gold: one.gold, prediction: one.prediction, options: { kind: 'choice' } },
      true,
    );
    return { verdict, ms: performance.now() - start };
  }
  const { precision } = one.opts;
  const options: SameOptions = typeof precision === 'number' ? { decimals: precision } : {};
  const { verdict } = await gradeCase(grader, { gold: one.gold, prediction: one.prediction, options }, true);
  return { verdict, ms: performance.now() - start };
};

interface Runs {
  readonly ours: Outcome[];
  readonly documented: Outcome[];
  readonly best: Outcome[];
}

async function runAll(
  grader: Grader,
  references: { readonly documented: MathVerify; readonly best: MathVerify },
  cases: readonly OracleCase[],
): Promise<Runs> {
  const runs: Runs = { ours: [], documented: [], best: [] };
  for (const one of cases) {
    runs.ours.push(await ours(grader, one));
    runs.documented.push(await references.documented.grade(one, false));
    runs.best.push(await references.best.grade(one, true));
  }
  return runs;
}

function report(set: string, cases: readonly OracleCase[], runs: Runs, keep: (one: OracleCase) => boolean): void {
  const index = cases.flatMap((one, i) => (keep(one) ? [i] : []));
  if (index.length === 0) return;
  const pick = <T>(from: readonly T[]): T[] => index.flatMap((i) => (from[i] === undefined ? [] : [from[i]]));
  const chosen = pick(cases);
  console.log(line(set, 'Think Harder', score(chosen, pick(runs.ours))));
  console.log(line(set, 'Math-Verify as documented', score(chosen, pick(runs.documented))));
  console.log(line(set, 'Math-Verify at its best', score(chosen, pick(runs.best))));
}

function showWrong(set: string, cases: readonly OracleCase[], runs: Runs): void {
  cases.forEach((one, i) => {
    const verdict = runs.ours[i]?.verdict;
    if ((verdict === 'same') === one.expected) return;
    console.log(
      JSON.stringify({
        set,
        verdict,
        expected: one.expected,
        gold: one.gold.slice(-200),
        prediction: one.prediction.slice(-300),
        latex: one.latex,
      }),
    );
  });
}

const python = installMathVerify();
using grader = new Grader({ workerUrl: worker });
using documented = new MathVerify(python);
using best = new MathVerify(python);
await grader.warm();
const loaded = new Map<OracleName, OracleCase[]>(ORACLES.map((name) => [name, oracle(name)]));
for (const cases of loaded.values()) await runAll(grader, { documented, best }, cases.slice(0, Math.ceil(WARM_UP / 3)));
console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, one process each, cases in turn\n`);
console.log(HEADER);
const wrong: (() => void)[] = [];
for (const [name, cases] of loaded) {
  const runs = await runAll(grader, { documented, best }, cases);
  report(name, cases, runs, (one) => !one.contested);
  report(`${name}, contested rows`, cases, runs, (one) => one.contested);
  wrong.push(() => showWrong(name, cases, runs));
}
if (process.argv.includes('--rows')) for (const show of wrong) show();
