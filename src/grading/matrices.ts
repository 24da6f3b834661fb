import { mapChildren, some, type Expr } from './expression.js';

type Matrix = Expr & { k: 'matrix' };

const isMatrix = (e: Expr): e is Matrix => e.k === 'matrix' && !e.bars;

/** Works out sums, products and multiples of matrices, so that an answer may leave them standing. */
export function addMatrices(e: Expr): Expr {
  if (e.k === 'matrix' || !some(e, isMatrix)) return e;
  const inner = mapChildren(e, addMatrices);
  switch (inner.k) {
    case 'add':
      return inner.args.every(isMatrix) ? (fold(inner.args, sum) ?? inner) : inner;
    case 'mul':
      return inner.args.some(isMatrix) ? (fold(inner.args, product) ?? inner) : inner;
    case 'neg':
      return isMatrix(inner.arg) ? entrywise(inner.arg, (entry) => ({ k: 'neg', arg: entry })) : inner;
    case 'div':
      return isMatrix(inner.top) && !isMatrix(inner.bottom)
        ? entrywise(inner.top, (entry) => ({ k: 'div', top: entry, bottom: inner.bottom }))
        : inner;
    default:
      return inner;
  }
}

function fold(args: readonly Expr[], f: (a: Expr, b: Expr) => Expr | undefined): Expr | undefined {
  const [first, ...rest] = args;
  return rest.reduce<Expr | undefined>((total, arg) => (total === undefined ? undefined : f(total, arg)), first);
}

const entrywise = (m: Matrix, f: (entry: Expr) => Expr): Matrix => ({ ...m, rows: m.rows.map((row) => row.map(f)) });

const width = (m: Matrix): number => m.rows[0]?.length ?? 0;

function sum(a: Expr, b: Expr): Expr | undefined {
  if (!isMatrix(a) || !isMatrix(b) || a.rows.length !== b.rows.length || width(a) !== width(b)) return undefined;
  return {
    ...a,
    rows: a.rows.map((row, i) => row.map((entry, j) => ({ k: 'add', args: [entry, b.rows[i]?.[j] ?? entry] }))),
  };
}

function product(a: Expr, b: Expr): Expr | undefined {
  if (!isMatrix(a) && !isMatrix(b)) return { k: 'mul', args: [a, b] };
  if (!isMatrix(a)) return isMatrix(b) ? entrywise(b, (entry) => ({ k: 'mul', args: [a, entry] })) : undefined;
  if (!isMatrix(b)) return entrywise(a, (entry) => ({ k: 'mul', args: [entry, b] }));
  if (width(a) !== b.rows.length || a.rows.length * width(b) > 100) return undefined;
  const columns = width(b);
  return {
    ...a,
    rows: a.rows.map((row) =>
      Array.from({ length: columns }, (_, j): Expr => ({
        k: 'add',
        args: row.map((entry, k): Expr => ({ k: 'mul', args: [entry, b.rows[k]?.[j] ?? entry] })),
      })),
    ),
  };
}
