// The last step of npm start: the sample workspace in a real VS Code, with the extension from this folder.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

const FILE = 'worksheet.md';
/** Its place in PATH says that it belongs to a terminal of a VS Code server: it would open that one. */
const REMOTE = /remote-cli|node_modules/;

/** The launcher of a desktop VS Code, where there is one and a display to show it on. */
export function desktopCode(env = process.env, platform = process.platform) {
  const hasDisplay = platform !== 'linux' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
  if (!hasDisplay || env.VSCODE_IPC_HOOK_CLI !== undefined) return undefined;
  const names = ['code', 'code-insiders', 'codium'].map((name) => (platform === 'win32' ? `${name}.cmd` : name));
  return (env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '' && !REMOTE.test(folder))
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((file) => existsSync(file));
}

/**
 * Opens the sample workspace: in the desktop VS Code, else in one in the browser, which runs until Ctrl+C.
 * @param {string} root the project's top folder
 * @returns {Promise<number>} exit code
 */
export async function openEditor(root) {
  const folder = path.join(root, 'samples');
  const desktop = desktopCode();
  if (desktop !== undefined) {
    console.error('• Opening the sample workspace in VS Code');
    const args = [`--extensionDevelopmentPath=${root}`, '--new-window', folder, path.join(folder, FILE)];
    spawn(desktop, args, { stdio: 'ignore', detached: true, shell: process.platform === 'win32' }).unref();
    return 0;
  }
  const { ensureTools, whyNoBrowser } = await import('../vscode/tools.mjs');
  const why = whyNoBrowser();
  if (why !== undefined) {
    console.error(`No desktop VS Code ("code" on the PATH) was found. ${why}`);
    return 0;
  }
  ensureTools();
  const { startServer } = await import('../vscode/server.mjs');
  const server = await startServer({
    dataDir: dataFolder(root),
    token: randomBytes(24).toString('hex'),
    trust: true,
    driver: false,
    keepSettings: true,
  });
  console.error(
    '\nThe sample workspace is open in VS Code at this address (for you alone: it holds a secret token):\n',
  );
  console.log(server.url({ folder, open: [path.join(folder, FILE)] }));
  console.error('\nCtrl+C ends it.');
  await server.exited;
  return 0;
}

/** Settings and extensions of this server; the project itself is the one extension, so that a new build counts at once. */
function dataFolder(root) {
  const { name, publisher, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const dataDir = path.join(root, '.cache', 'vscode');
  const extensions = path.join(dataDir, 'extensions');
  rmSync(extensions, { recursive: true, force: true });
  mkdirSync(extensions, { recursive: true });
  symlinkSync(root, path.join(extensions, `${publisher}.${name}-${version}`), 'dir');
  return dataDir;
}
