import { resolve } from 'node:path';
import { causeText } from '../backend/errors.js';
import { MOST_TOLD } from '../curation/decontaminate/closest-items.js';
import type { DecontaminationMethod } from '../curation/decontaminate/detectors.js';
import { decontaminate, type DecontaminationResult } from '../curation/decontaminate/run.js';
import { CurationError } from '../curation/errors.js';
import { asideText, type SetAside } from '../curation/records/aside.js';
import { EXIT, type CliIo, type CliPlaces } from './io.js';
import { logFor } from './log.js';
import { printable } from './style.js';

export interface DecontaminateOptions {
  readonly against: readonly string[];
  readonly method: DecontaminationMethod;
  readonly out: string;
  readonly poolColumn?: string;
  readonly taskColumn?: string;
  readonly threads?: number;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** Lines set aside that are named one by one; the rest is counted. */
const MOST_NAMED = 20;

/** Sorts a pool by what it shares with evaluation tasks. @returns the exit code */
export async function runDecontaminate(
  pool: string,
  options: DecontaminateOptions,
  io: CliIo,
  places: CliPlaces,
): Promise<number> {
  const log = logFor(io, options.verbose);
  const stop = new AbortController();
  const unwatch = io.onInterrupt(() => stop.abort());
  const { against, method, out, poolColumn, taskColumn, threads } = options;
  const job = {
    pool: resolve(io.cwd, pool),
    tasks: against.map((name) => ({ name, path: resolve(io.cwd, name) })),
    method,
    out: resolve(io.cwd, out),
    signal: stop.signal,
    ...(places.scanWorker === undefined ? {} : { workerFile: places.scanWorker }),
    ...(poolColumn === undefined ? {} : { poolColumn }),
    ...(taskColumn === undefined ? {} : { taskColumn }),
    ...(threads === undefined ? {} : { threads }),
  };
  try {
    const result = await decontaminate(job, asideReporter(io));
    io.stdout.write(options.json === true ? `${JSON.stringify(result)}\n` : summary(result, out));
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof CurationError)) throw error;
    log('error', causeText(error));
    io.stderr.write(`think-harder: ${printable(error.message)}\n`);
    return exitCode(error);
  } finally {
    unwatch();
  }
}

/** A column that is not there was named wrongly, or has to be named. */
function exitCode({ kind }: CurationError): number {
  if (kind === 'stopped') return EXIT.interrupted;
  return kind === 'no-column' ? EXIT.wrongUse : EXIT.failure;
}

/** Names the first lines that were set aside on stderr. */
export function asideReporter(io: Pick<CliIo, 'stderr'>): (piece: SetAside) => void {
  let named = 0;
  return (piece) => {
    named += 1;
    if (named <= MOST_NAMED) io.stderr.write(`${printable(asideText(piece))}\n`);
    if (named === MOST_NAMED) io.stderr.write('Further lines that are no rows are in set-aside.jsonl.\n');
  };
}

function summary({ rows, dropped, pairs, hits, items, byTask, aside }: DecontaminationResult, out: string): string {
  const n = (value: number) => value.toLocaleString('en');
  const most = hits < pairs ? ` of ${n(pairs)}: of each row and task the ${MOST_TOLD} closest` : '';
  const lines = [
    `${n(rows)} rows against ${n(items)} evaluation questions: ${n(dropped)} dropped, ${n(rows - dropped)} kept.`,
    ...byTask.map(({ task, rows: count }) => `  ${n(count)} share words with ${printable(task)}`),
    ...(aside > 0 ? [`${n(aside)} lines are no rows: set aside.`] : []),
    `${printable(out)} has kept.jsonl, dropped.jsonl, hits.jsonl (${n(hits)} pairs${most}) and set-aside.jsonl.`,
  ];
  return `${lines.join('\n')}\n`;
}
