import { COLON, COMMA, OPEN_OBJECT, QUOTE } from './json-bytes.js';
import { isKey, skipKey, skipSpace, skipValue } from './json-skip.js';

/**
 * The value of a member of a JSON object as it is written there: digits that no number of JavaScript keeps. Of several
 * members of one name it is the last, as the parser has it.
 * @param line well-formed JSON, an object
 * @returns undefined where the bytes do not tell for certain
 */
export function memberText(line: Buffer, name: string): string | undefined {
  const key = new TextEncoder().encode(name);
  let at = skipSpace(line, 0);
  if (line[at] !== OPEN_OBJECT) return undefined;
  at = skipSpace(line, at + 1);
  let found: string | undefined;
  while (line[at] === QUOTE) {
    const keyStart = at + 1;
    const keyEnd = skipKey(line, keyStart);
    if (keyEnd < 0) return undefined;
    at = skipSpace(line, keyEnd);
    if (line[at] !== COLON) return undefined;
    const start = skipSpace(line, at + 1);
    const end = skipValue(line, start);
    if (end < 0) return undefined;
    if (isKey(line, keyStart, keyEnd - 1, key)) found = line.toString('utf8', start, end);
    at = skipSpace(line, end);
    if (line[at] !== COMMA) return found;
    at = skipSpace(line, at + 1);
  }
  return undefined;
}
