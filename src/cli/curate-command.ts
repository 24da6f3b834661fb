import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { BackendClient } from '../backend/client.js';
import { ClientTraceMaker } from '../backend/client-trace-maker.js';
import type { Log } from '../backend/engine-provider.js';
import { BackendError, causeText } from '../backend/errors.js';
import { CurationError } from '../curation/errors.js';
import type { TraceCost } from '../curation/models/cost.js';
import type { ModelProgress } from '../curation/models/model-work.js';
import { loadPipeline } from '../curation/pipeline/load.js';
import type { CurationSummary } from '../curation/pipeline/output.js';
import { curate } from '../curation/pipeline/run.js';
import type { FunnelStep } from '../curation/pipeline/result.js';
import { asideReporter } from './decontaminate-command.js';
import { duration } from './evaluate-command.js';
import { cacheFolder } from './folders.js';
import { EXIT, type CliIo, type CliPlaces } from './io.js';
import { logFor } from './log.js';
import { ProgressLine } from './progress-line.js';
import { printable } from './style.js';

export interface CurateOptions {
  readonly pool?: string;
  readonly against?: readonly string[];
  readonly out?: string;
  /** Begins to solve without asking whether the cost is right. */
  readonly yes?: boolean;
  readonly gpu: 'auto' | 'metal' | 'cuda' | 'vulkan' | 'cpu';
  readonly threads?: number;
  readonly contextSize?: number;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** Runs a pipeline: a file, or the name of one that comes with the product. @returns the exit code */
export async function runCurate(file: string, options: CurateOptions, io: CliIo, places: CliPlaces): Promise<number> {
  const log = logFor(io, options.verbose);
  const stop = new AbortController();
  const unwatch = io.onInterrupt(() => {
    io.stderr.write('\nStopping; what is done stays.\n');
    stop.abort();
  });
  const { pool, against, out } = options;
  const progress = new ProgressLine(io.stderr);
  const client = clientFor(io, places, log, progress);
  try {
    const pipeline = await loadPipeline(pipelineFile(file, io.cwd, places), {
      ...(pool === undefined ? {} : { pool: resolve(io.cwd, pool) }),
      ...(against === undefined ? {} : { tasks: against.map((task) => resolve(io.cwd, task)) }),
      ...(out === undefined ? {} : { output: resolve(io.cwd, out) }),
    });
    for (const warning of pipeline.warnings) io.stderr.write(`think-harder: ${printable(warning)}\n`);
    const summary = await curate(pipeline, {
      signal: stop.signal,
      models: {
        maker: new ClientTraceMaker(client, (model) => ({
          path: model ?? places.embeddedModel,
          gpu: options.gpu,
          gpuLayers: null,
          contextSize: options.contextSize ?? null,
          kvType: 'f16',
          threads: options.threads ?? null,
        })),
        confirm: (cost) => confirmed(cost, options, io, progress),
        onProgress: (at) => progress.show(progressText(at)),
      },
      onAside: asideReporter(io),
      onStep: (step, resumed) => {
        progress.clear();
        if (options.json !== true) io.stdout.write(stepLine(step, resumed));
      },
    });
    io.stdout.write(options.json === true ? `${JSON.stringify(summary)}\n` : closing(summary));
    return EXIT.ok;
  } catch (error) {
    progress.clear();
    if (!(error instanceof CurationError || error instanceof BackendError)) throw error;
    log('error', causeText(error));
    io.stderr.write(`think-harder: ${printable(error.message)}\n`);
    if (error.kind === 'stopped') return EXIT.interrupted;
    return WRONG_USE.has(error.kind) ? EXIT.wrongUse : EXIT.failure;
  } finally {
    progress.clear();
    unwatch();
    await client[Symbol.asyncDispose]();
  }
}

const WRONG_USE: ReadonlySet<string> = new Set(['bad-pipeline', 'not-confirmed']);

/** Its process starts with the first question to a model. */
function clientFor(io: CliIo, places: CliPlaces, log: Log, progress: ProgressLine): BackendClient {
  return new BackendClient({
    entry: places.backend,
    settings: { idleMinutes: 0, cacheFolder: cacheFolder(io.env) },
    log,
    onLoadProgress: (at) => progress.loading(at),
  });
}

/** Shows the cost; asks on a terminal, and elsewhere needs --yes. */
async function confirmed(cost: TraceCost, options: CurateOptions, io: CliIo, line: ProgressLine): Promise<boolean> {
  line.clear();
  io.stderr.write(printable(`${costText(cost)}\n`));
  if (options.yes === true) return true;
  if (options.json === true || io.stdin.isTTY !== true || io.stderr.isTTY !== true) {
    io.stderr.write('Add --yes to begin.\n');
    return false;
  }
  io.stderr.write('Begin? [y/N] ');
  const answers = createInterface({ input: io.stdin });
  try {
    const { value } = (await answers[Symbol.asyncIterator]().next()) as { value?: string };
    return /^y(es)?$/i.test(value?.trim() ?? '');
  } finally {
    answers.close();
  }
}

function costText({
  purpose,
  model,
  questions,
  stored,
  parallel,
  tokensEach,
  basis,
  tokensPerSecond,
  seconds,
}: TraceCost): string {
  const n = (value: number) => Math.round(value).toLocaleString('en');
  const { name, server } = model;
  const where = server === undefined ? name : `${name}, sent to ${server.host} (${server.kind})`;
  if (tokensEach === 0) return `${purpose}: texts for ${where}, to count their tokens.`;
  const before = stored === 0 ? '' : ` (${n(stored)} were asked before)`;
  const together = parallel === 1 ? '' : `, ${n(parallel)} at a time`;
  const each =
    basis === 'mean' ? `about ${n(tokensEach)} tokens each, as so far` : `at most ${n(tokensEach)} tokens each`;
  const time =
    seconds === 0
      ? 'for a time that could not be measured'
      : `${basis === 'mean' ? 'about' : 'at most'} ${duration(1000 * seconds)} at ${n(tokensPerSecond)} tokens/s`;
  return `${purpose}: ${n(questions)} questions for ${where}${before}${together}, ${each}: ${n(questions * tokensEach)} tokens, ${time}.`;
}

function progressText({ purpose, done, total, secondsLeft }: ModelProgress): string {
  const left = secondsLeft === null ? '' : `, about ${duration(1000 * secondsLeft)} left`;
  return `${purpose}: ${done} of ${total} questions${left}`;
}

/** A file of that name goes first. */
function pipelineFile(name: string, cwd: string, { pipelines }: CliPlaces): string {
  const file = resolve(cwd, name);
  const shipped = join(pipelines, `${name}.curate.yaml`);
  return !existsSync(file) && /^[\w-]+$/.test(name) && existsSync(shipped) ? shipped : file;
}

function stepLine({ title, left, reasons }: FunnelStep, resumed: boolean): string {
  const why = reasons.slice(0, 4).map(([reason, count]) => `${reason} ${count.toLocaleString('en')}`);
  const dropped = why.length === 0 ? '' : `  dropped: ${why.join(', ')}${reasons.length > 4 ? ', …' : ''}`;
  const earlier = resumed ? '  (done before)' : '';
  return printable(`${title.padEnd(18)}${left.toLocaleString('en').padStart(10)}${dropped}${earlier}`) + '\n';
}

function closing({ output, statistics, setAside }: CurationSummary): string {
  const aside = setAside === 0 ? '' : `${setAside.toLocaleString('en')} lines are no rows: set-aside.jsonl.\n`;
  const domains = statistics.domains.length.toLocaleString('en');
  return `${aside}${statistics.questions.toLocaleString('en')} questions in ${domains} domains: ${printable(output)} (card.md)\n`;
}
