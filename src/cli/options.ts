import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { LoadOptions } from '../backend/protocol.js';
import { DEFAULT_BUDGET, RuleName, type Budget } from '../reasoning/budget.js';
import type { Sampling } from '../reasoning/engine.js';
import { isServerAddress } from '../reasoning/server-address.js';
import type { CliIo } from './io.js';

/** What commander hands over for the options below. */
export interface SolveOptions {
  readonly model?: string;
  readonly maxThinking?: number;
  readonly minThinking: number;
  readonly waits: number;
  readonly continuation: string;
  readonly finalCue: string;
  readonly answerReserve: number;
  readonly endLoops: boolean;
  readonly rules: Budget['rules'];
  readonly temperature?: number;
  readonly seed?: number;
  readonly contextSize?: number;
  readonly gpu: LoadOptions['gpu'];
  readonly gpuLayers?: number;
  readonly kvType: LoadOptions['kvType'];
  readonly threads?: number;
  readonly json?: boolean;
  readonly save?: string;
  readonly verbose?: boolean;
}

const MOST_TOKENS = 2 ** 24;

/** A parser of whole numbers in [minimum, maximum]. */
export function whole(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

function temperature(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value > 5) throw new InvalidArgumentError('It must be a number from 0 to 5.');
  return value;
}

/** Options of every command that runs a model. */
export function addRunOptions(command: Command): Command {
  const { minThinking, waits, continuation, finalCue, answerReserve, rules } = DEFAULT_BUDGET;
  return command
    .optionsGroup('Thinking:')
    .option(
      '--max-thinking <N>',
      'most thinking tokens (default: as many as the context allows)',
      whole(0, MOST_TOKENS),
    )
    .option('--min-thinking <N>', 'fewest thinking tokens', whole(0, MOST_TOKENS), minThinking)
    .option('--waits <N>', 'how many ends of thinking are suppressed', whole(0, 1000), waits)
    .option('--continuation <TEXT>', 'text in place of a suppressed end', continuation)
    .option('--final-cue <TEXT>', 'text after an end that the budget forced; "" for none', finalCue)
    .option('--answer-reserve <N>', 'tokens kept for the answer, and its cap', whole(1, MOST_TOKENS), answerReserve)
    .option('--no-end-loops', 'let thinking that repeats itself go on')
    .addOption(
      new Option('--rules <NAME>', 'which rules end thinking')
        .choices(RuleName.anyOf.map((rule) => rule.const))
        .default(rules),
    )
    .optionsGroup('Model:')
    .option(
      '-m, --model <FILE>',
      'GGUF file, or the address of a llama.cpp or vLLM server, http://HOST:PORT[#NAME] (default: the embedded teaching model)',
    )
    .option('--temperature <T>', "0 takes the likeliest token (default: the model family's)", temperature)
    .option('--seed <N>', "seed of the random draw (default: everybody's, 1)", whole(0, 0xffffffff))
    .option('--context-size <N>', 'tokens of context (default: what fits)', whole(64, MOST_TOKENS))
    .addOption(
      new Option('--gpu <KIND>', 'what it runs on').choices(['auto', 'metal', 'cuda', 'vulkan', 'cpu']).default('auto'),
    )
    .option('--gpu-layers <N>', 'layers on the GPU (default: as many as fit)', whole(0, 1000))
    .addOption(new Option('--kv-type <TYPE>', 'type of the attention cache').choices(['f16', 'q8_0']).default('f16'))
    .option('--threads <N>', 'threads (default: measured once)', whole(1, 512))
    .optionsGroup('Output:')
    .option('--json', 'print the trace as JSON on stdout, and nothing else')
    .option('--save <FILE>', 'write the trace to a file, whatever happens')
    .option('-v, --verbose', 'say on stderr what goes on; THINK_HARDER_LOG=FILE writes it to a file');
}

export function budgetOf(options: SolveOptions): Budget {
  const { maxThinking = null, minThinking, waits, continuation, finalCue, answerReserve, endLoops, rules } = options;
  return { maxThinking, minThinking, waits, continuation, finalCue, answerReserve, endLoops, rules };
}

export function samplingOf({ temperature: t, seed }: SolveOptions): Partial<Sampling> {
  return { ...(t === undefined ? {} : { temperature: t }), ...(seed === undefined ? {} : { seed }) };
}

/** A model that the command line names: a file from the present folder on, or a server. */
export function modelOf(name: string, io: Pick<CliIo, 'cwd'>): string {
  return isServerAddress(name) ? name : resolve(io.cwd, name);
}

/** `path` is absolute, or the address of a server. */
export function loadOptionsOf(options: SolveOptions, path: string): LoadOptions {
  const { gpu, gpuLayers = null, contextSize = null, kvType, threads = null } = options;
  return { path, gpu, gpuLayers, contextSize, kvType, threads };
}
