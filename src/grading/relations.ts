import { evaluate, integerNames, NoValue, type Point } from './evaluate.js';
import { freeVariables, isScalar, type Expr, type Relation } from './expression.js';
import { contains, witnesses, type RealSet } from './real-sets.js';
import { samplePoints, type Equal } from './scalars.js';

type Rel = Expr & { k: 'rel' };

const valueAt = (e: Expr, point: Point): number | undefined => {
  try {
    const v = evaluate(e, point);
    return v.im === 0 && Number.isFinite(v.re) ? v.re : undefined;
  } catch (error) {
    if (error instanceof NoValue || error instanceof RangeError) return undefined;
    throw error;
  }
};

/** Left side minus right side at a point. */
const gapAt = (rel: Rel, point: Point): number | undefined => {
  const [a, b] = rel.terms;
  if (a === undefined || b === undefined) return undefined;
  const x = valueAt(a, point);
  const y = x === undefined ? undefined : valueAt(b, point);
  return x === undefined || y === undefined ? undefined : x - y;
};

const sides = (rel: Rel): boolean => rel.terms.length === 2 && rel.terms.every(isScalar);

/** The constant by which one relation's gap is a multiple of the other's; undefined when it is none or cannot be seen. */
function proportion(a: Rel, b: Rel): number | 'none' | undefined {
  const names = freeVariables(b, freeVariables(a));
  const whole = integerNames(b, integerNames(a));
  let factor: number | undefined;
  let seen = 0;
  for (const point of samplePoints(names, whole)) {
    const x = gapAt(a, point);
    const y = gapAt(b, point);
    if (x === undefined || y === undefined) continue;
    const xZero = Math.abs(x) < 1e-12;
    const yZero = Math.abs(y) < 1e-12;
    if (xZero && yZero) continue;
    if (xZero !== yZero) return 'none';
    const here = x / y;
    if (factor !== undefined && Math.abs(here - factor) > 1e-7 * Math.abs(factor)) return 'none';
    factor ??= here;
    seen++;
  }
  if (names.size > 0) return seen >= 3 ? factor : undefined;
  // Without unknowns any two gaps are multiples of each other: only the same gap is the same statement.
  return factor === undefined ? undefined : Math.abs(Math.abs(factor) - 1) < 1e-9 ? factor : 'none';
}

/**
 * Whether two equations describe the same points: one is a constant multiple of the other, or each vanishes where the
 * other does (tried by solving for one variable at several places).
 */
export function equalEquations(gold: Rel, prediction: Rel): Equal {
  if (!sides(gold) || !sides(prediction)) return undefined;
  const factor = proportion(gold, prediction);
  if (factor === undefined) return undefined;
  if (factor !== 'none') return true;
  const there = vanishesWith(gold, prediction);
  if (there === false) return false;
  const back = vanishesWith(prediction, gold);
  if (back === false) return false;
  return there === true && back === true ? true : undefined;
}

/** Solves one equation for each of its variables and looks whether the other one holds there. */
function vanishesWith(solved: Rel, checked: Rel): Equal {
  const names = [...freeVariables(checked, freeVariables(solved))];
  const own = freeVariables(solved);
  const whole = integerNames(checked, integerNames(solved));
  let held = 0;
  for (const point of samplePoints(new Set(names), whole).slice(0, 8)) {
    for (const name of own) {
      for (const start of [point.get(name) ?? 1, 0.4, -1.7, 6.1]) {
        const root = newton(solved, point, name, start);
        if (root === undefined) continue;
        const at = new Map(point).set(name, root);
        const gap = gapAt(checked, at);
        const [left, right] = checked.terms;
        if (gap === undefined || left === undefined || right === undefined) continue;
        const size = Math.max(1e-6, Math.abs(valueAt(left, at) ?? 0), Math.abs(valueAt(right, at) ?? 0));
        if (Math.abs(gap) > 1e-6 * size) return false;
        held++;
      }
    }
  }
  return held >= 6 ? true : undefined;
}

