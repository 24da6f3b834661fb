import { open, stat } from 'node:fs/promises';
import type { SetAside } from '../curation/records/aside.js';
import { readLineBlocks } from '../curation/records/bytes.js';
import { formatOf, isPacked, type RecordFormat } from '../curation/records/format.js';
import { parseJsonLine, readRows } from '../curation/records/read.js';
import { CurationError } from '../curation/errors.js';
import type { ColumnRole } from './facts.js';

/** A row on its way into the index. */
export interface SourceRow {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly file: string;
  readonly line: number;
  /** Where its JSON stands in `RowSource.inPlace`, in bytes. */
  readonly place?: { readonly offset: number; readonly bytes: number };
}

/** Rows to be shown, from wherever they are. */
export interface RowSource {
  readonly format: string;
  /** Size of what is read, for the progress. */
  readonly bytes: number;
  /** A file in which every row stands as a line of JSON: it is read again there. null: rows are kept beside the index. */
  readonly inPlace: string | null;
  /** Roles of columns that are known whatever their names. */
  readonly roles: Readonly<Record<string, ColumnRole>>;
  /** Names and times of everything that is read: an index made from other data does not fit. */
  readonly identity: readonly unknown[];
  /**
   * @param aside takes what is no row; what it throws ends the reading
   * @throws CurationError
   */
  rows(aside: (piece: SetAside) => void): AsyncGenerator<SourceRow>;
}

/** Small enough that whoever waits for a page is answered in between. */
const BLOCK = 2 ** 18;

/** @throws CurationError 'no-file', 'unknown-format' */
export async function fileSource(path: string): Promise<RowSource> {
  const format = formatOf(path);
  if (format === undefined) {
    throw new CurationError('unknown-format', `${path} is not .jsonl, .json, .csv (or one of them .gz) or .parquet.`);
  }
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new CurationError('no-file', `There is no file ${path}: check its name.`);
  const plain = format === 'jsonl' && !isPacked(path);
  return {
    format: nameOf(format, path),
    bytes: found.size,
    inPlace: plain ? path : null,
    roles: {},
    identity: [path, found.size, found.mtimeMs],
    rows: (aside) => (plain ? linesOf(path, aside) : rowsOf(path, aside)),
  };
}

function nameOf(format: RecordFormat, path: string): string {
  const name = { jsonl: 'JSONL', json: 'JSON', csv: 'CSV', parquet: 'Parquet' }[format];
  return isPacked(path) ? `${name}, gzip` : name;
}

async function* rowsOf(file: string, aside: (piece: SetAside) => void): AsyncGenerator<SourceRow> {
  for await (const { fields, line } of readRows(file, aside)) yield { fields, line, file };
}

/** The rows of a JSONL file with the places where they stand. */
async function* linesOf(file: string, aside: (piece: SetAside) => void): AsyncGenerator<SourceRow> {
  let offset = await markLength(file);
  for await (const { bytes, firstLine } of readLineBlocks(file, BLOCK)) {
    let line = firstLine;
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(0x0a, start);
      line += 1;
      const fields = parseJsonLine(file, line, bytes.subarray(start, end), aside);
      if (fields !== undefined) yield { fields, file, line, place: { offset: offset + start, bytes: end - start } };
      start = end + 1;
    }
    offset += bytes.length;
  }
}

/** Bytes of a byte order mark at the beginning of a file: `readLineBlocks` leaves it out. */
async function markLength(path: string): Promise<number> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(3), 0, 3, 0);
    return bytesRead === 3 && buffer.equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  } finally {
    await handle.close();
  }
}
