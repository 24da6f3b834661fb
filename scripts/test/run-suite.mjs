/** Runs one suite of suites.mjs and reads what it counted. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/command.mjs';

/**
 * A suite that ends badly without saying why, or that runs nothing, is one failure: silence is no success.
 * @param {{ args: string[] }} suite
 * @param {{ cwd: string, capture?: boolean }} options capture: keep the suite's output to itself
 * @returns {Promise<{ passed: number, failed: number, skipped: number, complaint?: string }>}
 */
export async function runSuite({ args }, options) {
  const folder = mkdtempSync(join(tmpdir(), 'think-harder-test-'));
  try {
    const results = join(folder, 'results.jsonl');
    writeFileSync(results, '');
    const env = { ...process.env, THINK_HARDER_RESULTS: results };
    const { code } = await run('node', args, { ...options, env });
    return counted(code, readFileSync(results, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function counted(code, results) {
  const lines = results.split('\n').filter(Boolean).map(JSON.parse);
  const sum = (key) => lines.reduce((n, line) => n + (line[key] ?? 0), 0);
  const counts = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  const silent = counts.failed === 0 && (code !== 0 || counts.passed + counts.skipped === 0);
  if (!silent) return counts;
  return { ...counts, failed: 1, complaint: code === 0 ? 'it ran no tests' : `it ended with code ${code}` };
}