function newton(rel: Rel, point: Point, name: string, start: number): number | undefined {
  let x = start;
  const at = new Map(point);
  for (let step = 0; step < 40; step++) {
    const y = gapAt(rel, at.set(name, x));
    const h = 1e-6 * Math.max(1, Math.abs(x));
    const z = y === undefined ? undefined : gapAt(rel, at.set(name, x + h));
    if (y === undefined || z === undefined || z === y) return undefined;
    const next = x - (y * h) / (z - y);
    if (!Number.isFinite(next)) return undefined;
    if (Math.abs(next - x) <= 1e-11 * Math.max(1, Math.abs(x))) {
      const rest = gapAt(rel, at.set(name, next));
      return rest !== undefined && Math.abs(rest) < 1e-7 ? next : undefined;
    }
    x = next;
  }
  return undefined;
}

const FLIP: Partial<Record<Relation, Relation>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=', '=': '=', '!=': '!=' };

/** Whether two inequalities (chains included) are the same condition, up to a constant factor and the direction it turns. */
export function equalInequalities(gold: Rel, prediction: Rel): Equal {
  const turned = reversed(prediction);
  const straight = equalChains(gold, prediction);
  if (straight === true) return true;
  const back = turned === undefined ? undefined : equalChains(gold, turned);
  if (back === true) return true;
  return straight === false && back !== undefined ? false : undefined;
}

function reversed(rel: Rel): Rel | undefined {
  const ops = rel.ops.map((op) => FLIP[op]).reverse();
  return ops.some((op) => op === undefined)
    ? undefined
    : { k: 'rel', terms: [...rel.terms].reverse(), ops: ops.filter((op) => op !== undefined) };
}

function equalChains(a: Rel, b: Rel): Equal {
  if (a.terms.length !== b.terms.length || ![...a.terms, ...b.terms].every(isScalar)) return undefined;
  let result: Equal = true;
  for (let i = 0; i < a.ops.length; i++) {
    const [opA, opB] = [a.ops[i], b.ops[i]];
    if (opA === undefined || opB === undefined) return undefined;
    const part = proportion(link(a, i), link(b, i));
    if (part === undefined) result = undefined;
    else if (part === 'none') return false;
    else if (opA !== (part > 0 ? opB : FLIP[opB])) return false;
  }
  return result;
}

const link = (rel: Rel, i: number): Rel => ({
  k: 'rel',
  terms: rel.terms.slice(i, i + 2),
  ops: rel.ops.slice(i, i + 1),
});

/** Whether a condition on one unknown holds exactly on a set, looked at on both sides of every end and in between. */
export function holdsExactlyOn(condition: Expr, set: RealSet): Equal {
  const names = [...freeVariables(condition)];
  const [name] = names;
  if (names.length !== 1 || name === undefined || set.length === 0) return undefined;
  let seen = 0;
  for (const x of witnesses(set)) {
    const truth = holds(condition, new Map([[name, x]]));
    if (truth === undefined) continue;
    if (truth !== contains(set, x)) return false;
    seen++;
  }
  return seen > 40 ? true : undefined;
}

function holds(e: Expr, point: Point): boolean | undefined {
  if (e.k === 'list') {
    const parts = e.items.map((item) => holds(item, point));
    if (parts.includes(undefined)) return undefined;
    return e.connector === 'or' ? parts.includes(true) : !parts.includes(false);
  }
  if (e.k === 'builder') return holds(e.condition, point);
  if (e.k !== 'rel' || !e.terms.every(isScalar)) return undefined;
  for (let i = 0; i < e.ops.length; i++) {
    const gap = gapAt(link(e, i), point);
    const op = e.ops[i];
    if (gap === undefined || op === undefined) return undefined;
    const truth = satisfied(op, gap);
    if (truth !== true) return truth;
  }
  return true;
}

function satisfied(op: Relation, gap: number): boolean | undefined {
  const zero = Math.abs(gap) < 1e-9;
  switch (op) {
    case '<':
      return gap < 0 && !zero;
    case '<=':
      return gap < 0 || zero;
    case '>':
      return gap > 0 && !zero;
    case '>=':
      return gap > 0 || zero;
    case '=':
      return zero;
    case '!=':
      return !zero;
    default:
      return undefined;
  }
}
