import type { Expr } from './expression.js';
import { exactValue } from './exact.js';
import * as Q from './rational.js';
import type { Answer, Reading } from './reading.js';

// prettier-ignore
const RELATION_SIGNS: Readonly<Record<string, string>> = {
  '=': '=', '!=': '≠', '<': '<', '>': '>', '<=': '≤', '>=': '≥', approx: '≈', in: '∈', notin: '∉', equiv: '≡', to: '→', other: '~',
};

/** How the grader understood an answer, for people: "3/4", "{-2, 1}", "5 cm", "x = 2". */
export function normalForm(answer: Answer): string {
  const [first] = answer.readings;
  return first === undefined ? answer.text : showReading(first);
}

export function showReading(reading: Reading): string {
  switch (reading.form) {
    case 'math':
      return [show(reading.expr), reading.unit?.text.trim() ?? '', reading.noun ?? '']
        .filter((part) => part !== '')
        .join(' ');
    case 'time': {
      const { hours, minutes, seconds } = reading.time;
      const clock = [hours, minutes, ...(seconds > 0 ? [seconds] : [])]
        .map((part) => String(part).padStart(2, '0'))
        .join(':');
      return reading.time.half === undefined ? clock : `${clock} (24 h)`;
    }
    case 'date':
      return [
        reading.date.year === undefined ? '' : String(reading.date.year),
        String(reading.date.month).padStart(2, '0'),
        String(reading.date.day).padStart(2, '0'),
      ]
        .filter((part) => part !== '')
        .join('-');
    case 'text':
      return reading.key;
  }
}

const LOOSE = 1;
const SUM = 2;
const PRODUCT = 3;
const POWER = 4;
const ATOM = 5;

/** An expression as text with sums and products in a fixed order, so that equal structures print alike. */
export function show(e: Expr): string {
  return print(e, 0, 0);
}

function print(e: Expr, outer: number, depth: number): string {
  if (depth > 60) return '…';
  const exact = e.k === 'num' || e.k === 'base' || depth > 8 ? undefined : exactOf(e);
  if (exact !== undefined) return wrap(Q.show(exact), exact.d !== 1n ? PRODUCT : exact.n < 0n ? SUM : ATOM, outer);
  const inner = (part: Expr, level: number): string => print(part, level, depth + 1);
  switch (e.k) {
    case 'num':
      return wrap(Q.show(e.value), e.value.d !== 1n ? PRODUCT : e.value.n < 0n ? SUM : ATOM, outer);
    case 'base':
      return `${e.digits}_${e.base}`;
    case 'sym':
      return e.name;
    case 'const':
      return e.name === 'pi' ? 'π' : e.name === 'inf' ? '∞' : e.name;
    case 'add': {
      const parts = e.args.map((part) => inner(part, SUM)).sort();
      return wrap(parts.join(' + ').replace(/\+ -/g, '- '), SUM, outer);
    }
    case 'mul':
      return wrap(
        e.args
          .map((part) => inner(part, PRODUCT))
          .sort()
          .join('·'),
        PRODUCT,
        outer,
      );
    case 'div':
      return wrap(`${inner(e.top, PRODUCT)}/${inner(e.bottom, POWER)}`, PRODUCT, outer);
    case 'neg':
      return wrap(`-${inner(e.arg, PRODUCT)}`, SUM, outer);
    case 'pow':
      return wrap(`${inner(e.base, ATOM)}^${inner(e.exponent, ATOM)}`, POWER, outer);
    case 'percent':
      return `${inner(e.arg, ATOM)}%`;
    case 'degree':
      return `${inner(e.arg, ATOM)}°`;
    case 'call':
      return e.fn === '!' || e.fn === "'"
        ? `${e.args.map((part) => inner(part, ATOM)).join('')}${e.fn}`
        : `${e.fn}(${e.args.map((part) => inner(part, LOOSE)).join(', ')})`;
    case 'pm':
      return wrap(
        `${e.left === undefined ? '' : `${inner(e.left, SUM)} `}${e.sign === 1 ? '±' : '∓'}${inner(e.right, SUM)}`,
        SUM,
        outer,
      );
    case 'big': {
      const range = [e.low, e.high].map((part) => (part === undefined ? '' : inner(part, LOOSE)));
      return `${e.op}(${inner(e.body, LOOSE)}, ${e.variable}, ${range.join(', ')})`;
    }
    case 'rel':
      return wrap(
        e.terms
          .map(
            (part, i) => `${i === 0 ? '' : ` ${RELATION_SIGNS[e.ops[i - 1] ?? 'other'] ?? '~'} `}${inner(part, LOOSE)}`,
          )
          .join(''),
        LOOSE,
        outer,
      );
    case 'group':
      return `${e.open.replace('\\', '')}${e.items.map((part) => inner(part, LOOSE)).join(', ')}${e.close.replace('\\', '')}`;
    case 'list':
      return wrap(
        e.items
          .map((part) => inner(part, LOOSE))
          .join(e.connector === 'or' || e.connector === 'and' ? ` ${e.connector} ` : `${e.connector} `),
        LOOSE,
        outer,
      );
    case 'set':
      return wrap(
        e.args
          .map((part) => inner(part, LOOSE))
          .join(e.op === 'union' ? ' ∪ ' : e.op === 'intersection' ? ' ∩ ' : ' \\ '),
        LOOSE,
        outer,
      );
    case 'builder':
      return `{${inner(e.variable, LOOSE)} | ${inner(e.condition, LOOSE)}}`;
    case 'domain':
      return e.name === 'R' ? 'ℝ' : e.name;
    case 'matrix':
      return `[${e.rows.map((row) => `[${row.map((part) => inner(part, LOOSE)).join(', ')}]`).join(', ')}]`;
    case 'ratio':
      return wrap(e.items.map((part) => inner(part, SUM)).join(':'), LOOSE, outer);
    case 'quantity':
      return `${inner(e.value, PRODUCT)} ${e.unit.text.trim()}`;
    case 'text':
      return e.text;
  }
}

const exactOf = (e: Expr): Q.Rational | undefined =>
  e.k === 'add' || e.k === 'mul' || e.k === 'div' || e.k === 'neg' || e.k === 'pow' ? exactValue(e) : undefined;

const wrap = (text: string, level: number, outer: number): string => (level < outer ? `(${text})` : text);
