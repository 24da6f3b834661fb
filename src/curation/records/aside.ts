/** A piece of a file that is no row: named with its place, set aside, not fatal. */
export interface SetAside {
  readonly file: string;
  /** Line of the file from 1; for Parquet and JSON the number of the row from 1. */
  readonly line: number;
  readonly reason: string;
  /** What stood there, cut at MOST_TEXT characters. */
  readonly text: string;
}

export const MOST_TEXT = 2000;

/** As much of a text as is kept of a piece. */
export function excerptOf(text: string): string {
  return text.slice(0, MOST_TEXT);
}

/** As compilers have it, so that a terminal and an editor can jump there. */
export function asideText({ file, line, reason }: SetAside): string {
  return `${file}:${line}: ${reason}`;
}
