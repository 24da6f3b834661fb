import { evaluate, NoValue } from './evaluate.js';
import type { Expr, Relation } from './expression.js';
import { equalScalars, type Equal } from './scalars.js';
import type { SameOptions } from './verdict.js';

/** An end of an interval: its value, how it was written (undefined for ±∞ that was not written), and whether it belongs. */
interface End {
  readonly value: number;
  readonly expr: Expr | undefined;
  readonly closed: boolean;
}

interface Piece {
  readonly low: End;
  readonly high: End;
}

/** A union of intervals and points of the real line with numeric ends, in order, not overlapping. */
export type RealSet = readonly Piece[];

const minusInfinity: End = { value: -Infinity, expr: undefined, closed: false };
const plusInfinity: End = { value: Infinity, expr: undefined, closed: false };
const ALL: RealSet = [{ low: minusInfinity, high: plusInfinity }];

const near = (a: number, b: number): boolean =>
  a === b || (Number.isFinite(a - b) && Math.abs(a - b) <= 1e-10 * Math.max(1, Math.abs(a), Math.abs(b)));

function endOf(e: Expr, closed: boolean): End | undefined {
  try {
    const v = evaluate(e, new Map());
    if (v.im !== 0 || Number.isNaN(v.re)) return undefined;
    return { value: v.re, expr: Number.isFinite(v.re) ? e : undefined, closed: closed && Number.isFinite(v.re) };
  } catch (error) {
    if (error instanceof NoValue || error instanceof RangeError) return undefined;
    throw error;
  }
}

const point = (e: Expr): RealSet | undefined => {
  const end = endOf(e, true);
  return end?.expr === undefined ? undefined : [{ low: end, high: end }];
};

/** The set of real numbers that an answer describes, when it can be read off: intervals, unions, ℝ, x < 3, x ≠ 2, {x | 0 ≤ x < 1}. */
export function toRealSet(e: Expr): RealSet | undefined {
  switch (e.k) {
    case 'domain':
      return domainSet(e.name);
    case 'group':
      return e.open === '\\{' ? finite(e.items) : interval(e);
    case 'set':
      return operation(e);
    case 'builder':
      return toRealSet(e.condition);
    case 'rel':
      return fromRelation(e);
    case 'list':
      return fromList(e);
    default:
      return undefined;
  }
}

function domainSet(name: string): RealSet | undefined {
  const zero: End = { value: 0, expr: { k: 'num', value: { n: 0n, d: 1n } }, closed: false };
  switch (name) {
    case 'R':
      return ALL;
    case 'R^+':
    case 'R_+':
    case 'R_>0':
      return [{ low: zero, high: plusInfinity }];
    case 'R^-':
    case 'R_-':
      return [{ low: minusInfinity, high: zero }];
    default:
      return undefined;
  }
}

function finite(items: readonly Expr[]): RealSet | undefined {
  const pieces: Piece[] = [];
  for (const item of items) {
    const set = point(item);
    if (set === undefined) return undefined;
    pieces.push(...set);
  }
  return union(pieces);
}

function interval(e: Expr & { k: 'group' }): RealSet | undefined {
  const [a, b] = e.items;
  if (a === undefined || b === undefined || e.items.length !== 2) return undefined;
  const low = endOf(a, e.open === '[');
  const high = endOf(b, e.close === ']');
  if (low === undefined || high === undefined || low.value > high.value) return undefined;
  return low.value === high.value && !(low.closed && high.closed) ? undefined : [{ low, high }];
}

