// npm test [suite …]: installs what is missing, checks, builds, runs the suites, and ends with one line of numbers.
import './lib/require-node.mjs';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './check/run-checks.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { isStopping, run } from './lib/command.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';
import { SUITES } from './test/suites.mjs';

/** Runs one suite and reads what it counted; a suite that ends badly without saying so is one failure. */
async function runSuite({ title, args }, folder) {
  console.log(`\n${title}`);
  const results = join(folder, 'results.jsonl');
  writeFileSync(results, '');
  const { code } = await run('node', args, { cwd: ROOT, env: { ...process.env, THINK_HARDER_RESULTS: results } });
  const lines = readFileSync(results, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
  const sum = (key) => lines.reduce((n, line) => n + (line[key] ?? 0), 0);
  const counts = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  if (code !== 0 && counts.failed === 0) {
    console.log(`  ✗ ended with code ${code}`);
    counts.failed = 1;
  } else if (lines.length === 0) {
    console.log('  ✗ ran no tests');
    counts.failed = 1;
  }
  return counts;
}

/** Whether dist/ could be built; a failure is told, and counts as one. */
async function builds() {
  try {
    await ensureBuilt(ROOT);
    return true;
  } catch (error) {
    console.log(`✗ ${error.message}`);
    return false;
  }
}

main(async () => {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    console.error(`There is no suite "${unknown}": choose from ${SUITES.map((suite) => suite.name).join(', ')}.`);
    return 2;
  }
  const chosen = SUITES.filter(({ name, byDefault }) =>
    names.length > 0 ? names.includes(name) : byDefault !== false,
  );
  await ensureInstalled(ROOT);
  const total = { passed: 0, failed: 0, skipped: 0 };
  const add = (counts) => Object.entries(counts).forEach(([key, n]) => (total[key] += n));
  if (names.length === 0) {
    console.log('Checks');
    add(await runChecks(ROOT));
  }
  const folder = mkdtempSync(join(tmpdir(), 'think-harder-test-'));
  try {
    const built = !chosen.some((suite) => suite.built) || (await builds());
    if (!built) add({ failed: 1 });
    const runnable = chosen.filter((suite) => built || !suite.built);
    for (const suite of runnable) if (!isStopping()) add(await runSuite(suite, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (isStopping()) console.log('\nStopped before the end.');
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
});
