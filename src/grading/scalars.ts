import * as C from './complex.js';
import { evaluate, integerNames, NoValue, type Point } from './evaluate.js';
import { exactValue } from './exact.js';
import { freeVariables, mapChildren, some, type DecimalDigits, type Expr } from './expression.js';
import { sameRationalFunction } from './modular.js';
import { agreePrecisely } from './precise.js';
import * as Q from './rational.js';
import type { SameOptions } from './verdict.js';

/** true: the same value; false: another value; undefined: neither could be shown. */
export type Equal = boolean | undefined;

/** Doubles that differ by more than this share differ. */
const DOUBLE_NOISE = 1e-9;

/** Digits a rounded decimal needs to stand for an exact value that has no finite decimal. */
const ENOUGH_DIGITS = 6;

/**
 * Whether two arithmetic expressions have the same value: exactly where both are rational (or rational functions), else
 * by high-precision values and by sampling at points that are the same in every run.
 */
export function equalScalars(gold: Expr, prediction: Expr, options: SameOptions): Equal {
  const first = equalAs(gold, prediction, options);
  if (first === true || !some(gold, isPlainLog) === !some(prediction, isPlainLog)) return first;
  // "log" on one side only: it may be the natural logarithm there.
  return equalAs(naturalLog(gold), naturalLog(prediction), options) === true ? true : first;
}

const isPlainLog = (e: Expr): boolean => e.k === 'call' && e.fn === 'log' && e.args.length === 1;

function naturalLog(e: Expr): Expr {
  return isPlainLog(e) && e.k === 'call'
    ? { ...e, fn: 'ln', args: e.args.map(naturalLog) }
    : mapChildren(e, naturalLog);
}

function equalAs(gold: Expr, prediction: Expr, options: SameOptions): Equal {
  const names = freeVariables(prediction, freeVariables(gold));
  if (names.size > 0) return equalFunctions(gold, prediction, names);
  return equalNumbers(gold, prediction, options);
}

function equalNumbers(gold: Expr, prediction: Expr, options: SameOptions): Equal {
  const a = exactValue(gold);
  const b = exactValue(prediction);
  const digits = decimalDigits(prediction);
  const goldDigits = decimalDigits(gold);
  if (a !== undefined && b !== undefined) {
    if (Q.equals(a, b)) return true;
    return (
      closeEnough(Q.toNumber(a), Q.toNumber(b), options) ||
      roundedFrom(a, goldDigits, b, digits) ||
      roundedFrom(b, digits, a, goldDigits)
    );
  }
  const x = numeric(gold);
  const y = numeric(prediction);
  if (x === undefined || y === undefined) return precisely(gold, prediction);
  if (!C.isFinite(x) || !C.isFinite(y)) {
    if (x.im === 0 && y.im === 0 && isInfinite(gold) && isInfinite(prediction)) return x.re === y.re;
    if (isInfinite(gold) !== isInfinite(prediction))
      return isFiniteReading(gold, x) || isFiniteReading(prediction, y) ? false : undefined;
    return precisely(gold, prediction); // beyond the range of doubles
  }
  const gap = C.modulus(C.subtract(x, y));
  const size = Math.max(C.modulus(x), C.modulus(y));
  if (x.im === 0 && y.im === 0 && closeEnough(x.re, y.re, options)) return true;
  if (digits !== undefined && roundsTo(x, y, digits)) return true;
  if (goldDigits !== undefined && roundsTo(y, x, goldDigits)) return true;
  if (gap > size * DOUBLE_NOISE && gap > 1e-13) return false;
  if (gap > size * DOUBLE_NOISE) return precisely(gold, prediction);
  const precise = precisely(gold, prediction);
  if (precise !== undefined) return precise;
  return gap <= size * 1e-12 && !isHuge(size) ? true : undefined;
}

const isHuge = (size: number): boolean => size > 1e12 || size < 1e-12;

const precisely = (a: Expr, b: Expr): Equal => agreePrecisely(a, b);

const isInfinite = (e: Expr): boolean => (e.k === 'const' ? e.name === 'inf' : e.k === 'neg' && isInfinite(e.arg));

const isFiniteReading = (e: Expr, value: C.Complex): boolean => !isInfinite(e) && C.isFinite(value);

const numeric = (e: Expr): C.Complex | undefined => {
  try {
    return evaluate(e, new Map());
  } catch (error) {
    if (error instanceof NoValue || error instanceof RangeError) return undefined;
    throw error;
  }
};

/** The tolerance that the task allows. */
function closeEnough(gold: number, prediction: number, options: SameOptions): boolean {
  const gap = Math.abs(gold - prediction);
  if (options.decimals !== undefined && gap <= 0.5 * 10 ** -options.decimals * (1 + 1e-9)) return true;
  return options.relativeTolerance !== undefined && gap <= options.relativeTolerance * Math.abs(gold) * (1 + 1e-9);
}

