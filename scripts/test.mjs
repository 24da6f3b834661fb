// npm test [suite …]: installs what is missing, checks, builds, runs the suites, and ends with one line of numbers.
import './lib/require-node.mjs';
import { runChecks } from './check/run-checks.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { isStopping } from './lib/command.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';
import { runSuite } from './test/run-suite.mjs';
import { SUITES } from './test/suites.mjs';

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
  const built = !chosen.some((suite) => suite.built) || (await builds());
  if (!built) add({ failed: 1 });
  for (const suite of chosen) {
    if (isStopping() || (suite.built && !built)) continue;
    console.log(`\n${suite.title}`);
    const { complaint, ...counts } = await runSuite(suite, { cwd: ROOT });
    if (complaint !== undefined) console.log(`  ✗ ${complaint}`);
    add(counts);
  }
  if (isStopping()) console.log('\nStopped before the end.');
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
});
