// node benchmarks/editor/activation.mjs [--runs N]: what activation costs in VS Code's extension host. Target: < 100 ms.
// Each run is a fresh VS Code with the packaged extension; both the loading of the bundle and activate() count, as VS
// Code itself measures them. Make the package first: npm run package.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../../scripts/vscode/browser.mjs';
import { ensurePackaged } from '../../scripts/package/package.mjs';
import { installVsix, newDataDir, startServer } from '../../scripts/vscode/server.mjs';
import { root } from '../../scripts/vscode/tools.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
const vsix = await ensurePackaged();
const browser = await launchBrowser();
const times = [];
for (let run = 0; run < Number(values.runs); run++) {
  const dataDir = newDataDir();
  installVsix(vsix, { dataDir });
  const server = await startServer({ dataDir, driver: false });
  const page = await browser.newPage();
  await page.goto(server.url({ folder: path.join(root, 'samples') }));
  const view = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await view.locator('main').waitFor({ timeout: 120_000 });
  const log = readdirSync(path.join(dataDir, 'data', 'logs'), { recursive: true })
    .filter((name) => name.endsWith('Think Harder.log'))
    .map((name) => readFileSync(path.join(dataDir, 'data', 'logs', name), 'utf8'))
    .join('');
  const found = /Activated in ([\d.]+) ms \(bundle loaded in ([\d.]+) ms\)/.exec(log);
  if (found !== null) times.push({ activate: Number(found[1]), load: Number(found[2]) });
  await page.close();
  await server.stop();
}
await browser.close();
for (const { activate, load } of times)
  console.log(`bundle loaded in ${load} ms, activate() ${activate} ms, together ${(load + activate).toFixed(1)} ms`);
console.log(
  `bundle: ${statSync(path.join(root, '.cache/package', `${process.platform}-${process.arch}`, 'dist/extension.cjs')).size} bytes`,
);
process.exit(times.length > 0 ? 0 : 1);
