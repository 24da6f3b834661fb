import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { parse } from 'csv-parse';
import { ParquetError, readParquetRows } from '../../row-files/parquet.js';
import { at, EvaluationError } from '../errors.js';

/** A row of a task file with the line it begins on (from 1); of a JSON array or Parquet file, its place there (from 1). */
export interface Row {
  readonly line: number;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A row that cannot be used, and why. */
export interface Problem {
  readonly line: number;
  readonly message: string;
}

/** Of one line: longer ones are no question but a mistake, and would fill memory. */
const LONGEST_LINE = 16 * 2 ** 20;
/** A JSON array is read whole; JSON Lines are streamed. */
const LARGEST_JSON = 256 * 2 ** 20;

/**
 * The rows of a JSONL, JSON, CSV or Parquet file, streamed (JSON arrays are read whole). Rows that are no objects go to
 * `onProblem` and are left out.
 * @throws EvaluationError naming file and line when the file cannot be read at all
 */
export async function* readRows(file: string, onProblem: (problem: Problem) => void): AsyncGenerator<Row> {
  const info = await stat(file).catch((cause: unknown) => {
    throw new EvaluationError(`There is no task file ${file}: give the path of a JSONL, JSON, CSV or Parquet file.`, {
      cause,
    });
  });
  if (!info.isFile()) throw new EvaluationError(`${file} is no file: give a JSONL, JSON, CSV or Parquet file.`);
  switch (extname(file).toLowerCase()) {
    case '.jsonl':
    case '.ndjson':
      yield* jsonLines(file, onProblem);
      return;
    case '.json':
      yield* (await beginsWithArray(file)) ? jsonArray(file, info.size, onProblem) : jsonLines(file, onProblem);
      return;
    case '.csv':
    case '.tsv':
      yield* csv(file, extname(file).toLowerCase() === '.tsv' ? '\t' : ',');
      return;
    case '.parquet':
      yield* parquet(file);
      return;
    default:
      throw new EvaluationError(
        `${file} has no ending that is known: give a .jsonl, .json, .csv, .tsv or .parquet file.`,
      );
  }
}

async function* jsonLines(file: string, onProblem: (problem: Problem) => void): AsyncGenerator<Row> {
  for await (const { line, text } of linesOf(file)) {
    if (text.trim() === '') continue;
    const value = parsed(text);
    if (value === undefined) onProblem({ line, message: 'it is not JSON' });
    else if (isRecord(value)) yield { line, value };
    else onProblem({ line, message: 'it is not a JSON object' });
  }
}

async function* jsonArray(file: string, size: number, onProblem: (problem: Problem) => void): AsyncGenerator<Row> {
  if (size > LARGEST_JSON) {
    throw new EvaluationError(`${file} is too large to read as one JSON array: save it as JSON Lines (.jsonl).`);
  }
  let text = '';
  for await (const { text: line } of linesOf(file)) text += `${line}\n`;
  const value = parsed(text);
  if (!Array.isArray(value)) throw new EvaluationError(`${file} is not valid JSON: save it again, or as JSON Lines.`);
  for (const [i, row] of value.entries()) {
    if (isRecord(row)) yield { line: i + 1, value: row };
    else onProblem({ line: i + 1, message: 'it is not a JSON object' });
  }
}

async function* csv(file: string, delimiter: string): AsyncGenerator<Row> {
  const parser = parse({ delimiter, bom: true, columns: true, info: true, relax_column_count: true });
  const feeding = (async () => {
    try {
      for await (const { text } of linesOf(file)) {
        if (!parser.write(`${text}\n`)) await new Promise((resolve) => parser.once('drain', resolve));
      }
      parser.end();
    } catch (error) {
      parser.destroy(error as Error);
    }
  })();
  try {
    for await (const item of parser as AsyncIterable<{ record: Record<string, string>; info: { lines: number } }>) {
      yield { line: item.info.lines, value: item.record };
    }
  } catch (cause) {
    if (cause instanceof EvaluationError) throw cause;
    const line = typeof cause === 'object' && cause !== null && 'lines' in cause ? Number(cause.lines) : 1;
    throw new EvaluationError(`${at(file, line)} is not valid CSV: check its quotes.`, { cause });
  } finally {
    parser.destroy();
  }
  await feeding;
}

async function* parquet(file: string): AsyncGenerator<Row> {
  try {
    for await (const { fields, line } of readParquetRows(file)) yield { line, value: fields };
  } catch (error) {
    throw error instanceof ParquetError ? new EvaluationError(error.message, { cause: error }) : error;
  }
}

/** Lines of a file as text; a line that is no UTF-8, or endless, is an error that names it. */
async function* linesOf(file: string): AsyncGenerator<{ line: number; text: string }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 0;
  let pieces: Buffer[] = [];
  let held = 0;
  const take = () => {
    line++;
    const bytes = Buffer.concat(pieces);
    pieces = [];
    held = 0;
    const end = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length;
    try {
      const text = decoder.decode(bytes.subarray(0, end));
      return { line, text: line === 1 ? text.replace(/^\ufeff/, '') : text };
    } catch (cause) {
      throw new EvaluationError(`${at(file, line)} is not valid UTF-8: save the file as UTF-8.`, { cause });
    }
  };
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      pieces.push(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    if (from < chunk.length) pieces.push(chunk.subarray(from));
    held += chunk.length - from;
    if (held > LONGEST_LINE) {
      throw new EvaluationError(`${at(file, line + 1)} is longer than 16 MB: it is no row of a task.`);
    }
  }
  if (pieces.length > 0) yield take();
}

async function beginsWithArray(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024), 0, 1024, 0);
    return /^\ufeff?\s*\[/.test(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await handle.close();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
