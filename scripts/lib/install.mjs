/** Installs the packages of package-lock.json when they are not there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from './command.mjs';
import { step } from './progress.mjs';

/**
 * The first package that is missing or of another version, or undefined. npm writes node_modules/.package-lock.json
 * last, so an interrupted install is recognised. Optional packages are for other machines, most of them.
 */
export function firstMissing(root) {
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  let present;
  try {
    present = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8')).packages;
  } catch {
    return 'node_modules';
  }
  return Object.entries(wanted).find(([path, entry]) => {
    if (path === '' || entry.link === true) return false;
    const found = present[path];
    if (found === undefined) return entry.optional !== true;
    return found.version !== entry.version || !existsSync(join(root, path));
  })?.[0];
}

/**
 * Makes node_modules fit package-lock.json; does nothing when it does.
 * @param {string} root the project's top folder
 */
export async function ensureInstalled(root) {
  if (firstMissing(root) === undefined) return;
  await step('Installing packages (the first time takes a minute or two)', async () => {
    // include: NODE_ENV=production or a user's own npm settings would leave out what building and testing need.
    const [file, args, options] = npm(['ci', '--include=dev', '--include=optional', '--loglevel=error']);
    const { code } = await run(file, args, { cwd: root, ...options });
    if (code !== 0) throw new Error('The packages could not be installed (npm says why above): check the network.');
  });
  const still = firstMissing(root);
  if (still !== undefined) throw new Error(`npm did not install ${still}: delete node_modules and try again.`);
}
