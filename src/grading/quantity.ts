import { combineUnits, unitAtom, type Unit } from './units.js';

/** A value with the unit that follows it. */
export interface SplitQuantity {
  readonly value: string;
  readonly unit: Unit;
  /** false where the letters may as well be variables: "5m", "3mg". */
  readonly certain: boolean;
  /** Whether the unit stood apart from the value. */
  readonly apart: boolean;
}

const WRAPPED =
  /\\(?:text|mathrm|mbox|textrm|textnormal|operatorname|hbox|rm|textbf|textit|mathit|mathsf|bf|unit)\s*\{([^{}]*)\}/g;
const MARK_OPEN = '\uE010';
const MARK_CLOSE = '\uE011';
const ATOM = /(\\\$|[A-Za-zΩÅμ°€£¥¢₹]+|[\u4e00-\u9fff]+)/y;
const POWER = /\s*(?:\^\s*(?:\{\s*(-?\d+)\s*\}|(-?\d+))|(-?[23]|-1)(?![\d.]))/y;
const JOIN = /\s*(?:\\cdot|\\times|\\ast|\*|\/|\bper\b|每|[·⋅])\s*|\s+|-/y;

/** Longer texts are no number with a unit. */
const MAX_QUANTITY = 400;

/** Unit symbols that nobody uses for a product of variables. */
const UNMISTAKABLE = new Set(
  'cm km kg mm dm Hz kHz MHz Pa kPa MPa kJ MJ kW kV MeV keV GeV eV mol mL kcal mph'.split(' '),
);

const LAST_OF_VALUE = /[\d)}\]%!\uE010]\s*$|\\(?:pi|infty)\s*$|[a-z]\s+$/;

/**
 * Splits the unit off the end of "15\mbox{ cm}^2", "4 m/s", "3 \times 10^8\,\mathrm{m\,s^{-1}}", "5厘米", "\$18.90".
 * @returns undefined when the text does not end in a unit.
 */
export function splitQuantity(text: string): SplitQuantity | undefined {
  const money = currencyFirst(text) ?? mixedUnits(text);
  if (money !== undefined) return money;
  if (text.length > MAX_QUANTITY || !/[A-Za-zΩÅμ°€£¥¢₹\u4e00-\u9fff$]/.test(text)) return undefined;
  const flat = text
    .replace(WRAPPED, (_all, inside: string) => `${MARK_OPEN}${inside}${MARK_CLOSE}`)
    .replace(/\^\s*\{?\s*\\circ\s*\}?\s*(?:\uE010\s*)?(?=[CF](?![a-z]))/g, ' °')
    .replace(/\\degree\s*(?=[CF](?![a-z]))/g, ' °')
    .replace(/\\(?:[,;:! ]|quad|qquad|enspace)|~/g, ' ')
    .replace(/\\mu\s*/g, 'μ')
    .replace(/\\Omega/g, 'Ω')
    .replace(/\\(?:AA|r\{A\})/g, 'Å')
    .replace(/\\%/g, '%');
  for (let start = 1; start < flat.length; start++) {
    const c = flat.charAt(start);
    if (!/[A-Za-zΩÅμ°€£¥¢₹\u4e00-\u9fff\\\uE010]/.test(c)) continue;
    const before = flat.slice(0, start);
    if (before.includes(MARK_CLOSE)) return undefined; // words inside the value: not one quantity
    const previous = before.at(-1) ?? '';
    if (/[A-Za-z\\μ°]/.test(previous) && !LAST_OF_VALUE.test(before)) continue;
    const numeral = /[零〇一二两三四五六七八九十百千万亿半]$/.test(before);
    const number =
      LAST_OF_VALUE.test(before) && /\d|\\pi|\\frac|\\sqrt/.test(before) && !/[\u4e00-\u9fff]/.test(previous);
    if (!numeral && !number) continue;
    // A list of quantities is not one.
    if (/[,;]/.test(before) && /[A-Za-z]{2}/.test(before.replace(/\\[A-Za-z]+/g, ''))) return undefined;
    const unit = parseUnit(flat.slice(start));
    if (unit === undefined) continue;
    const inText = flat.slice(start - 1).includes(MARK_OPEN) || c === MARK_OPEN;
    const value = before.replace(/[\uE010\uE011]/g, ' ').trim();
    if (!balanced(value)) continue;
    const apart = /\s$/.test(before) || inText;
    return { value, unit: unit.unit, certain: inText || unit.unmistakable || (apart && unit.compound), apart };
  }
  return undefined;
}

const MIXED =
  /^(\d+(?:\.\d+)?)\s*([A-Za-z]+|[\u4e00-\u9fff]{1,3})\.?,?\s*(?:and\s+)?(\d+(?:\.\d+)?)\s*([A-Za-z]+|[\u4e00-\u9fff]{1,3})$/;

