import type { Relation } from './expression.js';

/** The tables of the answer grammar: relations, what closes a group, what stands between factors. */

// prettier-ignore
export const RELATIONS: ReadonlyMap<string, Relation> = new Map<string, Relation>([
  ['=', '='], ['<', '<'], ['>', '>'], ['\\leq', '<='], ['\\geq', '>='], ['\\neq', '!='], ['\\approx', 'approx'], ['\\in', 'in'], ['\\notin', 'notin'],
  ['\\equiv', 'equiv'], ['\\cong', 'equiv'], ['\\to', 'to'], ['\\sim', 'other'], ['\\propto', 'other'], ['\\subset', 'other'], ['\\subseteq', 'other'], ['\\supset', 'other'], ['\\supseteq', 'other'],
  ['\\perp', 'other'], ['\\parallel', 'other'], ['\\gg', 'other'], ['\\ll', 'other'], ['\\gtrsim', 'other'], ['\\lesssim', 'other'], ['\\nmid', 'other'], ['\\iff', 'other'], ['\\Leftrightarrow', 'other'],
]);

export const CLOSERS = new Set([')', ']', '}', '\\}', '\\rangle', '\\rfloor', '\\rceil']);

/** Letters that name a function when a bracket follows: f(x) is not f·x. */
export const FUNCTION_LETTERS = /^[fghFGHPQWTuvyφψ]$|^(?:phi|psi|Phi|Psi|Gamma|zeta|sigma|tau|pi)$/;

/** Commands that do not begin a factor. */
// prettier-ignore
export const INFIX = new Set(['\\and', '\\or', '\\cup', '\\cap', '\\setminus', '\\pm', '\\mp', '\\cdot', '\\times', '\\div', '\\mod', '\\bmod', '\\pmod', '\\%', '\\degree', '\\circ', '\\choose', '\\prime', '\\hline', '\\\\', '\\ldots', '\\$']);

/** What f^{-1} of a function is called. */
// prettier-ignore
export const INVERSES: ReadonlyMap<string, string> = new Map([
  ['sin', 'arcsin'], ['cos', 'arccos'], ['tan', 'arctan'], ['cot', 'arccot'], ['sec', 'arcsec'], ['csc', 'arccsc'],
  ['sinh', 'arsinh'], ['cosh', 'arcosh'], ['tanh', 'artanh'],
]);

/** Bases that are written as words. */
// prettier-ignore
export const BASE_NAMES: ReadonlyMap<string, number> = new Map([
  ['two', 2], ['three', 3], ['four', 4], ['five', 5], ['six', 6], ['seven', 7], ['eight', 8], ['nine', 9], ['ten', 10], ['sixteen', 16], ['b', 2], ['h', 16], ['bin', 2], ['hex', 16],
]);
