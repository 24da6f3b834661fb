/** Exact fractions over BigInt, in lowest terms with a positive denominator. Sizes are bounded: see `MAX_BITS`. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

/** Numbers beyond this many bits are not worked out exactly: 9^9^9 must not eat the memory. */
const MAX_BITS = 4096;

export class TooLargeError extends Error {
  constructor() {
    super('the number is too large to be worked out exactly');
  }
}

const abs = (x: bigint): bigint => (x < 0n ? -x : x);

const gcd = (a: bigint, b: bigint): bigint => {
  let x = abs(a);
  let y = abs(b);
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

const LIMIT = 1n << BigInt(MAX_BITS);

/** n/d in lowest terms. @throws {RangeError} when d is zero. @throws {TooLargeError} beyond 4096 bits. */
export function rational(n: bigint, d = 1n): Rational {
  if (d === 0n) throw new RangeError('division by zero');
  if (abs(n) > LIMIT || abs(d) > LIMIT) throw new TooLargeError();
  if (d === 1n) return { n, d };
  const g = gcd(n, d);
  const sign = d < 0n ? -1n : 1n;
  return { n: (sign * n) / g, d: (sign * d) / g };
}

export const ZERO: Rational = { n: 0n, d: 1n };
export const ONE: Rational = { n: 1n, d: 1n };

export const add = (a: Rational, b: Rational): Rational => rational(a.n * b.d + b.n * a.d, a.d * b.d);
export const negate = (a: Rational): Rational => ({ n: -a.n, d: a.d });
export const multiply = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d);
export const divide = (a: Rational, b: Rational): Rational => rational(a.n * b.d, a.d * b.n);
export const equals = (a: Rational, b: Rational): boolean => a.n === b.n && a.d === b.d;
export const isInteger = (a: Rational): boolean => a.d === 1n;
export const compare = (a: Rational, b: Rational): number => {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
};

/** a to an integer power. @throws {TooLargeError} when the result would be beyond 4096 bits. */
export function power(a: Rational, exponent: bigint): Rational {
  if (exponent < 0n) return power(rational(a.d, a.n), -exponent);
  const bits = Math.max(abs(a.n).toString(2).length, a.d.toString(2).length);
  if (a.n !== 0n && abs(a.n) + a.d > 2n && exponent * BigInt(bits) > BigInt(MAX_BITS * 2)) throw new TooLargeError();
  if (abs(a.n) <= 1n && a.d === 1n) return { n: exponent % 2n === 0n ? a.n * a.n : a.n, d: 1n };
  return rational(a.n ** exponent, a.d ** exponent);
}

/** The nearest double, also where numerator and denominator are beyond the range of doubles. */
export function toNumber(a: Rational): number {
  const n = Number(a.n);
  const d = Number(a.d);
  if (Number.isFinite(n) && Number.isFinite(d)) return n / d;
  const shift = BigInt(Math.max(0, a.d.toString(2).length - 1000));
  const down = Number(a.n >> shift) / Number(a.d >> shift);
  return Number.isFinite(down) ? down : Number((a.n << 64n) / a.d) / 2 ** 64;
}

/** The fraction that a decimal literal ("1.50", ".5", "2e-7") writes. @throws {TooLargeError} for absurd exponents. */
export function fromDecimal(text: string): Rational {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null) throw new RangeError(`not a decimal: ${text}`);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const scale = Number(exponent) - fraction.length;
  if (Math.abs(scale) > 1000 || whole.length + fraction.length > 1000) throw new TooLargeError();
  const digits = BigInt(`${whole}${fraction}` === '' ? '0' : `${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  return scale >= 0 ? rational(digits * 10n ** BigInt(scale)) : rational(digits, 10n ** BigInt(-scale));
}

/** "3", "-3/4". */
export const show = (a: Rational): string => (a.d === 1n ? a.n.toString() : `${a.n}/${a.d}`);

/** Integer square root when a is a perfect square of a fraction. */
export function exactRoot(a: Rational, index: bigint): Rational | undefined {
  if (a.n < 0n && index % 2n === 0n) return undefined;
  const n = integerRoot(abs(a.n), index);
  const d = integerRoot(a.d, index);
  if (n === undefined || d === undefined) return undefined;
  return rational(a.n < 0n ? -n : n, d);
}

function integerRoot(x: bigint, index: bigint): bigint | undefined {
  if (x < 2n) return x;
  if (index < 2n || index > 64n) return index === 1n ? x : undefined;
  let low = 1n;
  let high = 1n << (BigInt(x.toString(2).length) / index + 1n);
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** index <= x) low = middle;
    else high = middle - 1n;
  }
  return low ** index === x ? low : undefined;
}
