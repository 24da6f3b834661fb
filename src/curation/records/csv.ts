import { isUtf8 } from 'node:buffer';
import { CurationError } from '../errors.js';
import { excerptOf, type SetAside } from './aside.js';
import { readLineBlocks } from './bytes.js';
import { CsvRecord } from './csv-record.js';

/** A quote that is never closed swallows the rest of a file: a record of this many characters is such a one. */
const LONGEST_RECORD = 2 ** 24;

/** A record as it stands in the file. */
interface RawRecord {
  readonly record: CsvRecord;
  /** Its first line, from 1. */
  readonly line: number;
  /** What stands there, cut. */
  readonly text: string;
}

/**
 * The rows of a CSV file, each under the line where it begins. What is no record is set aside and the reading goes on;
 * a quote that is never closed ends it.
 * @throws CurationError 'no-file', 'unreadable'
 */
export async function* readCsv(
  path: string,
  aside: (piece: SetAside) => void,
): AsyncGenerator<{ readonly fields: Readonly<Record<string, string>>; readonly line: number }> {
  let columns: readonly string[] | undefined;
  for await (const { record, line, text } of recordsOf(path)) {
    if (columns === undefined) {
      columns = columnsOf(path, line, record);
      continue;
    }
    const fault = record.fault ?? (record.fields.length === columns.length ? undefined : lengthFault(record, columns));
    if (fault !== undefined) aside({ file: path, line, reason: `not a CSV record: ${fault}`, text });
    else yield { fields: Object.fromEntries(columns.map((name, i) => [name, record.fields[i] ?? ''])), line };
  }
}

function lengthFault({ fields }: CsvRecord, columns: readonly string[]): string {
  return `it has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}, and there are ${columns.length} columns`;
}

/**
 * The names of the columns; one without a name is called by its place.
 * @throws CurationError 'unreadable'
 */
function columnsOf(path: string, line: number, { fields, fault }: CsvRecord): readonly string[] {
  if (fault !== undefined) {
    throw new CurationError(
      'unreadable',
      `${path}:${line}: the columns have no names that can be read (${fault}): save it again as CSV in UTF-8.`,
    );
  }
  const names = fields.map((name, i) => (name === '' ? `column ${i + 1}` : name));
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return names;
  throw new CurationError('unreadable', `${path}:${line}: two columns are named “${twice}”: rename one of them.`);
}

async function* recordsOf(path: string): AsyncGenerator<RawRecord> {
  let record: CsvRecord | undefined;
  let first = 0;
  let text = '';
  let length = 0;
  for await (const { line, number, isText } of linesOf(path)) {
    if (record === undefined) {
      if (/^[\r\n]*$/.test(line)) continue;
      record = new CsvRecord();
      [first, text, length] = [number, '', 0];
    }
    record.add(line);
    if (!isText) record.fault ??= 'not valid UTF-8';
    text = excerptOf(text + line);
    length += line.length;
    if (record.isOpen && length > LONGEST_RECORD) break;
    if (record.isOpen) continue;
    yield { record, line: first, text: text.replace(/[\r\n]+$/, '') };
    record = undefined;
  }
  if (record === undefined) return;
  record.fault = 'a quote is never closed, and nothing behind it was read';
  yield { record, line: first, text };
}

/** Lines with their ends, which are line feeds, or carriage returns as old spreadsheets write them, or both. */
async function* linesOf(
  path: string,
): AsyncGenerator<{ readonly line: string; readonly number: number; readonly isText: boolean }> {
  let number = 0;
  for await (const { bytes } of readLineBlocks(path)) {
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(0x0a, start) + 1;
      const whole = bytes.subarray(start, end);
      const isText = isUtf8(whole);
      for (const line of atReturns(whole.toString('utf8'))) yield { line, number: ++number, isText };
      start = end;
    }
  }
}

function atReturns(line: string): readonly string[] {
  const first = line.indexOf('\r');
  return first < 0 || first === line.length - 2 ? [line] : line.split(/(?<=\r)(?!\n)/);
}
