import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Budget } from '../reasoning/budget.js';
import { parseTrace, TraceFormatError, type Trace } from '../reasoning/trace.js';
import { UsageError, type CliIo } from './io.js';
import type { Go } from './run-command.js';

/**
 * A run that goes on with a saved trace.
 * @param changed the parts of the budget that the command line names; the others are those of the trace
 * @throws UsageError when the file is no trace
 */
export async function goOnWith(file: string, harder: boolean, changed: Partial<Budget>, io: CliIo): Promise<Go> {
  const trace = await readTrace(resolve(io.cwd, file));
  const budget = { ...trace.budget, ...changed };
  return (client, id, onEvents, signal) =>
    harder
      ? client.thinkHarder({ id, trace, budget }, onEvents, signal)
      : client.continueRun({ id, trace, budget }, onEvents, signal);
}

async function readTrace(path: string): Promise<Trace> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`The trace ${path} cannot be read: give a file that --save or --json wrote.`, { cause });
  }
  try {
    return parseTrace(text);
  } catch (cause) {
    if (!(cause instanceof TraceFormatError)) throw cause;
    throw new UsageError(`${path}: ${cause.message}`, { cause });
  }
}
