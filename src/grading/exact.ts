import type { Expr } from './expression.js';
import * as Q from './rational.js';

/**
 * The exact rational value of an expression without variables, or undefined when it is not rational, not worked out
 * here, or too large. Roots of perfect powers count: \sqrt{9/4} is 3/2.
 */
export function exactValue(e: Expr): Q.Rational | undefined {
  try {
    return value(e);
  } catch {
    return undefined; // a division by zero or a number too large
  }
}

function value(e: Expr): Q.Rational | undefined {
  switch (e.k) {
    case 'num':
    case 'base':
      return e.value;
    case 'add':
      return fold(e.args, Q.ZERO, Q.add);
    case 'mul':
      return fold(e.args, Q.ONE, Q.multiply);
    case 'neg': {
      const arg = value(e.arg);
      return arg === undefined ? undefined : Q.negate(arg);
    }
    case 'div': {
      const top = value(e.top);
      const bottom = top === undefined ? undefined : value(e.bottom);
      return top === undefined || bottom === undefined ? undefined : Q.divide(top, bottom);
    }
    case 'percent': {
      const arg = value(e.arg);
      return arg === undefined ? undefined : Q.divide(arg, { n: 100n, d: 1n });
    }
    case 'pow':
      return powerValue(e.base, e.exponent);
    case 'call':
      return callValue(e.fn, e.args);
    default:
      return undefined;
  }
}

function fold(
  args: readonly Expr[],
  start: Q.Rational,
  f: (a: Q.Rational, b: Q.Rational) => Q.Rational,
): Q.Rational | undefined {
  let total = start;
  for (const arg of args) {
    const part = value(arg);
    if (part === undefined) return undefined;
    total = f(total, part);
  }
  return total;
}

function powerValue(baseExpr: Expr, exponentExpr: Expr): Q.Rational | undefined {
  const base = value(baseExpr);
  if (base === undefined) return undefined;
  const exponent = value(exponentExpr);
  if (exponent === undefined) return undefined;
  if (base.n === 0n && exponent.n <= 0n) return undefined;
  if (Q.isInteger(exponent)) return Q.power(base, exponent.n);
  // A fractional power is only rational for a non-negative base with an exact root.
  if (base.n < 0n) return undefined;
  const root = Q.exactRoot(base, exponent.d);
  return root === undefined ? undefined : Q.power(root, exponent.n);
}

function callValue(fn: string, args: readonly Expr[]): Q.Rational | undefined {
  const values: Q.Rational[] = [];
  for (const arg of args) {
    const v = value(arg);
    if (v === undefined) return undefined;
    values.push(v);
  }
  const [a, b] = values;
  if (a === undefined) return undefined;
  switch (fn) {
    case 'sqrt':
      return Q.exactRoot(a, 2n);
    case 'root':
      return b === undefined || !Q.isInteger(b) || b.n < 1n ? undefined : Q.exactRoot(a, b.n);
    case 'abs':
      return a.n < 0n ? Q.negate(a) : a;
    case '!':
      return factorial(a);
    case 'binom':
      return b === undefined ? undefined : binomial(a, b);
    case 'floor':
      return { n: floor(a), d: 1n };
    case 'ceil':
      return { n: -floor(Q.negate(a)), d: 1n };
    case 'mod':
      return b === undefined || !Q.isInteger(a) || !Q.isInteger(b) || b.n <= 0n
        ? undefined
        : { n: ((a.n % b.n) + b.n) % b.n, d: 1n };
    case 'max':
      return values.reduce((x, y) => (Q.compare(x, y) >= 0 ? x : y));
    case 'min':
      return values.reduce((x, y) => (Q.compare(x, y) <= 0 ? x : y));
    case 'gcd':
      return values.every(Q.isInteger) ? { n: values.reduce((x, y) => gcd(x, y.n), 0n), d: 1n } : undefined;
    case 'lcm':
      return values.every((v) => Q.isInteger(v) && v.n !== 0n)
        ? { n: values.reduce((x, y) => (x * y.n) / gcd(x, y.n), 1n), d: 1n }
        : undefined;
    default:
      return undefined;
  }
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

const floor = (a: Q.Rational): bigint => (a.n >= 0n ? a.n / a.d : -((-a.n + a.d - 1n) / a.d));

function factorial(a: Q.Rational): Q.Rational | undefined {
  if (!Q.isInteger(a) || a.n < 0n || a.n > 400n) return undefined;
  let product = 1n;
  for (let i = 2n; i <= a.n; i++) product *= i;
  return { n: product, d: 1n };
}

function binomial(n: Q.Rational, k: Q.Rational): Q.Rational | undefined {
  if (!Q.isInteger(n) || !Q.isInteger(k) || n.n < 0n || n.n > 5000n) return undefined;
  if (k.n < 0n || k.n > n.n) return Q.ZERO;
  let result = 1n;
  for (let i = 1n; i <= (k.n < n.n - k.n ? k.n : n.n - k.n); i++) result = (result * (n.n - i + 1n)) / i;
  return { n: result, d: 1n };
}
