import { BitFilter } from '../text/bit-filter.js';
import type { HashSet32 } from '../text/hash-set.js';
import { SPACE, UNITS } from '../text/unit-table.js';
import { addUnit, EMPTY_WORD, finishWord, GRAM_BASE } from '../text/word-hash.js';
import { BACKSLASH, ESCAPED, hexAt, QUOTE, UNSURE } from './json-bytes.js';

/** What the evaluation side has, as hashes (text/word-hash.ts). */
export interface GramHashes {
  readonly n: number;
  /** Of every n-gram. */
  readonly grams: HashSet32;
  /** Of every word of an n-gram. */
  readonly words: ReadonlySet<number>;
}

/** Bytes of ASCII that are one letter of a word: its small form; SPACE; 0 for whatever needs a closer look. */
const ASCII = new Uint8Array(256);
for (let byte = SPACE; byte < 0x80; byte++) ASCII[byte] = UNITS[byte] ?? 0;
ASCII[QUOTE] = ASCII[BACKSLASH] = 0;

/**
 * Looks through a JSON string as bytes for n-grams of the evaluation side, without making a string of it. An n-gram can
 * only be one of theirs when each of its words is: most words are not, so nothing but their own hash is computed.
 */
export class QuestionScanner {
  readonly #window: Int32Array;
  readonly #filter: BitFilter;

  constructor(private readonly theirs: GramHashes) {
    this.#window = new Int32Array(theirs.n);
    this.#filter = new BitFilter(theirs.words);
  }

  /**
   * @param bytes valid UTF-8 with a line feed behind the string: it ends every loop here
   * @param start the place after the opening quote
   * @returns the place after the closing quote, or UNSURE: there may be an n-gram, a letter that one unit does not
   * tell, or no word at all
   */
  scan(bytes: Uint8Array, start: number): number {
    const { n } = this.theirs;
    const { bits, shift } = this.#filter;
    const window = this.#window;
    let word = start;
    let hash = EMPTY_WORD;
    let run = 0;
    for (let at = start; ;) {
      let unit = ASCII[bytes[at] ?? 0] ?? 0;
      while (unit > SPACE) {
        hash = addUnit(hash, unit);
        at += 1;
        unit = ASCII[bytes[at] ?? 0] ?? 0;
      }
      let width = 1;
      if (unit === 0) {
        if (bytes[at] === QUOTE) width = 0;
        else {
          const special = unitAt(bytes, at);
          if (special === 0) return UNSURE;
          width = special >>> 16;
          unit = special & 0xffff;
          if (unit !== SPACE) {
            hash = addUnit(hash, unit);
            at += width;
            continue;
          }
        }
      }
      if (at !== word) {
        const finished = finishWord(hash);
        hash = EMPTY_WORD;
        const bit = finished >>> shift;
        if ((((bits[bit >>> 3] ?? 0) >>> (bit & 7)) & 1) === 0) run = 0;
        else {
          window[run % n] = finished;
          run += 1;
          if (run >= n && this.#isTheirs(run)) return UNSURE;
        }
      }
      if (width === 0) return at !== word || beginsWithLetter(bytes, start) ? at + 1 : UNSURE;
      at += width;
      word = at;
    }
  }

  /** Whether the last n words, all of them the evaluation side's, may be an n-gram of it. */
  #isTheirs(run: number): boolean {
    const { n, grams } = this.theirs;
    let gram = 0;
    for (let i = run; i < run + n; i++) gram = (Math.imul(gram, GRAM_BASE) + (this.#window[i % n] ?? 0)) | 0;
    return grams.has(gram);
  }
}

function beginsWithLetter(bytes: Uint8Array, at: number): boolean {
  return (ASCII[bytes[at] ?? 0] ?? 0) > SPACE || (unitAt(bytes, at) & 0xffff) > SPACE;
}

/** An escape or a character beyond ASCII: what it is to the rule, and its bytes times 2^16; 0: it does not tell. */
function unitAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const next = bytes[at + 1] ?? 0;
  if (first === BACKSLASH) {
    if (next !== 0x75) return of(UNITS[ESCAPED[next] ?? 0] ?? 0, 2);
    const escaped = hexAt(bytes, at + 2);
    return escaped < 0 ? 0 : of(UNITS[escaped] ?? 0, 6);
  }
  const second = next & 0x3f;
  if (first >= 0xc0 && first < 0xe0) return of(UNITS[((first & 0x1f) << 6) | second] ?? 0, 2);
  if (first < 0xe0 || first >= 0xf0) return 0; // two units, or no character at all
  return of(UNITS[((first & 0x0f) << 12) | (second << 6) | ((bytes[at + 2] ?? 0) & 0x3f)] ?? 0, 3);
}

function of(unit: number, width: number): number {
  return unit === 0 ? 0 : unit | (width << 16);
}
