// A real VS Code: the server part of code-server's npm package, without any install script.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanEnvironment, node24, root, tools, toolsRequire } from './tools.mjs';

/** Quiet, offline and with the sidebar in view. */
const SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'typescript.disableAutomaticTypeAcquisition': true,
};

/** code-server's lib/vscode. Its run-time modules are linked from the tool set, or from shims for native ones. */
export function serverRoot() {
  const dir = path.join(path.dirname(toolsRequire.resolve('code-server/package.json')), 'lib', 'vscode');
  const wanted = Object.keys(JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8')).dependencies);
  for (const name of wanted) {
    const link = path.join(dir, 'node_modules', name);
    const target = [path.join(tools, 'node_modules', name), path.join(root, 'scripts', 'vscode', 'shims', name)].find(
      (folder) => existsSync(folder),
    );
    if (target === undefined || existsSync(link)) continue;
    mkdirSync(path.dirname(link), { recursive: true });
    try {
      symlinkSync(path.relative(path.dirname(link), target), link, 'dir');
    } catch (error) {
      if (error.code !== 'EEXIST') throw error; // another run linked it meanwhile
    }
  }
  return dir;
}

/** A new, empty data folder. Its path is short: names of sockets have a limit near 107 characters. */
export function newDataDir() {
  return mkdtempSync(path.join(tmpdir(), 'th-'));
}

/**
 * Starts a server on 127.0.0.1.
 * `token`: connection token; without one every local user can use the server, so only tests go without.
 * `trust`: leave workspace trust on. `driver`: the smoke test driver, which development mode and tests in the extension
 * host need, and which turns notification toasts off.
 */
export async function startServer({
  dataDir = newDataDir(),
  extensionsDir = path.join(dataDir, 'extensions'),
  port = 0,
  token,
  trust = false,
  driver = true,
  env = {},
  settings = {},
  keepSettings = false,
  verbose = process.env.VERBOSE !== undefined,
} = {}) {
  const settingsFile = path.join(dataDir, 'data', 'Machine', 'settings.json');
  if (!keepSettings || !existsSync(settingsFile)) {
    mkdirSync(path.dirname(settingsFile), { recursive: true });
    writeFileSync(settingsFile, JSON.stringify({ ...SETTINGS, ...settings }, null, 2));
  }
  mkdirSync(path.join(dataDir, 't'), { recursive: true });
  const args = [
    ...['--import', path.join(root, 'scripts', 'vscode', 'parent-watch.mjs')],
    path.join(serverRoot(), 'out', 'server-main.js'),
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...(token === undefined ? ['--without-connection-token'] : ['--connection-token', token]),
    ...['--accept-server-license-terms', '--disable-telemetry', '--disable-experiments'],
    ...(trust ? [] : ['--disable-workspace-trust']),
    ...['--server-data-dir', dataDir, '--extensions-dir', extensionsDir],
    ...(driver ? ['--enable-smoke-test-driver'] : []),
  ];
  const ownTmp = dataDir.length < 50 ? { TMPDIR: path.join(dataDir, 't'), XDG_RUNTIME_DIR: '' } : {};
  const child = spawn(node24(), args, {
    cwd: dataDir,
    detached: true, // its own group, so that everything it starts can be ended with it
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment({ ...ownTmp, ...env }),
  });
  const kill = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // already gone
    }
  };
  const exited = new Promise((resolve) => child.on('exit', resolve));
  let output = '';
  const listening = new Promise((resolve, reject) => {
    const hear = (data) => {
      output = (output + data).slice(-200_000);
      if (verbose) process.stderr.write(`[server] ${data}`);
      const found = /agent listening on (\d+)/.exec(output);
      if (found) resolve(Number(found[1]));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code, signal) => reject(new Error(`VS Code's server ended (${code ?? signal}):\n${output}`)));
    setTimeout(() => reject(new Error(`VS Code's server is not ready after 120 s:\n${output}`)), 120_000).unref();
  });
  const onExit = () => kill('SIGKILL');
  process.on('exit', onExit);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
  let realPort;
  try {
    realPort = await listening;
  } catch (error) {
    kill('SIGKILL');
    throw error;
  }
  const authority = `127.0.0.1:${realPort}`;
  return {
    port: realPort,
    authority,
    dataDir,
    pid: child.pid,
    exited,
    log: () => output,
    /** Address of a workspace; `extension` and `tests` are paths for development mode. */
    url({ folder, extension, tests, open = [] }) {
      const payload = [];
      if (extension) payload.push(['extensionDevelopmentPath', `vscode-remote://${authority}${extension}`]);
      if (tests) payload.push(['extensionTestsPath', `vscode-remote://${authority}${tests}`]);
      payload.push(['skipWelcome', 'true']);
      for (const file of open) payload.push(['openFile', `vscode-remote://${authority}${file}`]);
      const address = new URL(`http://${authority}/`);
      address.searchParams.set('folder', folder);
      address.searchParams.set('payload', JSON.stringify(payload));
      if (token !== undefined) address.searchParams.set('tkn', token);
      return address.href;
    },
    async stop({ keep = false } = {}) {
      kill('SIGTERM');
      await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 5000).unref())]);
      kill('SIGKILL');
      process.off('exit', onExit);
      if (!keep) rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Installs a VSIX into `extensionsDir` with the server's own command line, as a person's VS Code would. */
export function installVsix(vsix, { dataDir, extensionsDir = path.join(dataDir, 'extensions') }) {
  const args = [
    path.join(serverRoot(), 'out', 'server-main.js'),
    ...['--accept-server-license-terms', '--server-data-dir', dataDir, '--extensions-dir', extensionsDir],
    ...['--install-extension', vsix, '--force'],
  ];
  const done = spawnSync(node24(), args, { encoding: 'utf8', env: cleanEnvironment() });
  if (done.status !== 0 || !/successfully installed/.test(done.stdout)) {
    throw new Error(`VS Code refused ${path.basename(vsix)} (${done.status}):\n${done.stdout}${done.stderr}`);
  }
}
