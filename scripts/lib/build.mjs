/** Builds dist/ when something it is made from has changed. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { step } from './progress.mjs';

const SOURCES = ['src', 'media/webview'];
const SINGLE = ['esbuild.js', 'scripts/bundles.mjs', 'package.json', 'package-lock.json', 'tsconfig.json'];
const STAMP = 'dist/.inputs';

/** SHA-256 over names and contents of everything that a bundle is made from. */
function inputs(root) {
  const hash = createHash('sha256');
  const files = SOURCES.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  for (const file of [...files.sort(), ...SINGLE.map((name) => join(root, name))]) {
    hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/**
 * Makes dist/ fit the sources; does nothing when it does. Needs the packages.
 * @param {string} root the project's top folder
 */
export async function ensureBuilt(root) {
  const { BUNDLES } = await import('../bundles.mjs');
  const now = inputs(root);
  const stamp = join(root, STAMP);
  const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === now;
  if (fresh && BUNDLES.every(({ outfile }) => existsSync(join(root, outfile)))) return;
  await step('Building', async () => {
    const { code } = await run('node', ['esbuild.js'], { cwd: root });
    if (code !== 0) throw new Error('The build failed: see its message above.');
  });
  writeFileSync(stamp, now);
}
