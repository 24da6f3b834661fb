import { readDate, readTime, type CalendarDate, type TimeOfDay } from './calendar.js';
import { readChineseNumeral } from './chinese-numerals.js';
import { cleanAnswer } from './clean.js';
import type { Expr } from './expression.js';
import { baseLiteral } from './literals.js';
import { parseMath } from './parser.js';
import { splitQuantity } from './quantity.js';
import type { NumberStyle } from './tokens.js';
import type { Unit } from './units.js';
import { readNumberWords, textKey } from './words.js';

/** One way to understand an answer. */
export type Reading =
  | {
      readonly form: 'math';
      readonly expr: Expr;
      readonly unit?: Unit;
      readonly unitCertain?: boolean;
      readonly noun?: string;
    }
  | { readonly form: 'time'; readonly time: TimeOfDay }
  | { readonly form: 'date'; readonly date: CalendarDate }
  | { readonly form: 'text'; readonly key: string };

/** An answer as read: its cleaned text, every reading worth trying (the likeliest first), and what follows it as a condition. */
export interface Answer {
  readonly text: string;
  readonly readings: readonly Reading[];
  /** "for all n", "where k is an integer": what was said after the answer proper. */
  readonly condition?: string;
}

/** Longer answers are compared as text only. */
const MAX_LENGTH = 6000;

/** Conditions are only looked for behind answers of this length. */
const MAX_CONDITIONAL = 800;

const USUAL: NumberStyle = { thousands: true, decimalComma: false, scientific: true };

/** The styles that give another result for this text, likeliest first. */
function styles(text: string): NumberStyle[] {
  const found = [USUAL];
  if (/\d,\d{3}(?!\d)/.test(text)) found.push({ ...USUAL, thousands: false });
  if (/(?:^|[^\d.,])(?:\d+,\d{2}|\d+,\d{4,}|0,\d+|\d{1,3}(?:\.\d{3})+,\d+)(?![\d,])/.test(text))
    found.push({ ...USUAL, thousands: false, decimalComma: true });
  if (/\de[+-]?\d/.test(text)) found.push({ ...USUAL, scientific: false });
  return found;
}

