import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = 'node_modules/.cache/think-harder';
const built = new Set<string>();

/** Path of the data process as one file: compiling its sources in every process would make the tests slow. */
export function dataProcess(): string {
  return bundled('src/data/main.ts', 'data.mjs');
}

/** Path of the thread that writes indexes, where the data process does not find it: it writes them itself. */
export function indexWorker(): string {
  return bundled('src/data/index-worker.ts', 'thread/index-worker.mjs');
}

function bundled(entry: string, name: string): string {
  const outfile = `${CACHE}/${name}`;
  if (!built.has(name)) {
    buildSync({
      absWorkingDir: ROOT,
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['@duckdb/node-api'],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    built.add(name);
  }
  return join(ROOT, outfile);
}
