import { inspectColumns, type Role } from '../curation/records/columns.js';
import { numberOf, valueIn } from './cells.js';
import type { ColumnFacts, ColumnRole } from './facts.js';

type Fields = Readonly<Record<string, unknown>>;

/** Further columns of a file are shown with its rows, but have no place in the grid. */
export const MOST_COLUMNS = 100;
/** A column of this many characters or fewer can be one to choose from. */
const SHORT = 60;
/** Names of columns that say whether a model's attempt was correct, as curation and its results know them. */
const VERDICT = /^is\w*correct$|^\w*_grade$|^correct$|^verdict: /i;
/** Roles whose values are shared by many rows, whatever a sample says. */
const FACETS: ReadonlySet<ColumnRole> = new Set([
  'source',
  'kind',
  'subject',
  'level',
  'licence',
  'verdict',
  'fate',
  'stage',
  'reason',
  'domain',
]);

/** The name of the column that is made from the trace's or the solution's length. */
export const LENGTH_COLUMN = 'length (words)';

/**
 * The columns of a data set, by a look at its first rows: what each means, by its name, and what its values are.
 * @param given roles that are known; others are found by their names
 */
export function columnsOf(sample: readonly Fields[], given: Readonly<Record<string, ColumnRole>> = {}): ColumnFacts[] {
  const names = [...new Set(sample.flatMap((row) => Object.keys(row)))].slice(0, MOST_COLUMNS);
  const mapping = inspectColumns(sample);
  const roles = new Map<string, ColumnRole>();
  for (const [role, name] of Object.entries(mapping) as [Role, string][]) roles.set(name, role);
  const columns = names.map((name): ColumnFacts => {
    const role = givenRole(name, given) ?? roles.get(name) ?? null;
    const values = sample.map((row) => valueIn(row, name)).filter((value) => value !== null && value !== undefined);
    const kind = kindOf(values);
    return { name, kind, role, facet: isFacet(kind, role, values) };
  });
  const length: ColumnFacts = { name: LENGTH_COLUMN, kind: 'number', role: 'length', facet: false };
  return [...columns, length];
}

/**
 * A column that no row of the sample had, by its first value. One value says little: only what is a number in the data is
 * taken for one, and it is one to choose from only where its name or its kind says so.
 * @param columns those that are known: a role that one of them has is taken
 */
export function lateColumn(
  name: string,
  value: unknown,
  columns: readonly ColumnFacts[],
  given: Readonly<Record<string, ColumnRole>> = {},
): ColumnFacts {
  const [found] = Object.entries(inspectColumns([{ [name]: value }])) as [Role, string][];
  const byName = found === undefined || columns.some((column) => column.role === found[0]) ? null : found[0];
  const role = givenRole(name, given) ?? byName;
  const kind = typeof value === 'string' ? 'text' : kindOf([value]);
  return { name, kind, role, facet: isFacet(kind, role, []) };
}

/** A role that a name has whatever the other columns are. */
function givenRole(name: string, given: Readonly<Record<string, ColumnRole>>): ColumnRole | null {
  if (Object.hasOwn(given, name)) return given[name] ?? null;
  return VERDICT.test(name) ? 'verdict' : null;
}

function kindOf(values: readonly unknown[]): ColumnFacts['kind'] {
  if (values.length === 0) return 'text';
  if (values.every((value) => typeof value === 'boolean')) return 'boolean';
  if (values.every((value) => numberOf(value) !== null)) return 'number';
  return values.some((value) => typeof value === 'object') ? 'nested' : 'text';
}

function isFacet(kind: ColumnFacts['kind'], role: ColumnRole | null, values: readonly unknown[]): boolean {
  if (kind === 'boolean') return true;
  if (role !== null) return FACETS.has(role);
  if (kind !== 'text' || values.length < 20) return false;
  const texts = values.filter((value): value is string => typeof value === 'string');
  if (texts.some((text) => text.length > SHORT)) return false;
  return new Set(texts).size <= values.length / 4;
}
