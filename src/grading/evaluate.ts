import * as C from './complex.js';
import { children, type Expr } from './expression.js';
import { toNumber } from './rational.js';

/** The expression has no value that can be worked out in doubles. */
export class NoValue extends Error {}

export type Point = ReadonlyMap<string, number>;

/** Terms of a sum or product, and steps of one evaluation, beyond which nothing is worked out. */
const MAX_TERMS = 3000;
const MAX_STEPS = 20_000;

/**
 * The value of an expression in double precision, principal branches, odd roots of negative numbers real.
 * @throws {NoValue} for unknown functions of calculus, unbound names, and work beyond the step limit.
 */
export function evaluate(e: Expr, point: Point): C.Complex {
  return new Evaluator(point).value(e);
}

class Evaluator {
  private steps = 0;

  constructor(private point: Point) {}

  value(e: Expr): C.Complex {
    if (++this.steps > MAX_STEPS) throw new NoValue('too many steps');
    switch (e.k) {
      case 'num':
      case 'base':
        return C.real(toNumber(e.value));
      case 'const':
        return constant(e.name);
      case 'sym': {
        const v = this.point.get(e.name);
        if (v === undefined) throw new NoValue(`no value for ${e.name}`);
        return C.real(v);
      }
      case 'add': {
        let total = C.real(0);
        for (const arg of e.args) total = C.add(total, this.value(arg));
        return total;
      }
      case 'mul': {
        let total = C.real(1);
        for (const arg of e.args) total = C.multiply(total, this.value(arg));
        return total;
      }
      case 'div':
        return C.divide(this.value(e.top), this.value(e.bottom));
      case 'neg':
        return C.negate(this.value(e.arg));
      case 'percent':
        return C.divide(this.value(e.arg), C.real(100));
      case 'degree':
        return C.multiply(this.value(e.arg), C.real(Math.PI / 180));
      case 'pow':
        return C.power(this.value(e.base), this.value(e.exponent));
      case 'call':
        return this.call(e.fn, e.args);
      case 'big':
        return this.big(e);
      case 'matrix':
        if (e.bars) return this.determinant(e.rows);
        throw new NoValue('a matrix');
      default:
        throw new NoValue(e.k);
    }
  }

  private call(fn: string, args: readonly Expr[]): C.Complex {
    const values = args.map((arg) => this.value(arg));
    const [a, b] = values;
    if (a === undefined) throw new NoValue(fn);
    const known = FUNCTIONS.get(fn);
    if (known !== undefined) return known(a, b, values);
    if (fn.length > 2 && /^[a-z]+$/.test(fn)) throw new NoValue(fn);
    return stranger(fn, values);
  }

  private big(e: Expr & { k: 'big' }): C.Complex {
    if (e.op !== 'sum' && e.op !== 'prod') throw new NoValue(e.op);
    if (e.low === undefined || e.high === undefined || e.variable === '') throw new NoValue('no range');
    const low = Math.round(this.value(e.low).re);
    const high = Math.round(this.value(e.high).re);
    if (!(high - low < MAX_TERMS)) throw new NoValue('a long range');
    const outer = this.point;
    const inner = new Map(outer);
    this.point = inner;
    let total = C.real(e.op === 'sum' ? 0 : 1);
    for (let i = low; i <= high; i++) {
      inner.set(e.variable, i);
      const term = this.value(e.body);
      total = e.op === 'sum' ? C.add(total, term) : C.multiply(total, term);
    }
    this.point = outer;
    return total;
  }

  private determinant(rows: readonly (readonly Expr[])[]): C.Complex {
    const [first] = rows;
    if (first === undefined || rows.length > 6 || rows.some((row) => row.length !== rows.length))
      throw new NoValue('a determinant');
    if (rows.length === 1 && first[0] !== undefined) return this.value(first[0]);
    let total = C.real(0);
    first.forEach((cell, column) => {
      const minor = this.determinant(rows.slice(1).map((row) => row.filter((_, index) => index !== column)));
      const term = C.multiply(this.value(cell), minor);
      total = column % 2 === 0 ? C.add(total, term) : C.subtract(total, term);
    });
    return total;
  }
}

function constant(name: 'pi' | 'e' | 'i' | 'inf'): C.Complex {
  if (name === 'pi') return C.real(Math.PI);
  if (name === 'e') return C.real(Math.E);
  if (name === 'i') return C.I;
  return C.real(Infinity);
}

type Fn = (a: C.Complex, b: C.Complex | undefined, all: readonly C.Complex[]) => C.Complex;

const onReals =
  (f: (x: number) => number): Fn =>
  (a) => {
    if (a.im !== 0) throw new NoValue('a complex argument');
    return C.real(f(a.re));
  };

const one = C.real(1);
const tan = (a: C.Complex): C.Complex => (a.im === 0 ? C.real(Math.tan(a.re)) : C.divide(C.sin(a), C.cos(a)));

const integers = (all: readonly C.Complex[]): number[] =>
  all.map((v) => {
    if (v.im !== 0 || !Number.isSafeInteger(v.re)) throw new NoValue('an integer expected');
    return v.re;
  });

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));

