import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findQuestions, formatOf } from '../questions/find.js';
import { readNotebook } from '../questions/notebook.js';
import { LineIndex, type Position } from '../questions/positions.js';
import type { Question, QuestionKind } from '../questions/question.js';
import { EXIT, type CliIo } from './io.js';
import { printable } from './style.js';

/** A question as `think-harder questions --json` prints it. */
export interface PrintedQuestion {
  readonly text: string;
  readonly kind: QuestionKind;
  /** Counted from 0 in UTF-16 units; in a notebook, in the source of the cell. */
  readonly start: Position;
  readonly end: Position;
  /** Index of the notebook's cell, every cell counted. */
  readonly cell?: number;
  readonly stem: string | null;
  readonly options: readonly string[];
  readonly reference: string | null;
}

/** Files larger than this hold data, not questions to read one by one. */
const LARGEST = 256 * 1024 * 1024;

/** Prints the questions of files. @returns the exit code: 1 when a file could not be read */
export async function printQuestions(
  files: readonly string[],
  options: { json?: boolean },
  io: CliIo,
): Promise<number> {
  const found: Record<string, PrintedQuestion[]> = {};
  let code: number = EXIT.ok;
  for (const file of files) {
    try {
      found[file] = questionsIn(file, await textOf(resolve(io.cwd, file)));
    } catch (error) {
      code = EXIT.failure;
      io.stderr.write(`think-harder: ${printable(reason(file, error))}\n`);
    }
  }
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify(found)}\n`);
    return code;
  }
  for (const [file, questions] of Object.entries(found))
    for (const question of questions) io.stdout.write(line(file, question));
  return code;
}

/** The questions of a file's text; its name tells the format. Files of unknown name are read as plain text. */
export function questionsIn(file: string, text: string): PrintedQuestion[] {
  const format = formatOf(file) ?? 'plain';
  if (format !== 'notebook') {
    const index = new LineIndex(text);
    return findQuestions(text, format).map((question) => printed(question, index));
  }
  const cells = readNotebook(text);
  if (cells === undefined) throw new NotANotebook(`${file} is not a Jupyter notebook: its JSON holds no cells.`);
  const indexes = cells.map((cell) => new LineIndex(cell.source));
  return findQuestions(text, format).flatMap((question) => {
    const index = indexes[question.cell ?? 0];
    return index === undefined ? [] : [printed(question, index)];
  });
}

class NotANotebook extends Error {
  override readonly name = 'NotANotebook';
}

function printed(question: Question, index: LineIndex): PrintedQuestion {
  return {
    text: question.text,
    kind: question.kind,
    start: index.at(question.start),
    end: index.at(question.end),
    ...(question.cell === undefined ? {} : { cell: question.cell }),
    stem: question.stem ?? null,
    options: question.options,
    reference: question.reference ?? null,
  };
}

async function textOf(path: string): Promise<string> {
  const bytes = await readFile(path);
  if (bytes.length > LARGEST) throw new Error(`it is larger than ${LARGEST / 1024 / 1024} MB`);
  // Editors do not count a byte order mark either.
  return new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes);
}

function reason(file: string, error: unknown): string {
  if (error instanceof NotANotebook) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return `There is no file ${file}: check its name.`;
  if (code === 'EISDIR') return `${file} is a folder: name the files in it.`;
  return `Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}.`;
}

/** "sheet.md:12:4 (choice) Which …" */
function line(file: string, question: PrintedQuestion): string {
  const place = `${file}:${question.cell === undefined ? '' : `cell ${question.cell}:`}${question.start.line + 1}:${question.start.character + 1}`;
  const text = question.text.replace(/\s+/g, ' ');
  return printable(`${place} (${question.kind}) ${text.length > 200 ? `${text.slice(0, 199)}…` : text}`) + '\n';
}
