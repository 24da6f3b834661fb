import { Option, type Command } from 'commander';
import { METHODS } from '../curation/decontaminate/detectors.js';
import { runCurate, type CurateOptions } from './curate-command.js';
import { runDecontaminate, type DecontaminateOptions } from './decontaminate-command.js';
import type { CliIo, CliPlaces } from './io.js';
import { whole } from './options.js';

/** `curate` and `decontaminate`. */
export function addCurationCommands(
  program: Command,
  io: CliIo,
  places: CliPlaces,
  done: (code: number) => void,
): void {
  program
    .command('curate')
    .summary('make a training set out of a pool of questions')
    .description('Runs a pipeline (*.curate.yaml); killed or stopped, it goes on where it was.')
    .argument('<pipeline>', 'file, or the name of one that comes with Think Harder: s1k')
    .option('--pool <PATH>', "data in place of the pipeline's pool")
    .option('--against <TASK...>', "evaluation tasks in place of the pipeline's")
    .option('--out <DIR>', 'folder of the result (default: as the pipeline says)')
    .option('-y, --yes', 'let models solve without asking whether the cost is right')
    .addOption(
      new Option('--gpu <KIND>', 'what models run on')
        .choices(['auto', 'metal', 'cuda', 'vulkan', 'cpu'])
        .default('auto'),
    )
    .option('--threads <N>', 'threads of models (default: measured once)', whole(1, 512))
    .option('--context-size <N>', 'tokens of context (default: what fits)', whole(64, 2 ** 24))
    .option('--json', 'print the funnel and the statistics as JSON')
    .option('-v, --verbose', 'say on stderr what goes on')
    .action(async (file: string, options: CurateOptions) => done(await runCurate(file, options, io, places)));

  program
    .command('decontaminate')
    .summary('find questions that evaluation tasks have too')
    .description('Sorts a pool of questions into those that share words with evaluation tasks and those that do not.')
    .argument('<pool>', 'JSONL, JSON, CSV (also .gz) or Parquet, or a folder of them')
    .requiredOption('--against <TASK...>', 'files with the evaluation questions')
    .addOption(
      new Option('--method <NAME>', 'ngram8: the published rule, one shared run of 8 words; ngram13; minhash')
        .choices(METHODS)
        .default('ngram8'),
    )
    .requiredOption('--out <DIR>', 'folder for kept.jsonl, dropped.jsonl, hits.jsonl and set-aside.jsonl')
    .option('--pool-column <NAME>', "the pool's column with the question (default: found by its name)")
    .option('--task-column <NAME>', "the tasks' column with the question (default: found by its name)")
    .option('--threads <N>', 'threads (default: one for each processor)', whole(1, 256))
    .option('--json', 'print the counts as JSON')
    .option('-v, --verbose', 'say on stderr what goes on')
    .action(async (pool: string, options: DecontaminateOptions) =>
      done(await runDecontaminate(pool, options, io, places)),
    );
}
