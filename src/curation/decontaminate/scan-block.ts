import { isUtf8 } from 'node:buffer';
import type { Detector, Matches } from './evaluation-item.js';
import type { JsonLineReader } from './json-line.js';
import { memberText } from './json-member.js';
import { questionText } from './question-text.js';

/** A hit as it is found: which row of the block, and what it shares with which evaluation items. */
export interface RowHit {
  /** The row's `id` as JSON, where it has one: text, or a number with all its digits. */
  readonly id: string | undefined;
  /** Rows before it in the block. */
  readonly row: number;
  readonly matches: Matches;
}

/** A line that is no row, as it was found. */
export interface AsideLine {
  /** Lines before it in the block. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** What one block of whole lines holds. Bytes that are in no span of `dropped` or `aside` are kept. */
export interface ScannedBlock {
  readonly lines: number;
  /** Lines that are not blank, those set aside among them. */
  readonly rows: number;
  /** Byte ranges [start, end) with their line feeds, in order. */
  readonly dropped: readonly (readonly [number, number])[];
  readonly aside: readonly AsideLine[];
  readonly hits: readonly RowHit[];
}

const LINE_FEED = 0x0a;

/**
 * Sorts the lines of a block into clean, contaminated and unreadable ones.
 * @param bytes whole lines, each ended by a line feed
 * @param fast says which lines need no parsing; without it every line is parsed
 */
export function scanBlock(bytes: Uint8Array, column: string, detector: Detector, fast?: JsonLineReader): ScannedBlock {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const allUtf8 = isUtf8(block);
  const dropped: [number, number][] = [];
  const aside: AsideLine[] = [];
  const hits: RowHit[] = [];
  let rows = 0;
  let lines = 0;
  for (let start = 0; start < block.length; lines++) {
    const end = block.indexOf(LINE_FEED, start);
    if (!isBlank(block, start, end)) {
      if (!allUtf8 || fast?.isClean(block, start, end) !== true) {
        const judged = judgeLine(block.subarray(start, end), column, detector);
        if (typeof judged === 'string') aside.push({ line: lines, start, end: end + 1, reason: judged });
        else if (judged.matches.found > 0) {
          dropped.push([start, end + 1]);
          hits.push({ ...judged, row: rows });
        }
      }
      rows += 1;
    }
    start = end + 1;
  }
  return { lines, rows, dropped, aside, hits };
}

/** The matches of a row, or why the line is none. */
function judgeLine(line: Buffer, column: string, detector: Detector): Omit<RowHit, 'row'> | string {
  if (!isUtf8(line)) return 'not valid UTF-8';
  let row: unknown;
  try {
    row = JSON.parse(line.toString('utf8'));
  } catch (error) {
    return `not valid JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return 'not a JSON object';
  const fields = row as Readonly<Record<string, unknown>>;
  const question = questionText(fields, column);
  if ('reason' in question) return question.reason;
  const matches = detector.match(question.text);
  return { id: matches.found === 0 ? undefined : idText(fields.id, line), matches };
}

function idText(id: unknown, line: Buffer): string | undefined {
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  const isRounded = typeof id === 'number' && Math.abs(id) > Number.MAX_SAFE_INTEGER;
  return (isRounded ? memberText(line, 'id') : undefined) ?? JSON.stringify(id);
}

function isBlank(block: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = block[i];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}
