// npm run test:desktop: the tests of test/integration inside a desktop VS Code that @vscode/test-electron downloads.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureInstalled } from '../lib/install.mjs';
import { ensureBuilt } from '../lib/build.mjs';
import { ensureTools, node24, root, toolsRequire } from './tools.mjs';

/** Where the update server cannot be reached; everything else is a fault worth its stack. */
const UNREACHABLE = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ETIMEDOUT', 'ENETUNREACH', 'ECONNRESET']);

await ensureInstalled(root);
ensureTools();
if (Number(process.versions.node.split('.')[0]) < 22) {
  // test-electron needs a newer Node than the project
  const again = spawnSync(node24(), process.argv.slice(1), { stdio: 'inherit' });
  process.exit(again.status ?? 1);
}
await ensureBuilt(root);
const { bundleTests } = await import('./bundle-tests.mjs');
const tests = await bundleTests();
const { downloadAndUnzipVSCode, runTests } = toolsRequire('@vscode/test-electron');
let vscodeExecutablePath;
try {
  vscodeExecutablePath = await downloadAndUnzipVSCode({ cachePath: path.join(root, '.vscode-test') });
} catch (error) {
  if (!UNREACHABLE.has(error.code ?? error.cause?.code)) throw error;
  console.error(
    'No desktop VS Code can be downloaded here (its update server cannot be reached): run npm run test:integration instead.',
  );
  process.exit(1);
}
const workspace = mkdtempSync(path.join(tmpdir(), 'th-samples-'));
cpSync(path.join(root, 'samples'), workspace, { recursive: true });
try {
  process.exitCode = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: root,
    extensionTestsPath: tests,
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust'],
  });
} catch {
  process.exitCode = 1; // mocha has said what failed
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
