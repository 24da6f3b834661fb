/** Every bundle of the product: entry point, file in dist/, and where it runs. esbuild.js builds them all. */
export const BUNDLES = [
  {
    entry: 'src/backend/main.ts',
    outfile: 'dist/backend.mjs',
    kind: 'node-esm',
    external: ['node-llama-cpp', '@duckdb/node-api'],
  },
  {
    entry: 'src/cli/main.ts',
    outfile: 'dist/cli.mjs',
    kind: 'node-esm',
    external: ['node-llama-cpp', '@duckdb/node-api'],
  },
  { entry: 'src/data/main.ts', outfile: 'dist/data.mjs', kind: 'node-esm', external: ['@duckdb/node-api'] },
  {
    entry: 'src/data/index-worker.ts',
    outfile: 'dist/index-worker.mjs',
    kind: 'node-esm',
    external: ['@duckdb/node-api'],
  },
  { entry: 'src/curation/decontaminate/scan-worker.ts', outfile: 'dist/scan-worker.mjs', kind: 'node-esm' },
  { entry: 'src/extension.ts', outfile: 'dist/extension.cjs', kind: 'node-cjs', external: ['vscode'] },
  {
    entry: 'src/editor/questions/question-service.ts',
    outfile: 'dist/language-client.cjs',
    kind: 'node-cjs',
    external: ['vscode'],
  },
  { entry: 'src/editor/evaluation/service.ts', outfile: 'dist/evaluation.cjs', kind: 'node-cjs', external: ['vscode'] },
  {
    entry: 'src/editor/curation/curation-service.ts',
    outfile: 'dist/curation.cjs',
    kind: 'node-cjs',
    external: ['vscode', '@duckdb/node-api'],
  },
  { entry: 'src/webview/dataset/main.tsx', outfile: 'dist/webview/dataset.js', kind: 'browser' },
  { entry: 'src/webview/reasoning/main.tsx', outfile: 'dist/webview/reasoning.js', kind: 'browser' },
  { entry: 'src/webview/report/main.tsx', outfile: 'dist/webview/report.js', kind: 'browser' },
  { entry: 'src/webview/report/file-main.tsx', outfile: 'dist/webview/report-file.js', kind: 'browser-file' },
  { entry: 'src/grading/worker.ts', outfile: 'dist/grading-worker.mjs', kind: 'node-esm' },
  { entry: 'src/language-server/main.ts', outfile: 'dist/language-server.mjs', kind: 'node-esm' },
];
