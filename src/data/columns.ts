import { inspectColumns, type Role } from '../curation/records/columns.js';
import { numberOf } from './cells.js';
import type { ColumnFacts, ColumnRole } from './facts.js';

type Fields = Readonly<Record<string, unknown>>;

/** Further columns of a file are shown with its rows, but have no place in the grid. */
const MOST_COLUMNS = 100;
/** A column of this many characters or fewer can be one to choose from. */
const SHORT = 60;
/** Names of columns that say whether a model's attempt was correct, as curation knows them. */
const VERDICT = /^is\w*correct$|^\w*_grade$|^correct$/i;
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
    const role = given[name] ?? roles.get(name) ?? (VERDICT.test(name) ? 'verdict' : null);
    const values = sample.map((row) => row[name]).filter((value) => value !== null && value !== undefined);
    const kind = kindOf(values);
    return { name, kind, role, facet: isFacet(kind, role, values) };
  });
  const length: ColumnFacts = { name: LENGTH_COLUMN, kind: 'number', role: 'length', facet: false };
  return [...columns, length];
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
