/** Runs other programs for the scripts: their children end when a script is told to end. */
import { spawn, spawnSync } from 'node:child_process';

const running = new Set();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const GRACE_MS = 5000; // then what has not ended is killed

function killTree(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(child.ownGroup ? -child.pid : child.pid, signal);
  } catch {
    // it ended in between
  }
}

let watching = false;
function watchSignals() {
  if (watching) return;
  watching = true;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const all = [...running];
      // Ctrl+C on a terminal reaches a program that has it by itself, and what it means is for that program to say.
      if (signal === 'SIGINT' && all.some((child) => !child.ownGroup)) return;
      stopping = true;
      process.exitCode = 128 + { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[signal];
      for (const child of all) {
        killTree(child, signal);
        setTimeout(() => killTree(child, 'SIGKILL'), GRACE_MS).unref();
      }
      if (all.length === 0) process.exit();
    });
  }
  process.on('exit', () => {
    for (const child of running) killTree(child, 'SIGKILL');
  });
}

let stopping = false;
/** Whether a signal has asked this script to end. */
export const isStopping = () => stopping;

/**
 * Runs a program to its end.
 * @param {string} file program; 'node' is the Node that runs this script
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, interactive?: boolean, capture?: boolean, shell?: boolean }} options
 *   interactive: it has the terminal, Ctrl+C included; otherwise it is a process group of its own that is ended whole.
 *   capture: its output is returned instead of shown.
 * @returns {Promise<{ code: number, output: string }>} code 127 when it could not be started, 128 + n after a signal
 */
export function run(file, args, { cwd, env, interactive = false, capture = false, shell = false } = {}) {
  watchSignals();
  const detached = !interactive && process.platform !== 'win32';
  const stdin = interactive ? 'inherit' : 'ignore';
  const stdout = capture ? 'pipe' : 'inherit';
  const child = spawn(file === 'node' ? process.execPath : file, args, {
    cwd,
    env: env ?? process.env,
    detached,
    shell,
    stdio: [stdin, stdout, stdout],
  });
  child.ownGroup = detached;
  running.add(child);
  const pieces = [];
  child.stdout?.on('data', (piece) => pieces.push(piece));
  child.stderr?.on('data', (piece) => pieces.push(piece));
  return new Promise((resolve) => {
    const done = (code, extra = '') => {
      running.delete(child);
      resolve({ code, output: Buffer.concat(pieces).toString('utf8') + extra });
    };
    child.on('error', (error) => done(127, `${file}: ${error.message}\n`));
    child.on('close', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/** The arguments of run() that call npm, the one that started this script where it did. */
export function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && /npm-cli\.[cm]?js$/.test(cli)) return ['node', [cli, ...args], {}];
  return process.platform === 'win32' ? ['npm.cmd', args, { shell: true }] : ['npm', args, {}];
}
