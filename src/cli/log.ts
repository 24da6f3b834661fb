import { appendFileSync } from 'node:fs';
import type { Log } from '../backend/engine-provider.js';
import { UsageError, type CliIo } from './io.js';
import { printable } from './style.js';

/**
 * Where causes go: with --verbose to stderr, with THINK_HARDER_LOG=FILE to the end of that file.
 * @throws UsageError when the file cannot be written
 */
export function logFor({ env, stderr }: Pick<CliIo, 'env' | 'stderr'>, verbose = false): Log {
  const file = env.THINK_HARDER_LOG ?? '';
  if (file !== '') {
    try {
      appendFileSync(file, '');
    } catch (cause) {
      throw new UsageError(`The log ${file} cannot be written: set THINK_HARDER_LOG to another file.`, { cause });
    }
  }
  return (level, text) => {
    const line = `${new Date().toISOString()} [${level}] ${text}\n`;
    if (verbose) stderr.write(printable(line));
    if (file !== '') appendFileSync(file, line);
  };
}
