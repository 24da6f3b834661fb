import { appendFileSync, writeFileSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import { format } from 'node:util';
import Mocha from 'mocha';
import { suites } from './suites.js';

/** Entry point that VS Code calls inside the extension host; throws when a test fails. */
export async function run(): Promise<void> {
  const output = process.env.TEST_OUTPUT;
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    if (output === undefined) console.log(format(...args));
    else appendFileSync(output, format(...args) + '\n');
  };
  Mocha.reporters.Base.useColors = process.env.TEST_COLORS === '1';
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: 'spec', grep: process.env.TEST_GREP ?? '' });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const register of suites) register();
  const counts = await new Promise<{ passed: number; failed: number; skipped: number }>((resolve) => {
    const runner = mocha.run(() => {
      const { passes, failures, pending } = runner.stats ?? { passes: 0, failures: 1, pending: 0 };
      resolve({ passed: passes, failed: failures, skipped: pending });
    });
    runner.on('fail', (_test, error: Error) => {
      if (error.stack !== undefined) error.stack = withSources(error.stack);
    });
  });
  const countsFile = process.env.TEST_COUNTS;
  if (countsFile !== undefined) writeFileSync(countsFile, JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} test(s) failed`);
}

/** VS Code replaces Error.prepareStackTrace, so Node cannot map the frames to the .ts lines by itself. */
function withSources(stack: string): string {
  return stack.replace(
    /((?:file:\/\/)?\/[^\s():]+):(\d+):(\d+)/g,
    (all, file: string, line: string, column: string) => {
      const entry = findSourceMap(file.replace('file://', ''))?.findEntry(Number(line) - 1, Number(column) - 1);
      if (entry === undefined || !('originalSource' in entry)) return all;
      return `${entry.originalSource.replace('file://', '')}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    },
  );
}