function operation(e: Expr & { k: 'set' }): RealSet | undefined {
  const parts: RealSet[] = [];
  for (const arg of e.args) {
    const part = toRealSet(arg);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const [first, ...rest] = parts;
  if (first === undefined) return undefined;
  if (e.op === 'union') return union(parts.flat());
  return rest.reduce((left, right) => intersect(left, e.op === 'difference' ? complement(right) : right), first);
}

/** What a relation constrains: a name, or a function of a name. */
const isUnknown = (e: Expr): boolean =>
  e.k === 'sym' ||
  (e.k === 'call' && e.args.every((arg) => arg.k === 'sym') && !/^(?:abs|sqrt|sin|cos|tan|ln|log|!)$/.test(e.fn));

function fromRelation(e: Expr & { k: 'rel' }): RealSet | undefined {
  const [a, b, c] = e.terms;
  const [first, second] = e.ops;
  if (a === undefined || b === undefined || first === undefined) return undefined;
  if (e.terms.length === 2) {
    if (isUnknown(a)) return halfLine(first, b);
    if (isUnknown(b)) return halfLine(MIRROR[first] ?? 'other', a);
    return undefined;
  }
  if (e.terms.length !== 3 || c === undefined || second === undefined || !isUnknown(b)) return undefined;
  const left = halfLine(MIRROR[first] ?? 'other', a);
  const right = halfLine(second, c);
  return left === undefined || right === undefined ? undefined : intersect(left, right);
}

const MIRROR: Partial<Record<Relation, Relation>> = {
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  '=': '=',
  '!=': '!=',
};

function halfLine(op: Relation, bound: Expr): RealSet | undefined {
  if (op === 'in') return toRealSet(bound);
  if (op === 'notin') {
    const set = toRealSet(bound);
    return set === undefined ? undefined : complement(set);
  }
  if (op === '!=') {
    const items = bound.k === 'pm' ? [bound.right, { k: 'neg', arg: bound.right } as const] : [bound];
    const set = finite(items);
    return set === undefined ? undefined : complement(set);
  }
  const end = endOf(bound, op === '<=' || op === '>=');
  if (end === undefined) return undefined;
  switch (op) {
    case '<':
    case '<=':
      return [{ low: minusInfinity, high: end }];
    case '>':
    case '>=':
      return [{ low: end, high: plusInfinity }];
    case '=':
      return point(bound);
    default:
      return undefined;
  }
}

function fromList(e: Expr & { k: 'list' }): RealSet | undefined {
  const parts: RealSet[] = [];
  let excluding = true;
  const names = new Set<string>();
  let lastOp: Relation | undefined;
  for (const item of e.items) {
    // "x ≠ 1, 2" carries its relation on.
    const part = toRealSet(item) ?? (lastOp === '!=' ? halfLine('!=', item) : undefined);
    if (part === undefined) return undefined;
    if (item.k === 'rel') {
      lastOp = item.ops[0];
      for (const term of item.terms) if (term.k === 'sym') names.add(term.name);
      excluding &&= item.ops.every((op) => op === '!=' || op === 'notin');
    } else excluding &&= lastOp === '!=';
    parts.push(part);
  }
  const [first, ...rest] = parts;
  if (first === undefined || names.size > 1) return undefined;
  const both = rest.reduce(intersect, first);
  if (excluding) return both;
  if (e.connector === 'or') return union(parts.flat());
  if (!e.items.some((item) => item.k === 'rel')) return e.connector === 'and' ? union(parts.flat()) : undefined;
  // A comma between inequalities means "and" unless that would leave nothing: "x < 1, x > 3".
  return both.length > 0 ? both : union(parts.flat());
}

function union(pieces: readonly Piece[]): RealSet {
  const sorted = [...pieces].sort((p, q) => p.low.value - q.low.value || Number(q.low.closed) - Number(p.low.closed));
  const merged: Piece[] = [];
  for (const piece of sorted) {
    const last = merged.at(-1);
    const touches =
      last !== undefined &&
      (piece.low.value < last.high.value ||
        (near(piece.low.value, last.high.value) && (piece.low.closed || last.high.closed)));
    if (!touches) {
      merged.push(piece);
      continue;
    }
    const reaches =
      piece.high.value > last.high.value || (near(piece.high.value, last.high.value) && piece.high.closed);
    merged[merged.length - 1] = { low: last.low, high: reaches ? piece.high : last.high };
  }
  return merged;
}

function complement(set: RealSet): RealSet {
  const gaps: Piece[] = [];
  let low = minusInfinity;
  for (const piece of set) {
    if (piece.low.value > -Infinity) gaps.push({ low, high: { ...piece.low, closed: !piece.low.closed } });
    low = { ...piece.high, closed: !piece.high.closed };
  }
  if (low.value < Infinity)
    gaps.push({ low: { ...low, closed: low.value > -Infinity && low.closed }, high: plusInfinity });
  return gaps.filter((gap) => gap.low.value < gap.high.value || (gap.low.closed && gap.high.closed));
}

function intersect(a: RealSet, b: RealSet): RealSet {
  const found: Piece[] = [];
  for (const p of a) {
    for (const q of b) {
      const low = p.low.value > q.low.value || (p.low.value === q.low.value && !p.low.closed) ? p.low : q.low;
      const high = p.high.value < q.high.value || (p.high.value === q.high.value && !p.high.closed) ? p.high : q.high;
      if (low.value < high.value || (low.value === high.value && low.closed && high.closed)) found.push({ low, high });
    }
  }
  return found;
}

/** Whether two sets have the same pieces, ends compared by the rules for numbers. */
export function equalRealSets(gold: RealSet, prediction: RealSet, options: SameOptions): Equal {
  if (gold.length !== prediction.length) return false;
  let result: Equal = true;
  gold.forEach((piece, i) => {
    const other = prediction[i];
    if (other === undefined || result === false) return;
    const ends = [equalEnds(piece.low, other.low, options), equalEnds(piece.high, other.high, options)];
    if (ends.includes(false)) result = false;
    else if (ends.includes(undefined)) result = undefined;
  });
  return result;
}

function equalEnds(a: End, b: End, options: SameOptions): Equal {
  if (a.closed !== b.closed) return false;
  if (a.expr === undefined || b.expr === undefined) return a.value === b.value;
  return equalScalars(a.expr, b.expr, options);
}

/** Whether a number belongs to the set; ends count as reached within the noise of doubles. */
export function contains(set: RealSet, x: number): boolean {
  return set.some((piece) => {
    const aboveLow = near(x, piece.low.value) ? piece.low.closed : x > piece.low.value;
    const belowHigh = near(x, piece.high.value) ? piece.high.closed : x < piece.high.value;
    return aboveLow && belowHigh;
  });
}

/** Numbers that tell this set from any other with ends in other places: the ends, both sides of them, and between. */
export function witnesses(set: RealSet): number[] {
  const ends = set.flatMap((piece) => [piece.low.value, piece.high.value]).filter((value) => Number.isFinite(value));
  const spread: number[] = [];
  for (const end of ends)
    for (const step of [0, 1e-4, -1e-4, 0.037, -0.037, 0.73, -0.73])
      spread.push(end + step * Math.max(1, Math.abs(end)));
  ends.forEach((end, i) => {
    const next = ends[i + 1];
    if (next !== undefined) spread.push((end + next) / 2);
  });
  for (let k = -24; k <= 24; k++) spread.push(k * 0.7310585 + 0.0123, k * 9.173 + 0.31);
  return spread;
}
