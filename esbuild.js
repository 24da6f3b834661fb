// Bundles every process of the product: node esbuild.js [--watch] [--production] [--into=FOLDER]
import { context, build } from 'esbuild';
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUNDLES } from './scripts/bundles.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
/** The folder that gets dist/: the project's own, or where a package is put together. */
const into = process.argv.find((arg) => arg.startsWith('--into='))?.slice('--into='.length) ?? root;

/** Bundled CommonJS dependencies call require(); an ES module has none of its own. */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** KaTeX names each font in three formats; every browser a webview runs in reads the smallest. */
const onlyWoff2 = {
  name: 'only-woff2',
  setup(build) {
    build.onLoad({ filter: /[\\/]katex\.css$/ }, async ({ path }) => {
      const css = await readFile(path, 'utf8');
      return { contents: css.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g, ''), loader: 'css' };
    });
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: !production,
  minify: production,
  logLevel: 'warning',
  legalComments: 'linked',
};

function options({ entry, outfile, kind, ...rest }) {
  const kinds = {
    'node-esm': { platform: 'node', format: 'esm', target: 'node20', banner: { js: REQUIRE } },
    'node-cjs': { platform: 'node', format: 'cjs', target: 'node20' },
    browser: {
      platform: 'browser',
      format: 'iife',
      target: 'chrome128',
      loader: { '.woff2': 'file', '.ttf': 'file' },
      assetNames: '[name]',
      plugins: [onlyWoff2],
    },
    // For a page that is a file of its own: fonts stand in the style sheet, and every file is small.
    'browser-file': {
      platform: 'browser',
      format: 'iife',
      target: 'chrome128',
      loader: { '.woff2': 'dataurl' },
      plugins: [onlyWoff2],
      minify: true,
      sourcemap: false,
      legalComments: 'inline',
    },
  };
  return { ...common, ...kinds[kind], entryPoints: [entry], outfile: path.join(into, outfile), ...rest };
}

if (watch) {
  const contexts = await Promise.all(BUNDLES.map((bundle) => context(options(bundle))));
  await Promise.all(contexts.map((c) => c.watch()));
  console.log('Watching for changes; Ctrl+C ends it.');
} else {
  rmSync(path.join(into, 'dist'), { recursive: true, force: true });
  await Promise.all(BUNDLES.map((bundle) => build(options(bundle))));
}
