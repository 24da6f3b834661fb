import { CLOSE_OBJECT, COLON, COMMA, OPEN_OBJECT, QUOTE, UNSURE } from './json-bytes.js';
import { isKey, skipKey, skipSpace, skipValue } from './json-skip.js';
import type { QuestionScanner } from './question-scanner.js';

/**
 * Reads one line of JSONL as bytes and tells whether it is certainly well-formed and certainly clean, in one pass and
 * without making a string. It never says more than it knows: an n-gram hash that the evaluation side has, a letter that
 * one UTF-16 unit does not tell, anything that may not be JSON: all of these are "unsure", and the caller then parses the
 * line and decides on the text itself.
 *
 * The bytes must be valid UTF-8, and a line feed must follow the line: it ends every loop here.
 */
export class JsonLineReader {
  readonly #key: Uint8Array;

  /**
   * @param column name of the question's column
   * @param question looks through the question for what the evaluation side has
   */
  constructor(
    column: string,
    private readonly question: QuestionScanner,
  ) {
    this.#key = new TextEncoder().encode(column);
  }

  /** Whether bytes[start, end) are a JSON object whose question is there, is a string and has no n-gram in common. */
  isClean(bytes: Uint8Array, start: number, end: number): boolean {
    let at = skipSpace(bytes, start);
    if (bytes[at] !== OPEN_OBJECT) return false;
    at = skipSpace(bytes, at + 1);
    let questions = 0;
    while (bytes[at] === QUOTE) {
      const keyStart = at + 1;
      const keyEnd = skipKey(bytes, keyStart);
      if (keyEnd < 0) return false;
      at = skipSpace(bytes, keyEnd);
      if (bytes[at] !== COLON) return false;
      at = skipSpace(bytes, at + 1);
      if (isKey(bytes, keyStart, keyEnd - 1, this.#key)) {
        questions += 1;
        at = bytes[at] === QUOTE ? this.question.scan(bytes, at + 1) : UNSURE;
      } else {
        at = skipValue(bytes, at);
      }
      if (at < 0) return false;
      at = skipSpace(bytes, at);
      const next = bytes[at];
      if (next === CLOSE_OBJECT) return questions === 1 && skipSpace(bytes, at + 1) === end;
      if (next !== COMMA) return false;
      at = skipSpace(bytes, at + 1);
    }
    return false;
  }
}
