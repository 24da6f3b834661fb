import { isUtf8 } from 'node:buffer';
import { parse as parseCsv, type CsvError, type Info } from 'csv-parse';
import { CurationError } from '../errors.js';
import { MOST_TEXT, type SetAside } from './aside.js';
import { openBytes, readLineBlocks, unreadable } from './bytes.js';
import { formatOf } from './format.js';
import { readParquet } from './parquet.js';

/** A row of a file, as it stands there. */
export interface ReadRow {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Line of the file from 1; for JSON and Parquet the number of the row from 1. */
  readonly line: number;
}

/** A .json file is one value and is read whole; a larger one has to be JSONL. */
const LARGEST_JSON = 2 ** 28;
/** A quote that is never closed swallows the rest of a CSV file: a record of this many characters is such a one. */
const LONGEST_CSV_RECORD = 2 ** 24;

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
    return asRow(JSON.parse(text)) ?? 'not a JSON object';
  } catch (error) {
    return `not valid JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function* readJson(path: string, aside: (piece: SetAside) => void): AsyncGenerator<ReadRow> {
  const value = await parseWhole(path);
  for (const [i, row] of rowsWithin(path, value).entries()) {
    const fields = asRow(row);
    if (fields !== undefined) yield { fields, line: i + 1 };
    else aside({ file: path, line: i + 1, reason: 'not a JSON object', text: excerptOf(JSON.stringify(row)) });
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

async function* readCsv(path: string, aside: (piece: SetAside) => void): AsyncGenerator<ReadRow> {
  const source = await openBytes(path);
  const parser = parseCsv({
    columns: true,
    bom: true,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_CSV_RECORD,
    on_skip: (error: CsvError | undefined, raw: string | undefined) => {
      const lines = Number(error?.lines ?? 0);
      aside({ file: path, line: lines, reason: error?.message ?? 'not a CSV record', text: excerptOf(raw ?? '') });
      return undefined;
    },
  });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: Record<string, string>; info: Info }>) {
      yield { fields: record, line: info.lines };
    }
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    source.destroy();
  }
}

function asRow(value: unknown): ReadRow['fields'] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as ReadRow['fields'];
}

function excerpt(bytes: Buffer): string {
  return excerptOf(bytes.subarray(0, 4 * MOST_TEXT).toString('utf8'));
}

function excerptOf(text: string): string {
  return text.slice(0, MOST_TEXT);
}