/** "1 h 30 min", "6 feet 2 inches": two amounts of one kind, the larger unit first, as an amount of the smaller. */
function mixedUnits(text: string): SplitQuantity | undefined {
  const match = MIXED.exec(
    text
      .replace(WRAPPED, ' $1 ')
      .replace(/\\[,;: ]|~/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  const [, large = '', largeName = '', small = '', smallName = ''] = match ?? [];
  const first = match === null ? undefined : parseUnit(largeName)?.unit;
  const second = first === undefined ? undefined : parseUnit(smallName)?.unit;
  if (first === undefined || second?.dimension !== first.dimension || first.factor <= second.factor) return undefined;
  const ratio = Number((first.factor / second.factor).toPrecision(12));
  return { value: `${large}*${ratio}+${small}`, unit: second, certain: true, apart: true };
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const c of text) {
    if (c === '{') depth++;
    else if (c === '}' && --depth < 0) return false;
  }
  return depth === 0;
}

/** "\$18.90", "€5", "¥300". */
function currencyFirst(text: string): SplitQuantity | undefined {
  const match =
    /^(-?)\s*(?:\\text\s*\{\s*)?(\\\$|\\textdollar|\\pounds|[$€£¥₹]|US\\?\$|USD|RMB)\s*\}?\s*(?=[\d.\\(-])/.exec(text);
  if (match === null) return undefined;
  const sign = match[2] ?? '';
  const name =
    sign.includes('$') || sign === '\\textdollar' || sign === 'USD'
      ? '\\$'
      : sign === '\\pounds'
        ? '£'
        : sign === 'RMB'
          ? '元'
          : sign;
  const rest = text.slice(match[0].length).replace(/\s*(?:\\text\s*\{\s*)?(?:dollars|USD)\s*\}?\s*$/, '');
  const scaled = /^(.*?)\s*(?:\\text\s*\{\s*)?(million|billion|thousand)\s*\}?$/.exec(rest);
  const factor = scaled?.[2] === 'million' ? '1000000' : scaled?.[2] === 'billion' ? '1000000000' : '1000';
  const value = scaled?.[1] === undefined ? rest : `${scaled[1]} \\times ${factor}`;
  const unit = combineUnits([{ name, power: 1 }], name.replace('\\', ''));
  return unit === undefined ? undefined : { value: `${match[1] ?? ''}${value}`, unit, certain: true, apart: true };
}

interface ReadUnit {
  readonly unit: Unit;
  readonly unmistakable: boolean;
  readonly compound: boolean;
}

/** Reads text that is a unit and nothing else. */
export function parseUnit(source: string): ReadUnit | undefined {
  const text = source
    .replace(/\uE011\s*\uE010/g, ' ')
    .replace(/[\uE010\uE011]/g, ' ')
    .replace(/\\\$/g, '$')
    .replace(/degrees?\s+(?=(?:celsius|fahrenheit|[CF])\b)/i, '°')
    .replace(/°\s*celsius/i, '°C')
    .replace(/°\s*fahrenheit/i, '°F')
    .replace(/[.\s]+$/, '')
    .trim();
  const fraction = /^\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}$/.exec(text);
  if (fraction?.[1] !== undefined && fraction[2] !== undefined) return parseUnit(`${fraction[1]}/(${fraction[2]})`);
  if (text.length === 0 || text.length > 80) return undefined;
  const parts = unitParts(text);
  if (parts === undefined) return undefined;
  const unit = combineUnits(parts, text);
  if (unit === undefined) return undefined;
  const [first] = parts;
  const unmistakable = parts.some(({ name }) => UNMISTAKABLE.has(name) || name.length > 3 || /[^\x20-\x7E]/.test(name));
  return { unit, unmistakable, compound: parts.length > 1 || (first?.name.length ?? 0) > 1 };
}

const PREFIX_WORDS: Readonly<Record<string, number>> = { square: 2, sq: 2, cubic: 3, cu: 3 };

function unitParts(text: string): { name: string; power: number }[] | undefined {
  const parts: { name: string; power: number }[] = [];
  let at = 0;
  let sign = 1;
  let groupSign = 1;
  let pending: number | undefined;
  while (at < text.length) {
    const c = text.charAt(at);
    if (c === '(') {
      groupSign = sign;
      sign = 1;
      at++;
      continue;
    }
    if (c === ')') {
      groupSign = 1;
      at++;
      continue;
    }
    if (c === ' ' && parts.length === 0) {
      at++;
      continue;
    }
    ATOM.lastIndex = at;
    let name = ATOM.exec(text)?.[0] ?? (c === '$' ? '\\$' : undefined);
    if (name === undefined) return undefined;
    at += name === '\\$' ? 1 : name.length;
    const prefix = PREFIX_WORDS[name.toLowerCase().replace('.', '')];
    if (prefix !== undefined) pending = prefix;
    else if (name === 'per' || name === '每') sign = -1;
    else {
      const joined = /^(.*)[每](.*)$/.exec(name);
      if (joined?.[1] !== undefined && joined[2] !== undefined && joined[1] !== '') {
        parts.push({ name: joined[1], power: groupSign });
        name = joined[2];
        sign = -1;
      }
      if (unitAtom(name) === undefined) return undefined;
      POWER.lastIndex = at;
      const power = POWER.exec(text);
      let exponent = pending ?? 1;
      if (power !== null) {
        exponent = Number(power[1] ?? power[2] ?? power[3]);
        at += power[0].length;
      } else {
        const word = /^\s*(squared|cubed)/.exec(text.slice(at));
        if (word !== null) {
          exponent = word[1] === 'squared' ? 2 : 3;
          at += word[0].length;
        }
      }
      parts.push({ name, power: exponent * sign * groupSign });
      pending = undefined;
      sign = 1;
    }
    JOIN.lastIndex = at;
    const join = JOIN.exec(text)?.[0];
    if (join === undefined) continue;
    at += join.length;
    if (/\/|per|每/.test(join)) sign = -1;
  }
  return parts.length > 0 && pending === undefined ? parts : undefined;
}
