import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { PassThrough, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CurationError } from '../errors.js';
import { isPacked } from './format.js';

const CHUNK = 2 ** 20;
/** No line of a data set is this long: a file without line feeds is refused before it fills memory. */
export const LONGEST_LINE = 2 ** 28;
const LINE_FEED = 0x0a;
export const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Whole lines of a file, each ended by a line feed; the last line of a file gets one where it has none. */
export interface LineBlock {
  /** A buffer of its own: it can be transferred to a worker. */
  readonly bytes: Buffer;
  /** Lines of the file before this block. */
  readonly firstLine: number;
}

/**
 * A file's bytes, unpacked where its name says so.
 * @throws CurationError 'no-file'
 */
export async function openBytes(path: string): Promise<Readable> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new CurationError('no-file', `There is no file ${path}: check its name.`);
  const file = createReadStream(path, { highWaterMark: CHUNK });
  if (!isPacked(path)) return file;
  const out = new PassThrough({ highWaterMark: 4 * CHUNK });
  pipeline(file, createGunzip({ chunkSize: CHUNK }), out).catch((error: unknown) => {
    out.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return out;
}

/** The error a person sees when a file cannot be read to its end; one that says more already stays what it is. */
export function unreadable(path: string, cause: unknown): CurationError {
  if (cause instanceof CurationError) return cause;
  const packed =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && cause.code.startsWith('Z_');
  const advice = packed ? 'it is no complete gzip file; fetch it again' : 'check the disk and its permissions';
  return new CurationError('unreadable', `${path} could not be read to its end: ${advice}.`, { cause });
}

/** @param line from 1 */
export function lineTooLong(path: string, line: number): CurationError {
  const most = LONGEST_LINE / 2 ** 20;
  const message = `${path}:${line}: a line has more than ${most} MiB: give one row on each line.`;
  return new CurationError('unreadable', message);
}

/**
 * Reads a file in blocks of whole lines. Only line feeds end a line: U+2028 inside a JSON string is data.
 * @param size about how many bytes a block has; a longer line makes a longer block
 * @throws CurationError 'no-file', 'unreadable'
 */
export async function* readLineBlocks(path: string, size = 4 * CHUNK): AsyncGenerator<LineBlock> {
  const source = await openBytes(path);
  let pending: Buffer[] = [];
  let bytes = 0;
  let firstLine = 0;
  let atStart = true;
  const block = (parts: readonly Buffer[], length: number): LineBlock => {
    const whole = Buffer.allocUnsafeSlow(length);
    let at = 0;
    for (const part of parts) at += part.copy(whole, at);
    const made = { bytes: whole, firstLine };
    firstLine += countLines(whole);
    return made;
  };
  try {
    for await (const read of source as AsyncIterable<Buffer>) {
      let chunk = read;
      if (atStart && chunk.length >= BYTE_ORDER_MARK.length) {
        if (chunk.subarray(0, 3).equals(BYTE_ORDER_MARK)) chunk = chunk.subarray(3);
        atStart = false;
      }
      pending.push(chunk);
      bytes += chunk.length;
      if (bytes < size) continue;
      const cut = chunk.lastIndexOf(LINE_FEED) + 1;
      if (cut === 0) {
        if (bytes > LONGEST_LINE) {
          throw lineTooLong(path, pending.reduce((lines, part) => lines + countLines(part), firstLine) + 1);
        }
        continue;
      }
      const rest = chunk.length - cut;
      yield block([...pending.slice(0, -1), chunk.subarray(0, cut)], bytes - rest);
      pending = rest > 0 ? [chunk.subarray(cut)] : [];
      bytes = rest;
    }
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    source.destroy();
  }
  if (bytes === 0) return;
  const ended = pending.at(-1)?.at(-1) === LINE_FEED;
  yield ended ? block(pending, bytes) : block([...pending, Buffer.from('\n')], bytes + 1);
}

export function countLines(block: Buffer): number {
  let lines = 0;
  for (let at = block.indexOf(LINE_FEED); at >= 0; at = block.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}
