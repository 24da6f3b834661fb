/**
 * Text as the published decontamination code sees it: Python's `str.lower()` and `str.split()`, which JavaScript's
 * `\s` and `trim` are not. `\s` has U+FEFF, which Python has not; Python has U+001C to U+001F and U+0085.
 *
 * `toLowerCase` and `lower` are both the full mapping of the Unicode standard ("İ" gives two code points, a capital
 * sigma at the end of a word gives "ς"); they differ only where one side knows letters of a newer Unicode version.
 */

/** Inside of a class of characters: those for which Python's `str.isspace()` holds (CPython, unicodetype_db.h). */
export const WHITE_SPACE =
  '\\t-\\r\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const RUN_OF_WHITE_SPACE = new RegExp(`[${WHITE_SPACE}]+`, 'g');
const WORD = new RegExp(`[^${WHITE_SPACE}]+`, 'g');

/** Python's `text.split()`: the words between runs of white space; none for an empty text. */
export function pythonSplit(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** The words on which n-grams are taken: `text.lower().split()`. */
export function ruleWords(text: string): string[] {
  return pythonSplit(text.toLowerCase());
}

/** s1's `normalize_string`: lower case, runs of white space made one space, none at either end. */
export function normalized(text: string): string {
  return text.toLowerCase().replace(RUN_OF_WHITE_SPACE, ' ').replace(/^ | $/g, '');
}

/** Words of the text that the other has too, in the text's order, each once. */
export function sharedWords(text: string, other: string): string[] {
  const theirs = new Set(ruleWords(other));
  return [...new Set(ruleWords(text))].filter((word) => theirs.has(word));
}
