import { BackendClient } from '../backend/client.js';
import { BackendError, causeText } from '../backend/errors.js';
import type { GgufSummary } from '../backend/protocol.js';
import { isServerAddress } from '../reasoning/server-address.js';
import { cacheFolder } from './folders.js';
import { EXIT, type CliIo, type CliPlaces } from './io.js';
import { logFor } from './log.js';
import { modelOf } from './options.js';
import { printable } from './style.js';
import { forTerminal } from './words.js';

export interface InfoOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** Shows what a GGUF file holds, without loading it. @returns the exit code */
export async function modelInfo(
  file: string | undefined,
  options: InfoOptions,
  io: CliIo,
  places: CliPlaces,
): Promise<number> {
  const log = logFor(io, options.verbose);
  const settings = { idleMinutes: 0, cacheFolder: cacheFolder(io.env) };
  const client = new BackendClient({ entry: places.backend, settings, log });
  try {
    const summary = await client.describe(file === undefined ? places.embeddedModel : modelOf(file, io));
    io.stdout.write(options.json === true ? `${JSON.stringify(summary)}\n` : table(summary));
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    log('error', causeText(error));
    io.stderr.write(`think-harder: ${forTerminal(error.message)}\n`);
    return EXIT.failure;
  } finally {
    await client[Symbol.asyncDispose]();
  }
}

function table(model: GgufSummary): string {
  const rows: [string, string][] = [
    ...(isServerAddress(model.path) ? served(model) : inFile(model)),
    ['Context', `${number(model.trainContextSize)} tokens`],
    ['Chat template', template(model.chatTemplate)],
    ['Thinking', model.thinkingFormat],
    ['Thinking harder', model.needsCheckpoints ? 'from checkpoints' : 'evaluates nothing again'],
    ...model.memory.map(({ contextSize, bytes: need }, i): [string, string] => [
      i === 0 ? 'Memory' : '',
      `${bytes(need)} with ${number(contextSize)} tokens of context`,
    ]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, value]) => `${name.padEnd(width)}${printable(value)}\n`).join('');
}

function inFile(model: GgufSummary): [string, string][] {
  return [
    ['File', `${model.path} (${bytes(model.bytes)})`],
    ['Name', model.title],
    ['Architecture', `${model.architecture}, ${number(model.parameters)} parameters`],
  ];
}

/** What a server says; some say less. */
function served(model: GgufSummary): [string, string][] {
  return [
    ['Server', model.path],
    ['Name', model.title],
    ...(model.parameters === 0 ? [] : [['Parameters', number(model.parameters)] satisfies [string, string]]),
  ];
}

function template(text: string): string {
  return text === '' ? 'none: this model cannot be asked questions' : `${number(text.length)} characters`;
}

function bytes(n: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(n, 1)) / 3), units.length - 1);
  return `${(n / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? ''}`;
}

function number(n: number): string {
  return n.toLocaleString('en');
}
