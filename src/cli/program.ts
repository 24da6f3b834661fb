import { Command, CommanderError, Option } from 'commander';
import { causeText } from '../backend/errors.js';
import type { Budget } from '../reasoning/budget.js';
import { goOnWith } from './continue-command.js';
import { addCurationCommands } from './curation-commands.js';
import { runEvaluation, type EvaluateOptions } from './evaluate-command.js';
import { grade, type GradeOptions } from './grade-command.js';
import { EXIT, UsageError, type CliIo, type CliPlaces } from './io.js';
import { modelInfo, type InfoOptions } from './models-command.js';
import { addRunOptions, budgetOf, samplingOf, whole, type SolveOptions } from './options.js';
import { readQuestion } from './question.js';
import { printQuestions } from './questions-command.js';
import { runOnModel } from './run-command.js';
import { printable } from './style.js';

const EXAMPLES = `
Examples:
  think-harder solve "How many r in raspberry?"
  think-harder solve --waits 2 --max-thinking 400 "What is 37 * 24?"
  think-harder solve --model qwen3.gguf --json - < question.txt > trace.json
  think-harder continue --harder trace.json
  think-harder grade "\\frac{1}{2}" "50%"

Ctrl+C once answers now, twice stops.`;

/** Runs the command line. @returns the exit code: 0 well, 1 failed, 2 wrong use, 130 stopped */
export async function runCli(args: readonly string[], version: string, io: CliIo, places: CliPlaces): Promise<number> {
  let code: number = EXIT.ok;
  const program = build(version, io, places, (result) => (code = result));
  try {
    if (args.length === 0) throw new UsageError('Say what to do: think-harder solve "What is 37 * 24?" (or --help)');
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.wrongUse;
    const wrong = error instanceof UsageError;
    const message = error instanceof Error ? error.message : String(error);
    io.stderr.write(`think-harder: ${printable(message)}\n`);
    if (!wrong && args.some((arg) => arg === '--verbose' || arg === '-v')) io.stderr.write(`${causeText(error)}\n`);
    return wrong ? EXIT.wrongUse : EXIT.failure;
  }
}

function build(version: string, io: CliIo, places: CliPlaces, done: (code: number) => void): Command {
  const program = new Command('think-harder')
    .description('Small language models that reason, on this machine: you control how long they think.')
    .version(version)
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // One line, suggestions included.
      outputError: (text, write) =>
        write(`think-harder: ${printable(text.replace(/^error: /, '').replace(/\n(?=.)/g, ' '))}`),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
    });

  addRunOptions(program.command('solve'))
    .summary('solve a question')
    .description('Solves a question: streams the thinking, then the answer and the token counts.')
    .argument('[question...]', 'the question; "-" or nothing reads it from standard input')
    .action(async (words: string[], options: SolveOptions) => {
      const question = { text: await readQuestion(words, io) };
      const budget = budgetOf(options);
      const sampling = samplingOf(options);
      done(
        await runOnModel(
          (client, id, onEvents, signal) => client.solve({ id, question, budget, sampling }, onEvents, signal),
          options,
          io,
          places,
        ),
      );
    });

  addRunOptions(program.command('continue'))
    .summary('go on with a saved trace')
    .description('Goes on with a trace that was saved, stopped or cut; its budget holds where no option changes it.')
    .argument('<trace>', 'file that --save or --json wrote')
    .option('--harder', 'take back the end of thinking and the answer, and think on')
    .action(async (file: string, options: SolveOptions & { harder?: boolean }, command: Command) => {
      const go = await goOnWith(file, options.harder === true, namedBudget(options, command), io);
      done(await runOnModel(go, options, io, places));
    });

  program
    .command('grade')
    .summary('say whether two answers are the same')
    .description(
      'Grades an answer against the reference: same, different or unknown, with the reason, as a line of JSON.',
    )
    .argument('[gold]', 'the reference answer')
    .argument('[prediction]', 'the answer to grade')
    .option(
      '--file <cases>',
      'JSON Lines with gold, prediction and, where given, kind and options; "-" reads standard input',
    )
    .option('--extract', 'take the answers out of whole responses first')
    .option('--kind <kind>', 'math, choice or text (default: by the shape of the answers)')
    .option('--decimals <n>', 'numbers agree after rounding to n decimal places')
    .option('--tolerance <share>', 'numbers agree within this share of the reference, such as 0.01')
    .option('--require-units', 'an answer without its unit is wrong')
    .allowUnknownOption() // "-x + 1" is an answer
    .action(async (gold: string | undefined, prediction: string | undefined, options: GradeOptions) =>
      done(await grade(gold, prediction, options, io, places)),
    );

  program
    .command('questions')
    .summary('list the questions of documents')
    .description(
      'Lists the questions that documents put to their reader: Markdown, LaTeX, plain text, notebooks, JSONL.',
    )
    .argument('<file...>', 'documents; the name of each tells its format')
    .option('--json', 'print one JSON object: file → list of questions')
    .action(async (files: string[], options: { json?: boolean }) => done(await printQuestions(files, options, io)));

  addCurationCommands(program, io, places, done);
  program
    .command('evaluate')
    .summary('run or resume an evaluation')
    .description('Runs the methods of a *.eval.yaml file on its task, goes on where it was stopped, writes the report.')
    .argument('<file>', 'a *.eval.yaml file (docs/evaluation.md)')
    .option('--out <FOLDER>', 'where samples and report go (default: beside the file, its name with ".results")')
    .option('--regrade', 'grade the samples that are there and write the report; nothing is generated')
    .option('--no-traces', 'make report.html small, without the traces')
    .option('--json', 'print progress and results as JSON lines on stdout')
    .addOption(
      new Option('--gpu <KIND>', 'what it runs on').choices(['auto', 'metal', 'cuda', 'vulkan', 'cpu']).default('auto'),
    )
    .option('--threads <N>', 'threads (default: measured once)', whole(1, 512))
    .option('-v, --verbose', 'say on stderr what goes on; THINK_HARDER_LOG=FILE writes it to a file')
    .action(async (file: string, options: EvaluateOptions) => done(await runEvaluation(file, options, io, places)));

  const models = program
    .command('models')
    .description('About model files.')
    .action(() => {
      throw new UsageError('Say what to do: think-harder models info FILE (or --help)');
    });
  models
    .command('info')
    .description(
      'Shows what a GGUF file holds and the memory it needs, without loading it; or what a server says of its model.',
    )
    .argument('[file]', 'GGUF file, or the address of a server (default: the embedded teaching model)')
    .option('--json', 'print it as JSON')
    .option('-v, --verbose', 'say on stderr what goes on')
    .action(async (file: string | undefined, options: InfoOptions) => done(await modelInfo(file, options, io, places)));
  return program;
}

/** The parts of the budget that the command line names itself. */
function namedBudget(options: SolveOptions, command: Command): Partial<Budget> {
  const named = Object.entries(budgetOf(options)).filter(([key]) => command.getOptionValueSource(key) === 'cli');
  return Object.fromEntries(named);
}
