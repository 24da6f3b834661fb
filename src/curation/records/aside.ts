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

/** Hands on what is set aside, and remembers how much it was and what came first. */
export class AsideCount {
  #count = 0;
  #first: SetAside | undefined;

  constructor(private readonly onAside: (piece: SetAside) => void) {}

  readonly add = (piece: SetAside): void => {
    this.#count += 1;
    this.#first ??= piece;
    this.onAside(piece);
  };

  /** For an error that says why there is nothing: empty where nothing was set aside. */
  get text(): string {
    if (this.#first === undefined) return '';
    const first = asideText(this.#first);
    if (this.#count === 1) return `one line was set aside: ${first}`;
    return `${this.#count} lines were set aside, the first: ${first}`;
  }
}
