/** Values of a row as texts. PURE. */

/** Characters of a value that a cell of the grid shows. */
const CELL = 160;

/** A field of a row by its name; undefined where the row has none. Data may have a field called `constructor`. */
export function valueIn(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** Full text of a value: text as it is, nested values as JSON; null where there is none. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Text of a value as people read it: what is split into a list of texts in one piece. */
export function wholeTextOf(value: unknown): string | null {
  const isList = Array.isArray(value) && value.every((part) => typeof part === 'string');
  return isList ? value.join('\n\n') : textOf(value);
}

/** A value on one line, cut. */
export function cellOf(value: unknown): string | null {
  const text = textOf(value);
  if (text === null) return null;
  // What is cut away is not worked on: a trace may have megabytes.
  const near = text
    .slice(0, 2 * CELL)
    .replace(/\s+/g, ' ')
    .trim();
  return near.length > CELL || text.length > 2 * CELL ? `${near.slice(0, CELL)}…` : near;
}

/** Words of a text: runs of what is not white space. */
export function countWords(text: string): number {
  let words = 0;
  let inside = false;
  for (let i = 0; i < text.length; i++) {
    const isSpace = isWhite(text.charCodeAt(i));
    if (!isSpace && !inside) words += 1;
    inside = !isSpace;
  }
  return words;
}

/** ASCII white space, no-break space, and the spaces and separators of U+2000 to U+3000. */
function isWhite(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0xa0) return false;
  return code === 0xa0 || (code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029 || code === 0x3000;
}

/** A number, or a text that is nothing but a decimal number; null otherwise. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.length > 30 || !/^[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(value)) return null;
  return Number(value);
}
