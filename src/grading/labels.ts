import { freeVariables, isScalar, mapChildren, type Expr } from './expression.js';
import { show } from './normal-form.js';
import { FUNCTIONS } from './tokens.js';

/** An answer with the name it was given: "x = 5" is 5 under the name x. */
export interface Labelled {
  readonly label: Expr | undefined;
  readonly value: Expr;
  /** A second value that only approximates the first: "1/3 ≈ 0.33". */
  readonly approximation?: Expr;
}

/** Whether an expression can only be a name: x, x_1, f(n), |AB|, AB, (p, q), \frac{NO}{BO}, \angle A. Never a constant. */
export function isName(e: Expr): boolean {
  switch (e.k) {
    case 'sym':
      return true;
    case 'call':
      return (
        (!FUNCTIONS.has(e.fn) || e.fn === 'abs' || e.args.length === 1) &&
        e.fn !== '!' &&
        e.fn !== 'sqrt' &&
        e.args.length > 0 &&
        e.args.every(isArgument)
      );
    case 'group':
      return e.open === '(' && e.items.length > 1 && e.items.every(isName);
    case 'mul':
      return e.args.every((arg) => arg.k === 'sym' && /^(?:[A-Z]|Delta|angle|triangle)/.test(arg.name));
    case 'div':
      return isName(e.top) && isName(e.bottom) && freeVariables(e).size > 1;
    case 'ratio':
      return e.items.every(isName);
    case 'list':
      return e.connector !== 'or' && e.items.every(isName);
    default:
      return false;
  }
}

const isArgument = (e: Expr): boolean => isScalar(e) && !(e.k === 'add' && freeVariables(e).size > 1);

const isNumberLike = (e: Expr): boolean => isScalar(e) && freeVariables(e).size === 0;

/** Takes the name off an answer; of a chain "x = 3 + 2 = 5 ≈ 5.0" the last exact member is the value. */
export function splitLabel(e: Expr): Labelled {
  if (e.k !== 'rel') return { label: undefined, value: e };
  const [first, second] = e.terms;
  const last = e.terms.at(-1);
  if (first === undefined || second === undefined || last === undefined) return { label: undefined, value: e };
  const [op] = e.ops;
  if (e.ops.every((o) => o === 'to')) return splitLabel(last);
  if (op === 'in' && e.ops.length === 1 && isName(first)) return { label: first, value: second };
  if (!e.ops.every((o) => o === '=' || o === 'approx' || (o === 'equiv' && e.ops.length === 1)))
    return { label: undefined, value: e };
  const roughAt = e.ops.indexOf('approx');
  const exactLast = roughAt <= 0 ? (roughAt === 0 ? undefined : last) : e.terms[roughAt];
  const rough = roughAt < 0 ? undefined : e.terms[roughAt + 1];
  if (isName(first)) {
    const value = exactLast ?? second;
    return { label: first, value, ...(rough === undefined || value === rough ? {} : { approximation: rough }) };
  }
  if (roughAt === 0)
    return { label: undefined, value: first, ...(rough === undefined ? {} : { approximation: rough }) };
  if (e.terms.length === 2) {
    if (isName(second) && isNumberLike(first)) return { label: second, value: first };
    // "35 + 70 = 105": a computation and its result.
    return first.k !== 'num' && isNumberLike(first) && second.k === 'num'
      ? { label: undefined, value: second }
      : { label: undefined, value: e };
  }
  // A longer chain is a computation: "3·4 + 1 = 12 + 1 = 13", "1 = x = 0" included.
  return exactLast !== undefined && isNumberLike(exactLast)
    ? { label: e.terms.find(isName), value: exactLast }
    : { label: undefined, value: e };
}

/**
 * Whether two names can stand for the same thing. Convention: a different letter names something else (x = 5 is not
 * y = 5), but an index, an accent or an argument may be missing, and y and f(x) are the same function.
 */
export function namesAgree(a: Expr, b: Expr): boolean {
  const x = nameKey(a);
  const y = nameKey(b);
  if (a.k === 'call' && b.k === 'call' && x === y && !sameEvents(a, b)) return false;
  if (x === y || x.startsWith(y) || y.startsWith(x)) return true;
  if (a.k === 'sym' && b.k === 'sym') return bare(a.name) === bare(b.name);
  if ((a.k === 'call') !== (b.k === 'call'))
    return [x, y].some((key) => /^[yzfghFGuw]$/.test(key)) && [x, y].every((key) => key.length === 1);
  return !(isLetter(a) && isLetter(b));
}

/** P(A) and P(B) are different things, W(n) and W(x) are one function. */
const sameEvents = (a: Expr & { k: 'call' }, b: Expr & { k: 'call' }): boolean =>
  a.args.every((arg, i) => {
    const other = b.args[i];
    const event = (e: Expr | undefined): boolean => (e?.k === 'sym' && /^[A-Z]$/.test(e.name)) || e?.k === 'num';
    return !(event(arg) && event(other)) || show(arg) === show(other ?? arg);
  });

const isLetter = (e: Expr): boolean => e.k === 'sym' || e.k === 'call';

const bare = (name: string): string => (name.split('_')[0] ?? name).replace(/^\w+\((.*)\)$/, '$1');

function nameKey(e: Expr): string {
  if (e.k === 'sym') return e.name;
  if (e.k === 'call') return e.fn;
  return '';
}

/** Renames the argument of "W(x) = …" to that of "W(n) = …", so that the right sides can be compared. */
export function alignArguments(gold: Labelled, prediction: Labelled): Expr {
  if (gold.label?.k !== 'call' || prediction.label?.k !== 'call') return prediction.value;
  const from = prediction.label.args;
  const to = gold.label.args;
  if (from.length !== to.length) return prediction.value;
  const names = new Map<string, Expr>();
  from.forEach((arg, i) => {
    const target = to[i];
    if (arg.k === 'sym' && target?.k === 'sym' && arg.name !== target.name) names.set(arg.name, target);
  });
  if (names.size === 0) return prediction.value;
  const rename = (e: Expr): Expr => (e.k === 'sym' ? (names.get(e.name) ?? e) : mapChildren(e, rename));
  return rename(prediction.value);
}
