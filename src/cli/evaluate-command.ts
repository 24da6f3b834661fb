import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { EngineProvider } from '../backend/engine-provider.js';
import { writeSafely } from '../backend/safe-write.js';
import {
  evaluate,
  EvaluationError,
  openTask,
  parseEvalFile,
  reportOf,
  toCsv,
  toHtml,
  toJsonLines,
  toMarkdown,
  DEFAULT_SEED,
  type EvalFile,
  type EvaluationInput,
  type Progress,
  type Report,
} from '../evaluation/index.js';
import { Grader } from '../grading/index.js';
import { ReasoningError } from '../reasoning/errors.js';
import { cacheFolder } from './folders.js';
import { EXIT, UsageError, type CliIo, type CliPlaces } from './io.js';
import { logFor } from './log.js';
import { ProgressLine } from './progress-line.js';
import { printable } from './style.js';

export interface EvaluateOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly gpu: 'auto' | 'metal' | 'cuda' | 'vulkan' | 'cpu';
  readonly threads?: number;
  readonly verbose?: boolean;
}

/**
 * Runs or resumes a `*.eval.yaml` file and writes its report beside it. The model runs in this process: every finished
 * sample is on the disk, so a crash costs only the one in work.
 * @returns the exit code
 */
export async function runEvaluation(
  path: string,
  options: EvaluateOptions,
  io: CliIo,
  places: CliPlaces,
  provider: EngineProvider,
): Promise<number> {
  const evalPath = resolve(io.cwd, path);
  const abort = new AbortController();
  const unwatch = io.onInterrupt(() => abort.abort());
  const line = new ProgressLine(io.stderr);
  const log = logFor(io, options.verbose);
  try {
    const file = await readEvalFile(evalPath);
    const task = await openTask({ ...taskOptions(file), file: file.file });
    const folder = resolve(io.cwd, options.out ?? evalPath.replace(/(\.eval)?\.ya?ml$/i, '') + '.results');
    await using engine = await provider.load(
      {
        path: file.model ?? places.embeddedModel,
        gpu: options.gpu,
        gpuLayers: null,
        contextSize: file.contextSize ?? null,
        kvType: 'f16',
        threads: options.threads ?? null,
      },
      { cacheFolder: cacheFolder(io.env), log, onProgress: (at) => line.loading(at), signal: abort.signal },
    );
    line.clear();
    const input: EvaluationInput = { engine, file, task, folder };
    const finished = await generate(input, abort.signal, options, io, line);
    using grader = new Grader();
    const report = await reportOf(input, grader);
    const written = await writeReport(folder, report);
    say(report, written, finished, options, io);
    return finished ? EXIT.ok : EXIT.interrupted;
  } catch (error) {
    if (abort.signal.aborted) return EXIT.interrupted;
    if (error instanceof EvaluationError) throw new UsageError(error.message, { cause: error });
    if (error instanceof ReasoningError && error.kind === 'bad-settings')
      throw new UsageError(error.message, { cause: error });
    throw error;
  } finally {
    line.clear();
    unwatch();
  }
}

/** The file, with the paths in it made absolute: they count from its folder on. */
async function readEvalFile(path: string): Promise<EvalFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`The evaluation ${path} cannot be read: give a file like my.eval.yaml.`, { cause });
  }
  const file = parseEvalFile(text, basename(path));
  const from = (other: string) => resolve(dirname(path), other);
  return { ...file, file: from(file.file), ...(file.model === undefined ? {} : { model: from(file.model) }) };
}

function taskOptions({ task, mapping, prompt, limit, seed }: EvalFile) {
  return {
    seed: seed ?? DEFAULT_SEED,
    ...(task === undefined ? {} : { name: task }),
    ...(mapping === undefined ? {} : { mapping }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** @returns whether it came to its end; an interrupted one is kept as far as it came */
async function generate(
  input: EvaluationInput,
  signal: AbortSignal,
  options: EvaluateOptions,
  io: CliIo,
  line: ProgressLine,
): Promise<boolean> {
  try {
    for await (const step of evaluate(input, signal)) {
      if (step.type === 'event') continue;
      if (options.json === true) io.stdout.write(`${JSON.stringify(step)}\n`);
      else if (step.type === 'sample') line.show(progressText(step));
      else if (step.done > 0) io.stderr.write(`${step.done} of ${step.total} samples are there already.\n`);
    }
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    line.clear();
  }
}

function progressText({ done, total, etaMs, run }: Extract<Progress, { type: 'sample' }>): string {
  return `${done} of ${total} samples, about ${duration(etaMs)} left · ${run}`;
}

export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

async function writeReport(folder: string, report: Report): Promise<Record<string, string>> {
  const files = {
    html: join(folder, 'report.html'),
    markdown: join(folder, 'report.md'),
    csv: join(folder, 'runs.csv'),
    jsonl: join(folder, 'questions.jsonl'),
    report: join(folder, 'report.json'),
  };
  await writeSafely(files.html, toHtml(report));
  await writeSafely(files.markdown, toMarkdown(report));
  await writeSafely(files.csv, toCsv(report));
  await writeSafely(files.jsonl, toJsonLines(report));
  await writeSafely(files.report, `${JSON.stringify(withoutClosed(report))}\n`);
  return files;
}

/** Questions that must not be published are left out of every file but the journals. */
function withoutClosed(report: Report): Report {
  if (!report.task.closed) return report;
  const questions = report.questions.map((row) => ({
    ...row,
    reference: '',
    cells: row.cells.map((cell) => (cell === null ? null : { ...cell, answer: '', reason: '' })),
  }));
  return { ...report, questions };
}

function say(
  report: Report,
  files: Record<string, string>,
  finished: boolean,
  options: EvaluateOptions,
  io: CliIo,
): void {
  if (options.json === true) {
    const { runs, families, comparisons, warnings } = report;
    io.stdout.write(`${JSON.stringify({ type: 'end', finished, files, runs, families, comparisons, warnings })}\n`);
    return;
  }
  const rows = report.runs.map(
    ({ label, accuracy, standardError, thinking }) =>
      `${(100 * accuracy).toFixed(1).padStart(6)} % ± ${(100 * standardError).toFixed(1)}  ${Math.round(thinking)} tokens  ${label}`,
  );
  const end = finished ? '' : 'Interrupted: the same command goes on from here.\n';
  io.stdout.write(
    printable(
      `${rows.join('\n')}\n${report.warnings.map((text) => `! ${text}\n`).join('')}${end}Report: ${files.html ?? ''}\n`,
    ),
  );
}