const FUNCTIONS: ReadonlyMap<string, Fn> = new Map<string, Fn>([
  ['sin', (a) => C.sin(a)],
  ['cos', (a) => C.cos(a)],
  ['tan', (a) => tan(a)],
  ['cot', (a) => C.divide(one, tan(a))],
  ['sec', (a) => C.divide(one, C.cos(a))],
  ['csc', (a) => C.divide(one, C.sin(a))],
  ['arcsin', onReals(Math.asin)],
  ['arccos', onReals(Math.acos)],
  ['arctan', onReals(Math.atan)],
  ['arccot', onReals((x) => Math.PI / 2 - Math.atan(x))],
  ['arcsec', onReals((x) => Math.acos(1 / x))],
  ['arccsc', onReals((x) => Math.asin(1 / x))],
  ['sinh', onReals(Math.sinh)],
  ['cosh', onReals(Math.cosh)],
  ['tanh', onReals(Math.tanh)],
  ['coth', onReals((x) => 1 / Math.tanh(x))],
  ['sech', onReals((x) => 1 / Math.cosh(x))],
  ['csch', onReals((x) => 1 / Math.sinh(x))],
  ['arsinh', onReals(Math.asinh)],
  ['arcosh', onReals(Math.acosh)],
  ['artanh', onReals(Math.atanh)],
  ['exp', (a) => C.exp(a)],
  ['ln', (a) => C.log(a)],
  // "log" without a base is decimal in school books and natural in most of mathematics: the comparison tries both.
  ['log', (a, b) => (b === undefined ? C.divide(C.log(a), C.real(Math.LN10)) : C.divide(C.log(a), C.log(b)))],
  ['lg', (a) => C.divide(C.log(a), C.real(Math.LN10))],
  ['sqrt', (a) => C.sqrt(a)],
  ['root', (a, b) => root(a, b ?? C.real(2))],
  ['abs', (a) => C.real(C.modulus(a))],
  ['!', onReals(factorial)],
  ['binom', (a, b) => C.real(binomial(a, b))],
  ['floor', onReals(Math.floor)],
  ['ceil', onReals(Math.ceil)],
  ['sgn', onReals(Math.sign)],
  ['arg', (a) => C.real(Math.atan2(a.im, a.re))],
  ['re', (a) => C.real(a.re)],
  ['im', (a) => C.real(a.im)],
  ['mod', (a, b) => C.real(modulo(a, b))],
  ['max', (_a, _b, all) => C.real(Math.max(...all.map((v) => v.re)))],
  ['min', (_a, _b, all) => C.real(Math.min(...all.map((v) => v.re)))],
  ['gcd', (_a, _b, all) => C.real(integers(all).reduce(gcd))],
  ['lcm', (_a, _b, all) => C.real(integers(all).reduce((x, y) => (x * y) / gcd(x, y)))],
]);

function root(a: C.Complex, index: C.Complex): C.Complex {
  if (a.im === 0 && index.im === 0 && a.re < 0 && Math.abs(index.re % 2) === 1)
    return C.real(-((-a.re) ** (1 / index.re)));
  return C.power(a, C.divide(C.real(1), index));
}

/** n! through the gamma function (Lanczos, g = 7, nine terms), so that samples need not be integers. */
function factorial(x: number): number {
  if (Number.isInteger(x)) {
    if (x < 0 || x > 170) throw new NoValue('a factorial out of range');
    let product = 1;
    for (let i = 2; i <= x; i++) product *= i;
    return product;
  }
  return gamma(x + 1);
}

// prettier-ignore
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

function gamma(z: number): number {
  if (z < 0.5) return Math.PI / (Math.sin(Math.PI * z) * gamma(1 - z));
  const x = z - 1;
  const t = x + 7.5;
  const series = LANCZOS.reduce((sum, c, i) => (i === 0 ? c : sum + c / (x + i)), 0);
  return Math.sqrt(2 * Math.PI) * t ** (x + 0.5) * Math.exp(-t) * series;
}

function binomial(a: C.Complex, b: C.Complex | undefined): number {
  if (b === undefined || a.im !== 0 || b.im !== 0) throw new NoValue('a binomial');
  const k = b.re;
  if (!Number.isInteger(k) || Math.abs(k) > 1000) return factorial(a.re) / (factorial(k) * factorial(a.re - k));
  if (k < 0) return 0;
  let result = 1;
  for (let i = 0; i < k; i++) result = (result * (a.re - i)) / (i + 1);
  return result;
}

function modulo(a: C.Complex, b: C.Complex | undefined): number {
  if (b === undefined || b.re === 0) throw new NoValue('a remainder');
  return ((a.re % b.re) + b.re) % b.re;
}

/** A function that only has a name: a fixed smooth value for each name and arguments, so that f(x) agrees with f(x) alone. */
function stranger(name: string, values: readonly C.Complex[]): C.Complex {
  let h = 0;
  for (let i = 0; i < name.length; i++) h = (h * 31 + name.charCodeAt(i)) % 9973;
  let phase = h / 97;
  values.forEach((v, index) => (phase += (v.re + 0.7 * v.im) * (1.37 + 0.61 * index)));
  return C.real(1.5 + Math.sin(phase));
}

/** Names that stand for whole numbers: they bound a sum, or stand under a factorial or binomial. */
export function integerNames(e: Expr, into = new Set<string>()): Set<string> {
  const collect = (part: Expr | undefined): void => {
    if (part === undefined) return;
    if (part.k === 'sym') into.add(part.name);
    children(part).forEach(collect);
  };
  if (e.k === 'big') [e.low, e.high].forEach(collect);
  if (e.k === 'call' && (e.fn === '!' || e.fn === 'binom' || e.fn === 'mod' || e.fn === 'gcd')) e.args.forEach(collect);
  if (e.k === 'pow' && e.base.k === 'neg') collect(e.exponent);
  if (e.k === 'pow' && e.base.k === 'num' && e.base.value.n < 0n) collect(e.exponent);
  children(e).forEach((part) => integerNames(part, into));
  return into;
}
