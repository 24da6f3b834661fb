import { Decimal } from 'decimal.js';
import { exactValue } from './exact.js';
import type { Expr } from './expression.js';

/** 60 significant digits: two closed forms that agree to 50 of them are the same number for every purpose of grading. */
const D = Decimal.clone({ precision: 60, toExpNeg: -9e15, toExpPos: 9e15, maxE: 1e5, minE: -1e5 });
type D = InstanceType<typeof D>;

const PI = new D(
  '3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798',
);
const E = D.exp(1);

class NoValue extends Error {}

/**
 * Whether two real closed forms agree to 50 significant digits.
 * @returns undefined when one of them has no real value that is worked out here, or is too large or too small.
 */
export function agreePrecisely(a: Expr, b: Expr): boolean | undefined {
  try {
    const left = value(a);
    const right = value(b);
    if (!left.isFinite() || !right.isFinite()) return undefined;
    const size = D.max(left.abs(), right.abs());
    if (size.isZero()) return true;
    // Cancellation can eat leading digits; a difference that is tiny beside 1 as well counts as none.
    return left
      .minus(right)
      .abs()
      .lessThan(D.max(size, new D('1e-8')).times('1e-45'));
  } catch {
    return undefined; // no real value, or beyond the exponent range
  }
}

function value(e: Expr): D {
  const exact = e.k === 'num' || e.k === 'base' ? e.value : exactValue(e);
  if (exact !== undefined) return new D(exact.n.toString()).div(exact.d.toString());
  switch (e.k) {
    case 'const':
      if (e.name === 'pi') return PI;
      if (e.name === 'e') return E;
      throw new NoValue(e.name);
    case 'add':
      return e.args.reduce((total, arg) => total.plus(value(arg)), new D(0));
    case 'mul':
      return e.args.reduce((total, arg) => total.times(value(arg)), new D(1));
    case 'div':
      return value(e.top).div(value(e.bottom));
    case 'neg':
      return value(e.arg).negated();
    case 'percent':
      return value(e.arg).div(100);
    case 'degree':
      return value(e.arg).times(PI).div(180);
    case 'pow':
      return powerOf(value(e.base), value(e.exponent));
    case 'call':
      return callValue(e.fn, e.args);
    default:
      throw new NoValue(e.k);
  }
}

function powerOf(base: D, exponent: D): D {
  if (base.isNegative() && !exponent.isInteger()) throw new NoValue('a complex power');
  if (exponent.abs().times(base.abs().ln().abs().plus(1)).greaterThan(2e5)) throw new NoValue('too large');
  return base.pow(exponent);
}

function callValue(fn: string, args: readonly Expr[]): D {
  const [first, second] = args;
  if (first === undefined) throw new NoValue(fn);
  const a = value(first);
  const b = second === undefined ? undefined : value(second);
  switch (fn) {
    case 'sqrt':
      if (a.isNegative()) throw new NoValue('a complex root');
      return a.sqrt();
    case 'root': {
      const index = b ?? new D(2);
      if (!a.isNegative()) return a.pow(new D(1).div(index));
      if (!index.isInteger() || index.mod(2).isZero()) throw new NoValue('a complex root');
      return a.negated().pow(new D(1).div(index)).negated();
    }
    case 'ln':
      return positive(a).ln();
    case 'lg':
      return positive(a).log(10);
    case 'log':
      return b === undefined ? positive(a).log(10) : positive(a).ln().div(positive(b).ln());
    case 'exp':
      return powerOf(E, a);
    case 'abs':
      return a.abs();
    case 'sin':
      return moderate(a).sin();
    case 'cos':
      return moderate(a).cos();
    case 'tan':
      return moderate(a).tan();
    case 'cot':
      return new D(1).div(moderate(a).tan());
    case 'sec':
      return new D(1).div(moderate(a).cos());
    case 'csc':
      return new D(1).div(moderate(a).sin());
    case 'arcsin':
      return a.asin();
    case 'arccos':
      return a.acos();
    case 'arctan':
      return a.atan();
    default:
      throw new NoValue(fn);
  }
}

const positive = (a: D): D => {
  if (!a.isPositive() || a.isZero()) throw new NoValue('a logarithm of a number that is not positive');
  return a;
};

/** Trigonometry of huge arguments would need as many digits of π. */
const moderate = (a: D): D => {
  if (a.abs().greaterThan(1e6)) throw new NoValue('a large angle');
  return a;
};
