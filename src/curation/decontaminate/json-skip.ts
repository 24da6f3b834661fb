import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  ESCAPED,
  hexAt,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  UNSURE,
} from './json-bytes.js';

/** Deeper nesting is left to the parser: here it would be recursion. */
const MOST_DEPTH = 64;

/** 1 where a byte inside a string needs a look: quote, backslash, control characters. */
const SPECIAL = new Uint8Array(256);
SPECIAL.fill(1, 0, 0x20);
SPECIAL[QUOTE] = SPECIAL[BACKSLASH] = 1;

/** JSON's white space but the line feed, which ends the line. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return at;
    at += 1;
  }
}

/** `at` is after the opening quote. @returns the place after the closing one, or UNSURE */
function skipString(bytes: Uint8Array, at: number): number {
  for (;;) {
    while (SPECIAL[bytes[at] ?? 0] === 0) at += 1;
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte !== BACKSLASH) return UNSURE;
    const escape = bytes[at + 1] ?? 0;
    if (ESCAPED[escape] !== 0) at += 2;
    else if (escape === 0x75 && hexAt(bytes, at + 2) >= 0) at += 6;
    else return UNSURE;
  }
}

/** Whether bytes[start, end), what stands between the quotes of a key, is this one. */
export function isKey(bytes: Uint8Array, start: number, end: number, key: Uint8Array): boolean {
  if (end - start !== key.length) return false;
  for (let i = 0; i < key.length; i++) if (bytes[start + i] !== key[i]) return false;
  return true;
}

/** As skipString, but unsure at the first backslash: escaped, a key could spell the question's name. */
export function skipKey(bytes: Uint8Array, at: number): number {
  while (SPECIAL[bytes[at] ?? 0] === 0) at += 1;
  return bytes[at] === QUOTE ? at + 1 : UNSURE;
}

/** @returns the place after a value of any kind, or UNSURE */
export function skipValue(bytes: Uint8Array, at: number, depth = 0): number {
  switch (bytes[at]) {
    case QUOTE:
      return skipString(bytes, at + 1);
    case OPEN_OBJECT:
    case OPEN_ARRAY:
      return depth < MOST_DEPTH ? skipContainer(bytes, at, depth) : UNSURE;
    case 0x74: // t
      return skipWord(bytes, at, TRUE);
    case 0x66: // f
      return skipWord(bytes, at, FALSE);
    case 0x6e: // n
      return skipWord(bytes, at, NULL);
    default:
      return skipNumber(bytes, at);
  }
}

function skipContainer(bytes: Uint8Array, start: number, depth: number): number {
  const isObject = bytes[start] === OPEN_OBJECT;
  const close = isObject ? CLOSE_OBJECT : CLOSE_ARRAY;
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] === close) return at + 1;
  for (;;) {
    if (isObject) {
      if (bytes[at] !== QUOTE) return UNSURE;
      at = skipString(bytes, at + 1);
      if (at < 0) return UNSURE;
      at = skipSpace(bytes, at);
      if (bytes[at] !== COLON) return UNSURE;
      at = skipSpace(bytes, at + 1);
    }
    at = skipValue(bytes, at, depth + 1);
    if (at < 0) return UNSURE;
    at = skipSpace(bytes, at);
    if (bytes[at] === close) return at + 1;
    if (bytes[at] !== COMMA) return UNSURE;
    at = skipSpace(bytes, at + 1);
  }
}

const [TRUE, FALSE, NULL] = ['true', 'false', 'null'].map((word) => new TextEncoder().encode(word)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

function skipWord(bytes: Uint8Array, at: number, word: Uint8Array): number {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return UNSURE;
  return at + word.length;
}

/** RFC 8259: an optional minus, no leading zeros, digits on both sides of the point. */
function skipNumber(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 0x2d) at += 1;
  if (bytes[at] === 0x30) at += 1;
  else if ((at = skipDigits(bytes, at)) < 0) return UNSURE;
  if (bytes[at] === 0x2e && (at = skipDigits(bytes, at + 1)) < 0) return UNSURE;
  if (((bytes[at] ?? 0) | 0x20) === 0x65) {
    at += 1;
    if (bytes[at] === 0x2b || bytes[at] === 0x2d) at += 1;
    at = skipDigits(bytes, at);
  }
  return at;
}

/** At least one digit. */
function skipDigits(bytes: Uint8Array, at: number): number {
  const start = at;
  while ((bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39) at += 1;
  return at === start ? UNSURE : at;
}
