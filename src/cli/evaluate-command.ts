import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { BackendClient } from '../backend/client.js';
import { BackendError } from '../backend/errors.js';
import type { EvaluationEnd, EvaluationState, SampleDone } from '../backend/evaluation-protocol.js';
import type { LoadOptions } from '../backend/protocol.js';
import { cacheFolder } from './folders.js';
import { EXIT, UsageError, type CliIo, type CliPlaces } from './io.js';
import { logFor } from './log.js';
import { ProgressLine } from './progress-line.js';
import { printable } from './style.js';

export interface EvaluateOptions {
  readonly json?: boolean;
  readonly out?: string;
  /** Grade the samples that are there, and write the report: nothing is generated. */
  readonly regrade?: boolean;
  /** False: report.html is made without the traces. */
  readonly traces?: boolean;
  readonly gpu: LoadOptions['gpu'];
  readonly threads?: number;
  readonly verbose?: boolean;
}

/** Errors of what was asked for, not of ours. */
const WRONG_USE = new Set(['bad-evaluation', 'bad-settings', 'no-samples']);

/**
 * Runs or resumes a `*.eval.yaml` file and writes its report beside it.
 * @returns the exit code
 */
export async function runEvaluation(
  path: string,
  options: EvaluateOptions,
  io: CliIo,
  places: CliPlaces,
): Promise<number> {
  const place = { evalFile: resolve(io.cwd, path), folder: resolvedOut(options, io), traces: options.traces !== false };
  const line = new ProgressLine(io.stderr);
  await using client = new BackendClient({
    entry: places.backend,
    settings: { idleMinutes: 0, cacheFolder: cacheFolder(io.env) },
    log: logFor(io, options.verbose),
    onLoadProgress: (at) => line.loading(at),
  });
  const abort = new AbortController();
  const unwatch = io.onInterrupt(() => {
    // The second time: at once, without a report.
    if (abort.signal.aborted) void client[Symbol.asyncDispose]();
    abort.abort();
  });
  try {
    const end =
      options.regrade === true
        ? await client.regrade(place)
        : await client.evaluate(
            { ...place, id: randomUUID(), defaults: defaultsOf(options, places) },
            listener(options, io, line),
            abort.signal,
          );
    line.clear();
    say(end, options, io);
    return end.finished ? EXIT.ok : EXIT.interrupted;
  } catch (error) {
    if (abort.signal.aborted) return EXIT.interrupted;
    if (error instanceof BackendError && WRONG_USE.has(error.kind))
      throw new UsageError(error.message, { cause: error });
    throw error;
  } finally {
    line.clear();
    unwatch();
  }
}

function resolvedOut({ out }: EvaluateOptions, io: CliIo): string | null {
  return out === undefined ? null : resolve(io.cwd, out);
}

function defaultsOf({ gpu, threads }: EvaluateOptions, { embeddedModel }: CliPlaces): LoadOptions {
  return { path: embeddedModel, gpu, gpuLayers: null, contextSize: null, kvType: 'f16', threads: threads ?? null };
}

function listener({ json }: EvaluateOptions, io: CliIo, line: ProgressLine) {
  const print = (value: object) => io.stdout.write(`${JSON.stringify(value)}\n`);
  let begun = false;
  return {
    onState: ({ phase, done, total }: EvaluationState) => {
      if (phase === 'grading') line.show('Grading …');
      if (total === 0 || begun) return;
      begun = true;
      if (json === true) print({ type: 'begin', done, total });
      else if (done > 0) io.stderr.write(`${done} of ${total} samples are there already.\n`);
    },
    onSample: (sample: SampleDone) => {
      if (json === true) print({ type: 'sample', ...sample });
      else line.show(progressText(sample));
    },
  };
}

function progressText({ done, total, etaMs, run }: SampleDone): string {
  return `${done} of ${total} samples, about ${duration(etaMs)} left · ${run}`;
}

export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function say(end: EvaluationEnd, options: EvaluateOptions, io: CliIo): void {
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify({ type: 'end', ...end })}\n`);
    return;
  }
  const rows = end.runs.map(
    ({ label, accuracy, standardError, thinking }) =>
      `${(100 * accuracy).toFixed(1).padStart(6)} % ± ${(100 * standardError).toFixed(1)}  ${Math.round(thinking)} tokens  ${label}`,
  );
  const interrupted = end.finished ? '' : 'Interrupted: the same command goes on from here.\n';
  io.stdout.write(
    printable(
      `${rows.join('\n')}\n${end.warnings.map((text) => `! ${text}\n`).join('')}${interrupted}Report: ${end.files.html}\n`,
    ),
  );
}
