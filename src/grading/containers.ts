import { mapChildren, some, type Expr } from './expression.js';
import { isName, splitLabel } from './labels.js';

/** The items of a list, or the thing itself. */
export const itemsOf = (e: Expr): readonly Expr[] => (e.k === 'list' ? e.items : [e]);

/** At most this many values come out of ± signs. */
const MAX_SIGNS = 4;

function withSign(e: Expr, choice: 1 | -1): Expr {
  if (e.k === 'pm') {
    const right = withSign(e.right, choice);
    const signed: Expr = e.sign * choice === 1 ? right : { k: 'neg', arg: right };
    return e.left === undefined ? signed : { k: 'add', args: [withSign(e.left, choice), signed] };
  }
  return mapChildren(e, (part) => withSign(part, choice));
}

const hasSign = (e: Expr): boolean => some(e, (part) => part.k === 'pm');

/** Writes out ±: "1 ± √2" is the list of two numbers, "{1 ± √5, -2}" the set of three. Signs in one item go together. */
export function expandSigns(e: Expr): Expr {
  if (!hasSign(e)) return e;
  if (e.k === 'list' || (e.k === 'group' && e.open === '\\{')) {
    const items = e.items.flatMap((item) => (hasSign(item) ? [withSign(item, 1), withSign(item, -1)] : [item]));
    return items.length > e.items.length + MAX_SIGNS * 4 ? e : { ...e, items };
  }
  if (e.k === 'group' && e.items.every((item) => item.k === 'pm') && e.items.length > 1) {
    // (±3, ±2): every combination of signs.
    const combinations = e.items.slice(0, MAX_SIGNS).reduce<Expr[][]>(
      (rows, item) =>
        rows.flatMap((row) => [
          [...row, withSign(item, 1)],
          [...row, withSign(item, -1)],
        ]),
      [[]],
    );
    return { k: 'list', connector: 'and', items: combinations.map((items) => ({ ...e, items })) };
  }
  return { k: 'list', connector: 'or', items: [withSign(e, 1), withSign(e, -1)] };
}

/** Leaves out what only says from which domain a parameter is: "x = kπ, k ∈ ℤ" is x = kπ. */
export function withoutDomains(e: Expr): Expr {
  if (e.k !== 'list') return e;
  const kept = e.items.filter((item) => !(item.k === 'rel' && item.ops[0] === 'in' && item.terms[1]?.k === 'domain'));
  const [only] = kept;
  if (only === undefined || kept.length === e.items.length) return e;
  return kept.length === 1 ? only : { ...e, items: kept };
}

/** A list whose items carry names: "k = 45, n = 2". */
export interface NamedItem {
  readonly label: Expr | undefined;
  readonly value: Expr;
}

/** Items with their names; "a = 4, -8, -10" gives the name to the items that follow it. */
export function namedItems(items: readonly Expr[]): NamedItem[] {
  let carried: Expr | undefined;
  return items.map((item) => {
    const { label, value } = splitLabel(item);
    if (label !== undefined) carried = label;
    return { label: label ?? carried, value };
  });
}

/**
 * "p=5, q=2; p=7, q=2" (names that repeat in the same order) as the list of tuples (5,2), (7,2); other lists unchanged.
 */
export function groupAssignments(e: Expr): Expr {
  if (e.k !== 'list' || e.items.length < 4) return e;
  const named = e.items.map(splitLabel);
  const first = named[0]?.label;
  if (first === undefined || named.some((item) => item.label === undefined)) return e;
  const names = named.map((item) =>
    JSON.stringify(item.label, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
  );
  const width = names.indexOf(names[0] ?? '', 1);
  if (width < 2 || names.length % width !== 0 || names.some((name, i) => name !== names[i % width])) return e;
  const groups: Expr[] = [];
  for (let i = 0; i < named.length; i += width)
    groups.push({ k: 'group', open: '(', close: ')', items: named.slice(i, i + width).map((item) => item.value) });
  return { k: 'list', connector: ',', items: groups };
}

/** "(x, y) = (5, 8) and (8, 5)": the name of a tuple goes, the tuples stay. */
export const isTupleName = (e: Expr | undefined): boolean =>
  e !== undefined && (e.k === 'group' || e.k === 'list') && isName(e);

/** A column or row as the sequence of its entries; undefined for proper matrices. */
export function asVector(e: Expr): readonly Expr[] | undefined {
  if (e.k === 'group' && e.open !== '\\{') return e.items;
  if (e.k !== 'matrix') return undefined;
  if (e.rows.every((row) => row.length === 1)) return e.rows.flat();
  return undefined;
}
