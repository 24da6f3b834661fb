// Bundles test/integration for the extension host, which loads CommonJS only.
import { build } from 'esbuild';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './tools.mjs';

/** Path of the file whose run() VS Code calls. */
export async function bundleTests() {
  const folder = path.join(root, '.cache', 'integration');
  await build({
    absWorkingDir: root,
    bundle: true,
    entryPoints: ['test/integration/index.ts'],
    outfile: path.join(folder, 'suites.cjs'),
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: true,
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  const main = path.join(folder, 'main.cjs');
  // Source maps are turned on before tests and extension are loaded, so that stack traces name the lines of the sources.
  writeFileSync(main, "process.setSourceMapsEnabled(true);\nexports.run = () => require('./suites.cjs').run();\n");
  return main;
}
