/** Runs the checks side by side and shows their output in the table's order. */
import { run } from '../lib/command.mjs';
import { CHECKS } from './checks.mjs';

/**
 * @param {string} root the project's top folder
 * @returns {Promise<{ passed: number, failed: number }>} how many checks
 */
export async function runChecks(root) {
  const results = CHECKS.map(({ args }) => run('node', args, { cwd: root, capture: true }));
  let failed = 0;
  for (const [i, { name }] of CHECKS.entries()) {
    const { code, output } = await results[i];
    console.log(`${code === 0 ? '✓' : '✗'} ${name}`);
    if (code === 0) continue;
    failed += 1;
    console.log(output.trimEnd());
  }
  return { passed: CHECKS.length - failed, failed };
}
