// Runs the bundled mocha tests of test/integration inside the extension host of VS Code's server.
import { closeSync, mkdirSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from './browser.mjs';
import { newDataDir, startServer } from './server.mjs';
import { root } from './tools.mjs';

const LIMIT_MS = 300_000;

/**
 * Counts of the run: { passed, failed, skipped }.
 * @param {{ tests: string, folder: string, env?: Record<string, string>, settings?: object }} options `tests`: bundled
 * entry whose run() VS Code calls; `folder`: the workspace.
 */
export async function runIntegration({ tests, folder, env = {}, settings = {} }) {
  const dataDir = newDataDir();
  const output = path.join(dataDir, 'mocha.txt');
  const counts = path.join(dataDir, 'counts.json');
  const server = await startServer({
    dataDir,
    settings,
    env: { ...env, TEST_OUTPUT: output, TEST_COUNTS: counts, TEST_COLORS: process.stdout.isTTY ? '1' : '' },
  });
  const browser = await launchBrowser();
  const stopFollowing = follow(output, process.stdout);
  try {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    const code = await new Promise((resolve) => {
      const end = async (why) => {
        console.error(why, server.log().slice(-3000));
        mkdirSync(path.join(root, 'test-results'), { recursive: true });
        const picture = path.join(root, 'test-results', 'integration-failure.png');
        await page.screenshot({ path: picture }).catch(() => undefined);
        resolve(1);
      };
      const timer = setTimeout(() => void end(`No result after ${LIMIT_MS / 1000} s.`), LIMIT_MS);
      page.on('crash', () => void end('The page crashed.'));
      void (async () => {
        await page.exposeFunction('codeAutomationLog', (type, args) => {
          if (process.env.VERBOSE !== undefined) console.error(`[${type}] ${args.map(String).join(' ')}`);
        });
        await page.exposeFunction('codeAutomationExit', (exitCode) => {
          clearTimeout(timer);
          resolve(exitCode);
        });
        await page.goto(server.url({ folder, extension: root, tests }));
      })().catch((error) => end(String(error)));
    });
    stopFollowing();
    const result = readCounts(counts);
    if (code !== 0 && result.failed === 0) result.failed = 1; // ended before mocha could count
    return result;
  } finally {
    stopFollowing();
    await browser.close();
    await server.stop();
  }
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/** Copies what is appended to a file to a stream; the function returned flushes and stops. */
function follow(file, stream) {
  let position = 0;
  const pump = () => {
    let handle;
    try {
      handle = openSync(file, 'r');
    } catch {
      return; // not written yet, or already removed
    }
    const buffer = Buffer.alloc(65_536);
    let read;
    while ((read = readSync(handle, buffer, 0, buffer.length, position)) > 0) {
      stream.write(Buffer.from(buffer.subarray(0, read)));
      position += read;
    }
    closeSync(handle);
  };
  const timer = setInterval(pump, 200);
  return () => {
    clearInterval(timer);
    pump();
  };
}
