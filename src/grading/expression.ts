import type { Rational } from './rational.js';
import type { Unit } from './units.js';

/** How a number was written, when it was written with a decimal point: rounding rules need it. */
export interface DecimalDigits {
  /** Digits after the point (negative for a positive power of ten). */
  readonly places: number;
  /** Significant digits. */
  readonly significant: number;
}

export type Relation = '=' | '!=' | '<' | '>' | '<=' | '>=' | 'approx' | 'in' | 'notin' | 'equiv' | 'to' | 'other';

export type Connector = ',' | ';' | 'and' | 'or';

/** Names of the bracketed big operators whose value needs calculus; sums and products over finite ranges are worked out. */
export type BigOperator = 'sum' | 'prod' | 'int' | 'lim' | 'diff';

/** What an answer reads as: arithmetic, and the containers that answers come in. */
export type Expr =
  | { readonly k: 'num'; readonly value: Rational; readonly decimal?: DecimalDigits }
  | { readonly k: 'base'; readonly digits: string; readonly base: number; readonly value: Rational }
  | { readonly k: 'sym'; readonly name: string }
  | { readonly k: 'const'; readonly name: 'pi' | 'e' | 'i' | 'inf' }
  | { readonly k: 'add'; readonly args: readonly Expr[] }
  | { readonly k: 'mul'; readonly args: readonly Expr[] }
  | { readonly k: 'div'; readonly top: Expr; readonly bottom: Expr }
  | { readonly k: 'neg'; readonly arg: Expr }
  | { readonly k: 'pow'; readonly base: Expr; readonly exponent: Expr }
  | { readonly k: 'call'; readonly fn: string; readonly args: readonly Expr[] }
  | { readonly k: 'pm'; readonly sign: 1 | -1; readonly left?: Expr; readonly right: Expr }
  | { readonly k: 'percent'; readonly arg: Expr }
  | { readonly k: 'degree'; readonly arg: Expr }
  | {
      readonly k: 'big';
      readonly op: BigOperator;
      readonly variable: string;
      readonly low?: Expr;
      readonly high?: Expr;
      readonly body: Expr;
    }
  | { readonly k: 'rel'; readonly terms: readonly Expr[]; readonly ops: readonly Relation[] }
  | { readonly k: 'group'; readonly open: string; readonly close: string; readonly items: readonly Expr[] }
  | { readonly k: 'list'; readonly connector: Connector; readonly items: readonly Expr[] }
  | { readonly k: 'set'; readonly op: 'union' | 'intersection' | 'difference'; readonly args: readonly Expr[] }
  | { readonly k: 'builder'; readonly variable: Expr; readonly condition: Expr }
  | { readonly k: 'domain'; readonly name: string }
  | { readonly k: 'matrix'; readonly rows: readonly (readonly Expr[])[]; readonly bars: boolean }
  | { readonly k: 'ratio'; readonly items: readonly Expr[] }
  | { readonly k: 'quantity'; readonly value: Expr; readonly unit: Unit }
  | { readonly k: 'text'; readonly text: string };

/** The parts of an expression, in order. */
export function children(e: Expr): readonly Expr[] {
  switch (e.k) {
    case 'num':
    case 'base':
    case 'sym':
    case 'const':
    case 'domain':
    case 'text':
      return [];
    case 'add':
    case 'mul':
    case 'call':
    case 'set':
      return e.args;
    case 'div':
      return [e.top, e.bottom];
    case 'neg':
    case 'percent':
    case 'degree':
      return [e.arg];
    case 'pow':
      return [e.base, e.exponent];
    case 'pm':
      return e.left === undefined ? [e.right] : [e.left, e.right];
    case 'big':
      return [e.body, ...(e.low === undefined ? [] : [e.low]), ...(e.high === undefined ? [] : [e.high])];
    case 'rel':
      return e.terms;
    case 'group':
    case 'list':
    case 'ratio':
      return e.items;
    case 'quantity':
      return [e.value];
    case 'builder':
      return [e.variable, e.condition];
    case 'matrix':
      return e.rows.flat();
  }
}

/** Rebuilds an expression with each direct part replaced. */
export function mapChildren(e: Expr, f: (part: Expr) => Expr): Expr {
  switch (e.k) {
    case 'num':
    case 'base':
    case 'sym':
    case 'const':
    case 'domain':
    case 'text':
      return e;
    case 'add':
    case 'mul':
    case 'call':
    case 'set':
      return { ...e, args: e.args.map(f) };
    case 'div':
      return { ...e, top: f(e.top), bottom: f(e.bottom) };
    case 'neg':
    case 'percent':
    case 'degree':
      return { ...e, arg: f(e.arg) };
    case 'pow':
      return { ...e, base: f(e.base), exponent: f(e.exponent) };
    case 'pm':
      return e.left === undefined ? { ...e, right: f(e.right) } : { ...e, left: f(e.left), right: f(e.right) };
    case 'big':
      return {
        ...e,
        body: f(e.body),
        ...(e.low === undefined ? {} : { low: f(e.low) }),
        ...(e.high === undefined ? {} : { high: f(e.high) }),
      };
    case 'rel':
      return { ...e, terms: e.terms.map(f) };
    case 'group':
    case 'list':
    case 'ratio':
      return { ...e, items: e.items.map(f) };
    case 'quantity':
      return { ...e, value: f(e.value) };
    case 'builder':
      return { ...e, variable: f(e.variable), condition: f(e.condition) };
    case 'matrix':
      return { ...e, rows: e.rows.map((row) => row.map(f)) };
  }
}

/** Whether the expression or any part of it satisfies a test. */
export function some(e: Expr, test: (part: Expr) => boolean): boolean {
  return test(e) || children(e).some((part) => some(part, test));
}

/** Names of the free variables; names bound by a sum, product, integral or limit are left out. */
export function freeVariables(e: Expr, into = new Set<string>()): Set<string> {
  if (e.k === 'sym') into.add(e.name);
  if (e.k === 'big') {
    const inner = freeVariables(e.body);
    inner.delete(e.variable);
    for (const name of inner) into.add(name);
    if (e.op === 'diff') into.add(e.variable);
    if (e.low !== undefined) freeVariables(e.low, into);
    if (e.high !== undefined) freeVariables(e.high, into);
    return into;
  }
  for (const part of children(e)) freeVariables(part, into);
  return into;
}

/** Whether the expression is arithmetic: no relation, list, set, matrix or text inside. */
export function isScalar(e: Expr): boolean {
  switch (e.k) {
    case 'rel':
    case 'group':
    case 'list':
    case 'set':
    case 'builder':
    case 'domain':
    case 'ratio':
    case 'text':
    case 'pm':
    case 'quantity':
      return false;
    case 'matrix':
      return e.bars && children(e).every(isScalar);
    default:
      return children(e).every(isScalar);
  }
}

export const number = (value: bigint | number): Expr => ({ k: 'num', value: { n: BigInt(value), d: 1n } });
