import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { causeText } from '../backend/errors.js';
import { CurationError } from '../curation/errors.js';
import { loadPipeline } from '../curation/pipeline/load.js';
import type { CurationSummary } from '../curation/pipeline/output.js';
import { curate } from '../curation/pipeline/run.js';
import type { FunnelStep } from '../curation/pipeline/result.js';
import { asideReporter } from './decontaminate-command.js';
import { EXIT, type CliIo, type CliPlaces } from './io.js';
import { logFor } from './log.js';
import { printable } from './style.js';

export interface CurateOptions {
  readonly pool?: string;
  readonly against?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** Runs a pipeline: a file, or the name of one that comes with the product. @returns the exit code */
export async function runCurate(file: string, options: CurateOptions, io: CliIo, places: CliPlaces): Promise<number> {
  const log = logFor(io, options.verbose);
  const stop = new AbortController();
  const unwatch = io.onInterrupt(() => {
    io.stderr.write('\nStopping after this stage; what is done stays.\n');
    stop.abort();
  });
  const { pool, against, out } = options;
  try {
    const pipeline = await loadPipeline(pipelineFile(file, io.cwd, places), {
      ...(pool === undefined ? {} : { pool: resolve(io.cwd, pool) }),
      ...(against === undefined ? {} : { tasks: against.map((task) => resolve(io.cwd, task)) }),
      ...(out === undefined ? {} : { output: resolve(io.cwd, out) }),
    });
    const summary = await curate(pipeline, {
      signal: stop.signal,
      onAside: asideReporter(io),
      onStep: (step, resumed) => {
        if (options.json !== true) io.stdout.write(stepLine(step, resumed));
      },
    });
    io.stdout.write(options.json === true ? `${JSON.stringify(summary)}\n` : closing(summary));
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof CurationError)) throw error;
    log('error', causeText(error));
    io.stderr.write(`think-harder: ${printable(error.message)}\n`);
    if (error.kind === 'stopped') return EXIT.interrupted;
    return error.kind === 'bad-pipeline' ? EXIT.wrongUse : EXIT.failure;
  } finally {
    unwatch();
  }
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
