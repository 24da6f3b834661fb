/**
 * Every suite of `npm test`, in the order they run: one line adds one. `args` are for node. A suite tells its result by
 * appending one line of JSON to the file that the environment variable THINK_HARDER_RESULTS names:
 * {"passed": 12, "failed": 0, "skipped": 1}. The mocha reporter beside this file does that for mocha suites.
 * `built`: it needs dist/. `byDefault: false`: only when it is named (npm test NAME).
 */
const mocha = (...files) => [
  'node_modules/mocha/bin/mocha.js',
  '--reporter=scripts/test/counting-reporter.cjs',
  ...files,
];

const editor = (name) => ['scripts/vscode/run-suite.mjs', name];

export const SUITES = [
  { name: 'unit', title: 'Unit tests', args: mocha('test/unit/**/*.test.{ts,tsx}') },
  { name: 'engine', title: 'Engine tests on real models', args: mocha('test/engine/**/*.test.ts'), built: true },
  { name: 'webview', title: 'Webviews in Chromium', args: editor('webview'), built: true },
  { name: 'integration', title: 'Tests inside VS Code', args: editor('integration'), built: true },
  { name: 'e2e', title: 'The packaged extension, end to end', args: editor('e2e'), built: true },
  {
    name: 'training',
    title: 'Training the embedded model, smoke version (makes a Python environment at the first call)',
    args: ['training/teaching/rebuild.mjs', '--smoke'],
    byDefault: false,
  },
];
