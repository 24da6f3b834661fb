import { findRegions } from './regions.js';

/** A piece that is longer is cut even where no paragraph ends: what is drawn at once stays small. */
const LONG = 1200;
const LONGEST = 4000;

/**
 * Text that grows at its end, in pieces of about a paragraph. Pieces never change once another follows them, so each is
 * typeset once; only the last one is typeset again while it grows.
 */
export class GrowingText {
  readonly #done: string[] = [];
  #tail = '';

  constructor(text = '') {
    this.append(text);
  }

  /** Pieces in order; joined they are the text. */
  get pieces(): readonly string[] {
    return this.#tail === '' ? this.#done : [...this.#done, this.#tail];
  }

  get finished(): number {
    return this.#done.length;
  }

  append(text: string): void {
    // Only a bounded part is looked at in one go, so that 10 MB of one line cost as much as 10 MB of many.
    for (let at = 0; at < text.length; at += LONGEST) {
      this.#tail += text.slice(at, at + LONGEST);
      this.#cut();
    }
  }

  #cut(): void {
    for (;;) {
      const end = cutAt(this.#tail);
      if (end === undefined) return;
      this.#done.push(this.#tail.slice(0, end));
      this.#tail = this.#tail.slice(end);
    }
  }
}

/** Where the first piece of `text` ends; undefined while it may still grow. */
function cutAt(text: string): number | undefined {
  const regions = findRegions(text);
  const inside = (at: number) => regions.some((region) => at > region.start && (at < region.end || !region.closed));
  const at = paragraphs(text).find((end) => !inside(end));
  if (at !== undefined && at <= LONGEST) return at;
  if (text.length > LONG) {
    const line = text.lastIndexOf('\n', LONG) + 1;
    if (line > LONG / 4 && !inside(line)) return line;
  }
  if (text.length <= LONGEST) return undefined;
  const space = text.lastIndexOf(' ', LONG) + 1;
  if (space > LONG / 2 && !inside(space)) return space;
  // Never between the two halves of a character outside the basic plane.
  const code = text.charCodeAt(LONG - 1);
  return code >= 0xd800 && code < 0xdc00 ? LONG - 1 : LONG;
}

/** Ends of paragraphs: after blank lines, where the text that follows is there and not indented (a list's own). */
function paragraphs(text: string): number[] {
  const ends: number[] = [];
  const blank = /\n[ \t]*\n+/g;
  for (let found = blank.exec(text); found !== null; found = blank.exec(text)) {
    const next = text.charAt(blank.lastIndex);
    if (next !== '' && next !== ' ' && next !== '\t' && next !== '\n') ends.push(blank.lastIndex);
  }
  return ends;
}