const CONDITION =
  /^(.*?[^\s,;(\\])(?:\s|,|;|\\[,;: ]|\\quad|\\qquad|\()*(?:\\text(?:rm|it|bf)?\s*\{\s*[,(]?\s*)?\b(where|for some|for all|for any|for every|for each|with|such that|provided|assuming|given that|when|whenever|if|rounded|correct to|to the nearest|in simplest|其中)\b(.*)$/s;
const CONDITION_CHINESE = /^(.+?)[,，;；]?\s*[（(]?其中(.*)$/s;
const CONDITION_MATH =
  /^(.+?)\s*(?:,|;|\\quad|\\qquad|\\,|\\text\s*\{,?\s*\}|\s)*\s*\(?\\text\s*\{\s*[,(]?\s*(?:where|for|with|when|if)\b(.*)$/s;

/** The last answers that were read: extraction reads what the comparison reads again, and references repeat. */
const recent = new Map<string, Answer>();
const RECENT = 256;

/** Reads one answer string in every way worth trying. Never throws. */
export function readAnswer(source: string): Answer {
  const known = recent.get(source);
  if (known !== undefined) return known;
  const answer = read(source);
  if (source.length <= MAX_CONDITIONAL) {
    if (recent.size >= RECENT) recent.clear();
    recent.set(source, answer);
  }
  return answer;
}

function read(source: string): Answer {
  const text = source.length > MAX_LENGTH ? source.trim() : cleanAnswer(source);
  if (text.length > MAX_LENGTH) return { text, readings: [{ form: 'text', key: text }] };
  const direct = readingsOf(text);
  const conditional =
    text.length > MAX_CONDITIONAL
      ? undefined
      : (CONDITION_MATH.exec(text) ?? CONDITION.exec(text) ?? CONDITION_CHINESE.exec(text));
  const head = conditional?.[1]?.trim();
  if (head === undefined || head === '' || direct.some((reading) => reading.form !== 'text'))
    return { text, readings: direct };
  const readings = readingsOf(cleanAnswer(head)).filter((reading) => reading.form !== 'text');
  if (readings.length === 0) return { text, readings: direct };
  return { text, readings: [...readings, ...direct], condition: textKey(conditional?.at(-1) ?? '') };
}

function readingsOf(text: string): Reading[] {
  const readings: Reading[] = [];
  const time = /\d|noon|midnight/i.test(text) ? readTime(text) : undefined;
  if (time !== undefined) readings.push({ form: 'time', time });
  const date = /\d/.test(text) ? readDate(text) : undefined;
  if (date !== undefined) readings.push({ form: 'date', date });
  const numeral = readChineseNumeral(text) ?? (/^[A-Za-z -]+$/.test(text) ? readNumberWords(text) : undefined);
  if (numeral !== undefined) add(readings, numeral, {});
  for (const expr of mathReadings(text)) readings.push({ form: 'math', expr });
  const digits = baseInText(text);
  if (digits !== undefined) readings.push({ form: 'math', expr: digits });
  const quantity = splitQuantity(text);
  if (quantity !== undefined) {
    const unit = { unit: quantity.unit, unitCertain: quantity.certain || quantity.apart };
    const before = readings.length;
    add(readings, readChineseNumeral(quantity.value) ?? quantity.value, unit);
    // A certain unit is no product of variables: "5 cm" is not 5·c·m.
    if (quantity.certain && readings.length > before) readings.unshift(...readings.splice(before));
    if (quantity.certain) dropAlgebra(readings);
  } else if (!readings.some((reading) => reading.form === 'math')) {
    counted(text, readings);
  }
  if (quantity?.certain !== true && (!readings.some((reading) => reading.form === 'math') || UNIT_IN_LIST.test(text))) {
    const several = severalQuantities(text);
    if (several !== undefined) readings.push({ form: 'math', expr: several });
  }
  const key = textKey(text);
  const meaning = MEANINGS.get(key);
  if (meaning !== undefined) readings.unshift({ form: 'math', expr: meaning });
  // A formula has no key as text: punctuation, which keys leave out, is all that tells x - 1 from x + 1.
  if (key !== '' && (!readings.some((reading) => reading.form !== 'text') || WORDS.test(text)))
    readings.push({ form: 'text', key });
  return readings;
}

/** A number, a space and letters before a separator: the letters may be a unit. */
const UNIT_IN_LIST = /\d\s+[A-Za-z][^,;]{0,12}[,;]|\\(?:text|mathrm)[^,;]{0,30}[,;]/;

/** "v = 5 m/s, t = 2 s", "206 MeV; 540 MeV": a list of quantities, which the formula grammar does not know. */
function severalQuantities(text: string): Expr | undefined {
  const parts = splitAtTop(text);
  if (parts.length < 2 || parts.length > 12) return undefined;
  const items: Expr[] = [];
  for (const part of parts) {
    const candidates = readingsOf(cleanAnswer(part)).filter((one) => one.form === 'math');
    const reading = candidates.find((one) => one.unit !== undefined) ?? candidates[0];
    if (reading === undefined) return undefined;
    items.push(reading.unit === undefined ? reading.expr : withUnit(reading.expr, reading.unit));
  }
  return { k: 'list', connector: ',', items };
}

/** The unit belongs to the value behind the name. */
function withUnit(e: Expr, unit: Unit): Expr {
  const last = e.k === 'rel' ? e.terms.at(-1) : undefined;
  return e.k === 'rel' && last !== undefined
    ? { ...e, terms: [...e.terms.slice(0, -1), { k: 'quantity', value: last, unit }] }
    : { k: 'quantity', value: e, unit };
}

/** Splits at commas, semicolons and "and" outside all brackets; a comma between digits is none. */
function splitAtTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '\\') i++;
    else if (c === '{' || c === '(' || c === '[') depth++;
    else if (c === '}' || c === ')' || c === ']') depth--;
    else if (depth === 0) {
      const joint =
        c === ';' || (c === ',' && !/\d,\d/.test(text.slice(i - 1, i + 2)))
          ? 1
          : (/^(?: and | or |和|或)/.exec(text.slice(i, i + 5))?.[0].length ?? 0);
      if (joint === 0) continue;
      parts.push(text.slice(from, i));
      from = i + joint;
      i = from - 1;
    }
  }
  parts.push(text.slice(from));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** Nothing but words, one of at least three letters. */
const WORDS = /^(?=.*\p{L}{3})[\p{L}\s,.'!?]+$/u;

/** Words that say what a formula could say. */
const MEANINGS: ReadonlyMap<string, Expr> = new Map<string, Expr>([
  ['none', { k: 'group', open: '\\{', close: '\\}', items: [] }],
  ['all reals', { k: 'domain', name: 'R' }],
  ['infinity', { k: 'const', name: 'inf' }],
  ['all integers', { k: 'domain', name: 'Z' }],
]);

const dropAlgebra = (readings: Reading[]): void => {
  for (let i = readings.length - 1; i >= 0; i--) {
    const reading = readings[i];
    if (reading?.form === 'math' && reading.unit === undefined) readings.splice(i, 1);
  }
};

function add(readings: Reading[], text: string, more: { unit?: Unit; unitCertain?: boolean; noun?: string }): void {
  for (const expr of mathReadings(text)) readings.push({ form: 'math', expr, ...more });
}

function mathReadings(text: string): Expr[] {
  if (isProse(text)) return [];
  const found: Expr[] = [];
  for (const style of styles(text)) {
    const expr = parseMath(text, style);
    if (expr !== undefined) found.push(expr);
  }
  return found;
}

/** Small words that would otherwise read as products of letters. */
const SMALL_WORDS =
  /^(?:no|on|is|so|us|we|do|go|at|to|of|it|if|me|my|he|by|up|as|am|yes|not|all|odd|one|two|six|ten|day|red|cat|dog|top|the|map|sun|mon|yes|may|dne)$/i;

/** "II and IV", "I, III only": statements by their Roman numbers. */
const ROMAN_LIST = /^[IVX]+(?:(?:\s*,\s*|\s+)(?:and\s+)?[IVX]+)+(?:\s+only)?$/;

const COMMON_WORDS =
  /\b(?:the|not|for|but|was|are|has|had|its|it's|this|that|with|from|than|then|is|of|to|by|be|we|it|so|if|at|sum|each|per)\b/i;

/** Words of prose outside commands and \text: not read as mathematics. */
function isProse(text: string): boolean {
  if (SMALL_WORDS.test(text) || /^[A-Za-z]{2,3}(?:\s+[A-Za-z]{2,})+$/.test(text)) return true;
  if (ROMAN_LIST.test(text)) return true;
  if (!/[A-Za-z]{2}/.test(text)) return false;
  const plain = text.replace(/\\(?:text\w*|mathrm|mbox|operatorname)\s*\{[^{}]*\}|\\[A-Za-z]+|[_^]\{[^{}]*\}/g, ' ');
  if (!/(?:^|[\s(])[A-Za-z]{2,}/.test(plain)) return false;
  return COMMON_WORDS.test(plain.replace(/\b(?:and|or)\b/g, ' '));
}

/** "1A_{16}", "\text{FF}_{16}", "0xff", "1010 (base 2)". */
function baseInText(text: string): Expr | undefined {
  const plain = text.replace(/\\(?:text|mathrm)\s*\{([^{}]*)\}/g, '$1');
  const match =
    /^\(?([0-9A-Za-z]+)\)?\s*_\s*\{?\s*\(?(\d{1,2})\)?\s*\}?$/.exec(plain) ??
    /^\(?([0-9A-Fa-f]+)\)?\s*_\s*\{?\s*(\d{1,2})\s*\}?$/.exec(plain) ??
    /^([0-9A-Fa-f]+)\s*\(?(?:in\s+)?base[\s-]*(\d{1,2})\)?$/i.exec(plain);
  const prefixed = /^0(x|b|o)([0-9A-Fa-f]+)$/i.exec(plain);
  try {
    if (match?.[1] !== undefined) return baseLiteral(match[1], Number(match[2]));
    if (prefixed?.[2] !== undefined)
      return baseLiteral(prefixed[2], { x: 16, b: 2, o: 8 }[(prefixed[1] ?? 'x').toLowerCase()] ?? 16);
  } catch {
    return undefined; // letters that are no digits: a symbol with an index
  }
  return undefined;
}

const COUNTED =
  /^(?:\\\$)?\s*(-?[\d.,]*\d|-?\\frac\s*\{\d+\}\s*\{\d+\}|-?\d+\s*\/\s*\d+)\s*(?:\\[,; ])*\s*(st|nd|rd|th)?\s*((?:\\text\s*\{)?\s*[-A-Za-z\u4e00-\u9fff][-A-Za-z\u4e00-\u9fff\s/'.}]*)$/;
const NUMBER_THEN_COUNTER = /^(.*\d\}?)\s*([\u4e00-\u9fff]{1,4})$/;
const ORDINAL = /^(?:the\s+)?(\d+)\s*(?:\^\s*\{?\s*(?:\\text\s*\{)?\s*)?(?:st|nd|rd|th)\}*\b\s*(.*)$/i;
const NAMED_NUMBER = /^(?:第)?\s*([零一二三四五六七八九十百千万两\d]+)\s*[\u4e00-\u9fff]{1,3}$/;

/** "12 apples", "12th grade", "45个", "第三名": a number and what it counts. */
function counted(text: string, readings: Reading[]): void {
  const ordinal = ORDINAL.exec(text);
  if (ordinal?.[1] !== undefined) {
    add(readings, ordinal[1], { noun: textKey(ordinal[2] ?? '') });
    return;
  }
  const plain = COUNTED.exec(text);
  if (plain?.[1] !== undefined && plain[3] !== undefined) {
    const noun = plain[3];
    // Letters right behind a digit are algebra or a label, not something counted.
    const stuck = /\d[A-Za-z]/.test(text.slice(plain[1].length - 1, plain[1].length + 1));
    if (!stuck) add(readings, plain[1], { noun: textKey(noun) });
    return;
  }
  const chinese = NUMBER_THEN_COUNTER.exec(text);
  if (chinese?.[1] !== undefined) {
    add(readings, chinese[1], { noun: chinese[2] ?? '' });
    return;
  }
  const named = NAMED_NUMBER.exec(text)?.[1];
  const numeral = named === undefined ? undefined : (readChineseNumeral(named) ?? named);
  if (numeral !== undefined && /^\d+$/.test(numeral))
    add(readings, numeral, { noun: text.replace(/^第/, '').slice(-1) });
}

/** Whether an expression is three letters or more and nothing else: a product, or a word. */
export const isWordLike = (e: Expr): boolean =>
  e.k === 'mul' &&
  e.args.length > 2 &&
  e.args.every((arg) => (arg.k === 'sym' || arg.k === 'const') && arg.name.length === 1);

/** The letters of a product in the order in which they were written. */
export const letters = (e: Expr): string =>
  e.k === 'mul' ? e.args.map(letters).join('') : e.k === 'sym' || e.k === 'const' ? e.name : '';
