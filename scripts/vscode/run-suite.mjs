// node scripts/vscode/run-suite.mjs webview|integration|e2e: the suites that need a browser or a whole VS Code.
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { ensureTools, root, whyNoBrowser } from './tools.mjs';

const MOCHA = ['node_modules/mocha/bin/mocha.js', '--reporter=scripts/test/counting-reporter.cjs', '--timeout=120000'];

const SUITES = {
  webview: () => mocha('test/webview/**/*.test.ts'),
  async integration() {
    const { bundleTests } = await import('./bundle-tests.mjs');
    const { runIntegration } = await import('./integration.mjs');
    const tests = await bundleTests();
    const folder = mkdtempSync(path.join(tmpdir(), 'th-samples-')); // tests write into it
    cpSync(path.join(root, 'samples'), folder, { recursive: true });
    try {
      tell(await runIntegration({ tests, folder }));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return 0; // the counts say what failed
  },
  async e2e() {
    const { ensurePackaged } = await import('../package/package.mjs');
    process.env.THINK_HARDER_VSIX = await ensurePackaged();
    return mocha('test/e2e/**/*.test.ts');
  },
};

function mocha(files) {
  return spawnSync(process.execPath, [...MOCHA, files], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

/** What scripts/test.mjs adds up. */
function tell(counts) {
  const file = process.env.THINK_HARDER_RESULTS;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(counts)}\n`);
}

const run = SUITES[process.argv[2]];
if (run === undefined) {
  console.error(`Choose a suite: ${Object.keys(SUITES).join(', ')}.`);
  process.exit(2);
}
const why = whyNoBrowser();
if (why !== undefined) {
  console.log(`  skipped: ${why}`);
  tell({ passed: 0, failed: 0, skipped: 1 });
  process.exit(0);
}
ensureTools();
process.exit(await run());
