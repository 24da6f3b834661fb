import { number, type Expr } from './expression.js';
import { fromDecimal, isInteger, type Rational } from './rational.js';
import { SyntaxProblem } from './tokens.js';

/** Leaves of the expression tree, and sums and products of two parts. */

/** Digits in a base from 2 to 36. @throws {SyntaxProblem} for another base or a digit that the base does not have. */
export function baseLiteral(digits: string, base: number): Expr {
  if (!Number.isInteger(base) || base < 2 || base > 36) throw new SyntaxProblem('not a base');
  let value = 0n;
  for (const digit of digits) {
    const d = parseInt(digit, 36);
    if (!(d < base)) throw new SyntaxProblem(`${digit} is no digit in base ${base}`);
    value = value * BigInt(base) + BigInt(d);
  }
  return base === 10 ? number(value) : { k: 'base', digits, base, value: { n: value, d: 1n } };
}

export function combine(left: Expr | undefined, sign: '+' | '-' | 'pm' | 'mp' | undefined, term: Expr): Expr {
  // ℝ - {2} leaves out an element.
  if (sign === '-' && (left?.k === 'domain' || left?.k === 'set'))
    return { k: 'set', op: 'difference', args: [left, term] };
  if (sign === 'pm' || sign === 'mp') {
    const way = sign === 'pm' ? 1 : -1;
    return left === undefined ? { k: 'pm', sign: way, right: term } : { k: 'pm', sign: way, left, right: term };
  }
  const signed: Expr = sign === '-' ? { k: 'neg', arg: term } : term;
  if (left === undefined) return signed;
  return left.k === 'add' ? { k: 'add', args: [...left.args, signed] } : { k: 'add', args: [left, signed] };
}

export const times = (a: Expr, b: Expr): Expr =>
  a.k === 'mul' ? { k: 'mul', args: [...a.args, b] } : { k: 'mul', args: [a, b] };

const integerOf = (e: Expr): Rational | undefined =>
  e.k === 'num' && e.decimal === undefined && isInteger(e.value) ? e.value : undefined;

export function isProperFraction(e: Expr): boolean {
  if (e.k !== 'div') return false;
  const top = integerOf(e.top);
  const bottom = integerOf(e.bottom);
  return top !== undefined && bottom !== undefined && top.n > 0n && top.n < bottom.n;
}

/** A power; C_5^2, as Chinese books write it, is a binomial. */
export function chosen(base: Expr, exponent: Expr): Expr {
  const n = base.k === 'sym' ? /^C_(\d{1,4})$/.exec(base.name)?.[1] : undefined;
  const k = integerOf(exponent);
  if (n !== undefined && k !== undefined && k.n >= 0n && k.n <= BigInt(n))
    return { k: 'call', fn: 'binom', args: [number(BigInt(n)), exponent] };
  return { k: 'pow', base, exponent };
}

/** e, i and π are constants, every other name is a variable. */
export function symbol(name: string): Expr {
  return name === 'e' || name === 'i' || name === 'pi' ? { k: 'const', name } : { k: 'sym', name };
}

/** A number literal, remembering how many decimals were written. */
export function literal(s: string): Expr {
  const value = fromDecimal(s);
  if (!/[.e]/.test(s)) return { k: 'num', value };
  const [mantissa = '', exponent = '0'] = s.split('e');
  const fraction = mantissa.split('.')[1] ?? '';
  const significant = mantissa.replace('.', '').replace(/^0+/, '').length;
  return { k: 'num', value, decimal: { places: fraction.length - Number(exponent), significant } };
}
