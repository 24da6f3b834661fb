import { WHITE_SPACE } from './python-text.js';

/** What a UTF-16 unit is to the n-gram rule: its small letter, SPACE for white space, 0 where one unit does not tell. */
export const SPACE = 0x20;

const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;
/** Its small letter depends on whether a word ends there (Unicode's SpecialCasing.txt, Final_Sigma). */
const CAPITAL_SIGMA = 0x3a3;

/** A letter to the rule, white space to whoever asks in JavaScript whether a text is blank. */
const BYTE_ORDER_MARK = 0xfeff;

/**
 * Made from the functions that the rule itself uses, so that it cannot differ from them: letters whose small form has
 * several units, capital sigma, the byte order mark and halves of surrogate pairs are 0, and the text is then looked at as a whole.
 */
export const UNITS: Uint16Array = Uint16Array.from({ length: 0x10000 }, (_, unit) => {
  if (unit === CAPITAL_SIGMA || unit === BYTE_ORDER_MARK) return 0;
  if (unit >= FIRST_SURROGATE && unit <= LAST_SURROGATE) return 0;
  const small = String.fromCharCode(unit).toLowerCase();
  return small.length === 1 ? small.charCodeAt(0) : 0;
});
const SPACES = new RegExp(`[${WHITE_SPACE}]`);
for (let unit = 0; unit < UNITS.length; unit++) if (SPACES.test(String.fromCharCode(unit))) UNITS[unit] = SPACE;
