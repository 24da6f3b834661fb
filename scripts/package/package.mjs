// npm run package [-- --target linux-x64]: the platform's VSIX, engine and embedded model inside.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cleanEnvironment, ensureTools, node24, root, tools } from '../vscode/tools.mjs';
import { copyEngine, ENGINE_PACKAGES } from './engine-files.mjs';

/** A download that people on slow lines still take; the packager fails above it. DuckDB is more than half of it. */
const MOST_BYTES = 50_000_000;

/** Copied as they are; everything else is built. */
const FILES = ['README.md', 'CHANGELOG.md', 'LICENSE', 'package.nls.json', '.vscodeignore', 'l10n', 'media'];

/** Fields of package.json that say something to VS Code; scripts and development packages stay at home. */
const DROPPED = ['scripts', 'devDependencies', 'dependencies', 'overrides', 'bin', 'private', 'optionalDependencies'];

/** @returns {Promise<string>} path of the VSIX for this machine */
export async function packageExtension(target = `${process.platform}-${process.arch}`) {
  if (!Object.hasOwn(ENGINE_PACKAGES, target)) {
    throw new Error(`There is no platform "${target}": choose from ${Object.keys(ENGINE_PACKAGES).join(', ')}.`);
  }
  ensureTools();
  const stage = path.join(root, '.cache', 'package', target);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  for (const name of FILES) {
    if (existsSync(path.join(root, name))) cpSync(path.join(root, name), path.join(stage, name), { recursive: true });
  }
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const field of DROPPED) delete manifest[field];
  writeFileSync(path.join(stage, 'package.json'), JSON.stringify(manifest, null, 2));
  run(process.execPath, ['esbuild.js', '--production', `--into=${stage}`], root);
  await copyEngine(root, path.join(stage, 'dist'), target);
  const { name, version } = manifest;
  const vsix = path.join(root, `${name}-${target}-${version}.vsix`);
  const vsce = path.join(tools, 'node_modules', '@vscode', 'vsce', 'vsce');
  run(
    node24(),
    [
      ...[vsce, 'package', '--no-dependencies', '--target', target, '--out', vsix],
      ...['--allow-missing-repository', '--no-rewrite-relative-links', '--skip-license'],
    ],
    stage,
  );
  const bytes = statSync(vsix).size;
  if (bytes > MOST_BYTES) {
    throw new Error(`${path.basename(vsix)} has ${megabytes(bytes)}, more than ${megabytes(MOST_BYTES)}.`);
  }
  return vsix;
}

/** The VSIX for this machine, made anew when anything it is made from is younger. */
export async function ensurePackaged() {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const vsix = path.join(root, `${name}-${process.platform}-${process.arch}-${version}.vsix`);
  const sources = ['src', 'media', 'l10n', 'scripts', 'package.json', 'package.nls.json', 'package-lock.json'];
  const newest = Math.max(...sources.map((source) => newestIn(path.join(root, source))));
  if (existsSync(vsix) && statSync(vsix).mtimeMs > newest) return vsix;
  return packageExtension();
}

function newestIn(file) {
  if (!existsSync(file)) return 0;
  const facts = statSync(file);
  if (!facts.isDirectory()) return facts.mtimeMs;
  return Math.max(facts.mtimeMs, ...readdirSync(file).map((name) => newestIn(path.join(file, name))));
}

function run(program, args, cwd) {
  const done = spawnSync(program, args, { cwd, encoding: 'utf8', env: cleanEnvironment() });
  if (done.status !== 0) {
    throw new Error(`${path.basename(args[0])} failed (${done.status}):\n${done.stdout}${done.stderr}`);
  }
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { target: { type: 'string' } } });
  try {
    const vsix = await packageExtension(values.target);
    console.log(`${path.relative(process.cwd(), vsix)}: ${megabytes(statSync(vsix).size)}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
