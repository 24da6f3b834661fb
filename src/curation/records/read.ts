import { isUtf8 } from 'node:buffer';
import { CurationError } from '../errors.js';
import { excerptOf, MOST_TEXT, type SetAside } from './aside.js';
import { openBytes, readLineBlocks, unreadable } from './bytes.js';
import { readCsv } from './csv.js';
import { formatOf } from './format.js';
import { readParquet } from './parquet.js';

/** A row of a file, as it stands there. */
export interface ReadRow {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Line of the file from 1, where the row begins; for JSON and Parquet the number of the row from 1. */
  readonly line: number;
}

/** Deeper values can be read, but not written again: writing needs the stack, and workers have little of it. */
const DEEPEST = 500;
const TOO_DEEP = `nested more than ${DEEPEST} deep`;
/** A .json file is one value and is read whole; a larger one has to be JSONL. */
const LARGEST_JSON = 2 ** 28;

/**
 * The rows of a file, one after the other, whatever its format; .gz is unpacked on the way. Lines that are no rows go
 * to `aside` and the reading goes on.
 * @throws CurationError 'no-file', 'unknown-format', 'unreadable'
 */
export function readRows(path: string, aside: (piece: SetAside) => void): AsyncGenerator<ReadRow> {
  const format = formatOf(path);
  switch (format) {
    case 'jsonl':
      return readJsonl(path, aside);
    case 'json':
      return readJson(path, aside);
    case 'csv':
      return readCsv(path, aside);
    case 'parquet':
      return readParquet(path);
    case undefined:
      throw new CurationError('unknown-format', `${path} is not .jsonl, .json, .csv (or one of them .gz) or .parquet.`);
  }
}

async function* readJsonl(path: string, aside: (piece: SetAside) => void): AsyncGenerator<ReadRow> {
  for await (const { bytes, firstLine } of readLineBlocks(path)) {
    let line = firstLine;
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(0x0a, start);
      line += 1;
      const fields = parseJsonLine(path, line, bytes.subarray(start, end), aside);
      if (fields !== undefined) yield { fields, line };
      start = end + 1;
    }
  }
}

/** A line of a JSONL file, without its end. @returns undefined for a blank line, and for one that was set aside */
export function parseJsonLine(
  file: string,
  line: number,
  bytes: Buffer,
  aside: (piece: SetAside) => void,
): ReadRow['fields'] | undefined {
  const row = parseLine(bytes);
  if (typeof row !== 'string') return row;
  aside({ file, line, reason: row, text: excerpt(bytes) });
  return undefined;
}

/** @returns the row, why it is none, or undefined for a blank line */
function parseLine(line: Buffer): ReadRow['fields'] | string | undefined {
  if (!isUtf8(line)) return 'not valid UTF-8';
  const text = line.toString('utf8');
  if (/^[ \t\r]*$/.test(text)) return undefined;
  try {
    const row = asRow(JSON.parse(text)) ?? 'not a JSON object';
    return isTooDeep(row) ? TOO_DEEP : row;
  } catch (error) {
    return `not valid JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function* readJson(path: string, aside: (piece: SetAside) => void): AsyncGenerator<ReadRow> {
  const value = await parseWhole(path);
  for (const [i, row] of rowsWithin(path, value).entries()) {
    const line = i + 1;
    const fields = asRow(row);
    if (isTooDeep(row)) aside({ file: path, line, reason: TOO_DEEP, text: '' });
    else if (fields !== undefined) yield { fields, line };
    else aside({ file: path, line, reason: 'not a JSON object', text: excerptOf(JSON.stringify(row)) });
  }
}

async function parseWhole(path: string): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of (await openBytes(path)) as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > LARGEST_JSON) {
        throw new CurationError('unreadable', `${path} is too large to be read as one value: convert it to JSONL.`);
      }
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof CurationError ? error : unreadable(path, error);
  }
  const whole = Buffer.concat(parts);
  try {
    if (!isUtf8(whole)) throw new Error('not valid UTF-8');
    return JSON.parse(whole.toString('utf8').replace(/^\ufeff/, ''));
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new CurationError('unreadable', `${path} is no JSON: ${what}.`, { cause });
  }
}

/** A list of rows, or an object with one list in it, as many data sets are published. */
function rowsWithin(path: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const lists = Object.values(asRow(value) ?? {}).filter((part): part is unknown[] => Array.isArray(part));
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  throw new CurationError('unreadable', `${path} holds no list of rows: give a list of objects, or JSONL.`);
}

function asRow(value: unknown): ReadRow['fields'] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as ReadRow['fields'];
}

function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth >= DEEPEST || Object.values(value).some((inner) => isTooDeep(inner, depth + 1));
}

function excerpt(bytes: Buffer): string {
  return excerptOf(bytes.subarray(0, 4 * MOST_TEXT).toString('utf8'));
}
