import type { Expr } from './expression.js';
import { fromDecimal } from './rational.js';
import type { Unit } from './units.js';
import { different, same, type Context, type Finding } from './verdict.js';

/** Conversion factors are measured constants with six digits or more. */
const CONVERSION = 1e-6;

/** The comparison of two answers without units. */
export type Compare = (gold: Expr, prediction: Expr, options: Context) => Finding;

/** Both sides have units: converted to SI and compared, or different where the dimensions differ. */
export function withUnits(a: Expr, unitA: Unit, b: Expr, unitB: Unit, options: Context, compare: Compare): Finding {
  if (unitA.dimension !== unitB.dimension)
    return different(`${unitA.text.trim()} against ${unitB.text.trim()}: not the same kind of unit`);
  if (unitA.factor === unitB.factor && unitA.offset === unitB.offset) {
    const plain = compare(a, b, options);
    return plain.verdict === 'same' ? same('the same quantity') : plain;
  }
  const converted = compare(toBase(a, unitA), toBase(b, unitB), {
    ...options,
    relativeTolerance: Math.max(options.relativeTolerance ?? 0, CONVERSION),
  });
  return converted.verdict === 'same'
    ? same(`the same quantity in ${unitA.text.trim()} and ${unitB.text.trim()}`)
    : converted;
}

const constant = (x: number): Expr => ({ k: 'num', value: fromDecimal(String(x)) });

function toBase(e: Expr, unit: Unit): Expr {
  const scaled: Expr = { k: 'mul', args: [e, constant(unit.factor)] };
  return unit.offset === undefined || unit.offset === 0 ? scaled : { k: 'add', args: [scaled, constant(unit.offset)] };
}

/** Quantities inside lists and behind names; a missing unit is tolerated as everywhere. Undefined: neither is one. */
export function compareUnits(gold: Expr, prediction: Expr, options: Context, compare: Compare): Finding | undefined {
  if (gold.k === 'quantity' && prediction.k === 'quantity')
    return withUnits(gold.value, gold.unit, prediction.value, prediction.unit, options, compare);
  if (gold.k !== 'quantity' && prediction.k !== 'quantity') return undefined;
  const plain = compare(
    gold.k === 'quantity' ? gold.value : gold,
    prediction.k === 'quantity' ? prediction.value : prediction,
    options,
  );
  if (plain.verdict !== 'same') return plain;
  return options.units === 'required' ? different('the unit is missing') : same('the same value; one side has no unit');
}
