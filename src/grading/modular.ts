import type { Expr } from './expression.js';
import { freeVariables } from './expression.js';

/** The Mersenne prime 2^61 − 1: a false "equal" of two polynomials of degree d has a chance below d/2^61 per point. */
const P = (1n << 61n) - 1n;

const reduce = (x: bigint): bigint => ((x % P) + P) % P;

function powMod(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let b = reduce(base);
  for (let e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = (result * b) % P;
    b = (b * b) % P;
  }
  return result;
}

const inverse = (x: bigint): bigint => powMod(x, P - 2n);

class Undefined extends Error {}

/**
 * Whether two expressions are the same rational function over the rationals, by their values in a prime field at
 * points fixed by the variable names (Schwartz, Zippel). Exact in the sense that "different" is certain.
 * @returns undefined when one of them is not a rational function.
 */
export function sameRationalFunction(a: Expr, b: Expr): boolean | undefined {
  const names = [...freeVariables(b, freeVariables(a))].sort();
  let tested = 0;
  for (let round = 0; round < 4 && tested < 2; round++) {
    const point = new Map(names.map((name, index) => [name, seed(name, round, index)]));
    try {
      const left = evaluate(a, point);
      const right = left === undefined ? undefined : evaluate(b, point);
      if (left === undefined || right === undefined) return undefined;
      if (left !== right) return false;
      tested++;
    } catch (error) {
      if (!(error instanceof Undefined)) throw error;
    }
  }
  return tested > 0 ? true : undefined;
}

/** A fixed pseudo-random field element: grading must give the same verdict every time. */
function seed(name: string, round: number, index: number): bigint {
  let h = 1469598103934665603n ^ BigInt(round * 7919 + index * 104729);
  for (let i = 0; i < name.length; i++) h = reduce((h ^ BigInt(name.charCodeAt(i))) * 1099511628211n);
  return reduce(h * 6364136223846793005n + 1442695040888963407n);
}

function evaluate(e: Expr, point: ReadonlyMap<string, bigint>): bigint | undefined {
  switch (e.k) {
    case 'num':
    case 'base': {
      const bottom = reduce(e.value.d);
      if (bottom === 0n) throw new Undefined();
      return e.value.d === 1n ? reduce(e.value.n) : (reduce(e.value.n) * inverse(bottom)) % P;
    }
    case 'sym':
      return point.get(e.name);
    case 'neg': {
      const arg = evaluate(e.arg, point);
      return arg === undefined ? undefined : reduce(-arg);
    }
    case 'add':
    case 'mul': {
      let total = e.k === 'add' ? 0n : 1n;
      for (const arg of e.args) {
        const part = evaluate(arg, point);
        if (part === undefined) return undefined;
        total = e.k === 'add' ? (total + part) % P : (total * part) % P;
      }
      return total;
    }
    case 'percent': {
      const arg = evaluate(e.arg, point);
      return arg === undefined ? undefined : (arg * inverse(100n)) % P;
    }
    case 'div': {
      const top = evaluate(e.top, point);
      const bottom = top === undefined ? undefined : evaluate(e.bottom, point);
      if (top === undefined || bottom === undefined) return undefined;
      if (bottom === 0n) throw new Undefined();
      return (top * inverse(bottom)) % P;
    }
    case 'pow': {
      const exponent = integerExponent(e.exponent);
      const base = exponent === undefined ? undefined : evaluate(e.base, point);
      if (base === undefined || exponent === undefined) return undefined;
      if (exponent >= 0n) return base === 0n && exponent === 0n ? undefined : powMod(base, exponent);
      if (base === 0n) throw new Undefined();
      return powMod(inverse(base), -exponent);
    }
    default:
      return undefined;
  }
}

/** An integer exponent that is small enough to be one: x^(2/1), x^{-3}. */
function integerExponent(e: Expr): bigint | undefined {
  if (e.k === 'num' && e.value.d === 1n) return e.value.n <= 100000n && e.value.n >= -100000n ? e.value.n : undefined;
  if (e.k === 'neg') {
    const inner = integerExponent(e.arg);
    return inner === undefined ? undefined : -inner;
  }
  if (e.k === 'add') {
    let total = 0n;
    for (const arg of e.args) {
      const part = integerExponent(arg);
      if (part === undefined) return undefined;
      total += part;
    }
    return total;
  }
  return undefined;
}
