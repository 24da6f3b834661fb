import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUNDLE = 'node_modules/.cache/think-harder/data.mjs';
let built = false;

/** Path of the data process as one file: compiling its sources in every process would make the tests slow. */
export function dataProcess(): string {
  if (!built) {
    buildSync({
      absWorkingDir: ROOT,
      entryPoints: ['src/data/main.ts'],
      outfile: BUNDLE,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['@duckdb/node-api'],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    built = true;
  }
  return join(ROOT, BUNDLE);
}