/** How a bare number was written, if with decimals: "-1.25", "3.2\times 10^5" has the digits of its mantissa. */
function decimalDigits(e: Expr): DecimalDigits | undefined {
  if (e.k === 'num') return e.decimal;
  if (e.k === 'neg') return decimalDigits(e.arg);
  if (e.k === 'percent') {
    const inner = decimalDigits(e.arg);
    return inner === undefined ? undefined : { ...inner, places: inner.places + 2 };
  }
  if (e.k === 'mul' && e.args.length === 2) {
    const [mantissa, scale] = e.args;
    const inner = mantissa === undefined ? undefined : decimalDigits(mantissa);
    const exponent =
      scale?.k === 'pow' && scale.base.k === 'num' && scale.base.value.n === 10n && scale.base.value.d === 1n
        ? exactValue(scale.exponent)
        : undefined;
    if (inner !== undefined && exponent !== undefined && Q.isInteger(exponent))
      return { ...inner, places: inner.places - Number(exponent.n) };
  }
  return undefined;
}

/** Convention: a decimal with at least six significant digits that is the correct rounding of an endless decimal stands for it. */
function roundedFrom(
  exact: Q.Rational,
  exactDigits: DecimalDigits | undefined,
  rounded: Q.Rational,
  digits: DecimalDigits | undefined,
): boolean {
  if (digits === undefined || digits.significant < ENOUGH_DIGITS || isShortDecimal(exact)) return false;
  if (exactDigits !== undefined && exactDigits.places <= digits.places) return false;
  const gap = Q.add(exact, Q.negate(rounded));
  const half = Q.multiply({ n: 1n, d: 2n }, Q.power({ n: 10n, d: 1n }, BigInt(-digits.places)));
  return Q.compare(gap.n < 0n ? Q.negate(gap) : gap, half) <= 0;
}

/** Whether a fraction has a decimal form of at most ten places: then it could have been written out. */
function isShortDecimal(a: Q.Rational): boolean {
  return 10n ** 10n % a.d === 0n;
}

function roundsTo(exact: C.Complex, rounded: C.Complex, digits: DecimalDigits): boolean {
  if (digits.significant < ENOUGH_DIGITS) return false;
  return C.modulus(C.subtract(exact, rounded)) <= 0.5 * 10 ** -digits.places * (1 + 1e-6);
}

/** Sample points: inside and outside the unit interval, both signs, no small integers or special angles. */
const COORDINATES = [
  0.7390851, 1.9318517, 2.6457513, 0.3141271, 3.8729833, -0.6180339, -1.4142136, -2.2360679, 5.1961524, 0.1287364,
  -3.3166248, 7.0710678,
];
const WHOLE = [5, 7, 4, 9, 6, 3, 8, 11, 10, 2, 12, 13];

/** Points at which expressions in these names are compared; the first ones are all positive. */
export function samplePoints(names: ReadonlySet<string>, whole: ReadonlySet<string>): Point[] {
  const ordered = [...names].sort();
  const points: Point[] = [];
  for (let k = 0; k < 12; k++) {
    const point = new Map<string, number>();
    ordered.forEach((name, index) => {
      const at = (k + index * 5 + nameShift(name)) % 12;
      const c = COORDINATES[at] ?? 1;
      const value = (k < 5 ? Math.abs(c) : c) * (1 + 0.0173 * index);
      point.set(name, whole.has(name) ? (WHOLE[(k + index * 5) % 12] ?? 5) : value);
    });
    points.push(point);
  }
  return points;
}

const nameShift = (name: string): number => name.charCodeAt(0) % 3;

function equalFunctions(gold: Expr, prediction: Expr, names: ReadonlySet<string>): Equal {
  if (names.has('...')) return undefined; // what the dots stand for is not worked out
  const rational = sameRationalFunction(gold, prediction);
  if (rational !== undefined) return rational;
  const whole = integerNames(prediction, integerNames(gold));
  let agreements = 0;
  let disagreements = 0;
  let complexAgreements = 0;
  for (const point of samplePoints(names, whole)) {
    const pair = valuesAt(gold, prediction, point);
    if (pair === undefined) return undefined;
    const [x, y] = pair;
    if (!C.isFinite(x) || !C.isFinite(y)) continue;
    const gap = C.modulus(C.subtract(x, y));
    const close = gap <= 1e-8 * Math.max(C.modulus(x), C.modulus(y)) || gap < 1e-14;
    const bothReal = x.im === 0 && y.im === 0;
    if (close && bothReal) agreements++;
    else if (close) complexAgreements++;
    // Away from the real domain of both, two forms may sit on different branches: that alone is no difference.
    else if (bothReal || usesImaginary(gold) || usesImaginary(prediction)) disagreements++;
    if (disagreements > 0) return false;
  }
  if (agreements >= 3) return true;
  if (complexAgreements >= 4) return true;
  return undefined;
}

const usesImaginary = (e: Expr): boolean => some(e, (part) => part.k === 'const' && part.name === 'i');

function valuesAt(a: Expr, b: Expr, point: Point): [C.Complex, C.Complex] | undefined {
  try {
    return [evaluate(a, point), evaluate(b, point)];
  } catch (error) {
    if (error instanceof NoValue || error instanceof RangeError) return undefined;
    throw error;
  }
}
