/** Every check of `npm run check`: one line adds one. Each is a program that ends with 0 when all is well. */
export const CHECKS = [
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '--noEmit'] },
  { name: 'lint and layers', args: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0'] },
  { name: 'formatting', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'] },
  { name: 'contributions', args: ['--import=tsx', 'scripts/contributions.ts'] },
  { name: 'generated documents', args: ['--import=tsx', 'scripts/generated.ts'] },
  { name: 'texts', args: ['--import=tsx', 'scripts/l10n.ts'] },
];
