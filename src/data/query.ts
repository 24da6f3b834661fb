import type { ColumnFacts, Decision, Filter, RowQuery } from './facts.js';

/** Characters of a text that it is sorted by: as many as stay quick over a million rows. */
export const KEY = 24;
/** Characters that the values of a column one chooses from are told apart by. Few differ, so that they stay quick as well. */
const VALUE = 1000;

/** SQL with its parameters. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly (string | number | null)[];
}

/** What a text is kept as to be sorted by. */
export function keyOf(text: string): string {
  return text.slice(0, KEY);
}

/** What a value of a column is kept as, and chosen by: whole where one chooses among them. */
export function valueOf(text: string, { facet }: Pick<ColumnFacts, 'facet'>): string {
  return facet ? text.slice(0, VALUE) : keyOf(text);
}

/** Name of the index's column for a column of the data. */
export function indexColumn(column: number): string {
  return `c${column}`;
}

/**
 * The rows of a query, in its order, from the index.
 * @param hand rows that were decided by hand
 */
export function rowsStatement(
  { filters, sort }: RowQuery,
  columns: readonly ColumnFacts[],
  hand: ReadonlyMap<number, Decision>,
): Statement {
  const where = whereOf(filters, columns, hand);
  const { join, order } = orderOf(sort, columns);
  return { sql: `SELECT row FROM rows ${join} ${where.sql} ORDER BY ${order}`, parameters: where.parameters };
}

/** The condition of a query: "WHERE …", or nothing. */
export function whereOf(
  filters: readonly Filter[],
  columns: readonly ColumnFacts[],
  hand: ReadonlyMap<number, Decision>,
): Statement {
  const parameters: (string | number | null)[] = [];
  const add = (value: string | number | null) => `$${parameters.push(value)}`;
  const conditions = filters.map((filter) => condition(filter, columns, hand, add));
  return { sql: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, parameters };
}

function condition(
  filter: Filter,
  columns: readonly ColumnFacts[],
  hand: ReadonlyMap<number, Decision>,
  add: (value: string | number | null) => string,
): string {
  switch (filter.kind) {
    case 'text': {
      const words = filter.text.toLowerCase().trim();
      return words === '' ? 'true' : `contains(search, ${add(words)})`;
    }
    case 'values': {
      const { name: column, facts } = known(filter.column, columns);
      const name = facts.kind === 'number' ? `CAST(${column} AS VARCHAR)` : column;
      const values = filter.values.filter((value) => value !== null).map((value) => add(valueOf(value, facts)));
      const some = values.length === 0 ? 'false' : `${name} IN (${values.join(', ')})`;
      return filter.values.includes(null) ? `(${some} OR ${name} IS NULL)` : some;
    }
    case 'range': {
      const { name } = known(filter.column, columns);
      const from = filter.from === null ? 'true' : `${name} >= ${add(filter.from)}`;
      const to = filter.to === null ? 'true' : `${name} <= ${add(filter.to)}`;
      return `(${from} AND ${to})`;
    }
    case 'hand': {
      const rows = [...hand].filter(([, decision]) => filter.decided.includes(decision)).map(([row]) => row);
      return rows.length === 0 ? 'false' : `row IN (${rows.join(', ')})`;
    }
  }
}

function orderOf(sort: RowQuery['sort'], columns: readonly ColumnFacts[]): { join: string; order: string } {
  if (sort === null) return { join: '', order: 'row' };
  const { name, facts } = known(sort.column, columns);
  const by = (value: string) => `${value} ${sort.descending ? 'DESC' : 'ASC'} NULLS LAST, row`;
  if (!facts.facet || facts.kind === 'number') return { join: '', order: by(name) };
  // Long values that many rows share: few values are sorted, and a million rows by the places of those.
  const values = `SELECT DISTINCT ${name} AS value FROM rows WHERE ${name} IS NOT NULL`;
  const places = `SELECT value, row_number() OVER (ORDER BY value) AS place FROM (${values})`;
  return { join: `LEFT JOIN (${places}) ON ${name} = value`, order: by('place') };
}

/** A column by its number: numbers come from outside. */
function known(
  column: number,
  columns: readonly ColumnFacts[],
): { readonly name: string; readonly facts: ColumnFacts } {
  const facts = columns[column];
  if (facts === undefined) throw new Error(`there is no column ${column}`);
  return { name: indexColumn(column), facts };
}

/** Bars of a column with shared values: the most frequent ones, and how many there are beside them. */
export function countStatement(
  column: number,
  where: Statement,
  columns: readonly ColumnFacts[],
  most: number,
): Statement {
  const { name } = known(column, columns);
  return {
    sql: `SELECT value, n, count(*) OVER () AS kinds, sum(n) OVER () AS total FROM
      (SELECT CAST(${name} AS VARCHAR) AS value, count(*) AS n FROM rows ${where.sql} GROUP BY ${name})
      ORDER BY n DESC, value NULLS LAST LIMIT ${Math.trunc(most)}`,
    parameters: where.parameters,
  };
}

/** Least and greatest value of a column of numbers, and how many rows have one. */
export function spanStatement(column: number, where: Statement, columns: readonly ColumnFacts[]): Statement {
  const { name } = known(column, columns);
  return {
    sql: `SELECT min(${name}), max(${name}), count(${name}) FROM rows ${where.sql}`,
    parameters: where.parameters,
  };
}

/** Rows in each of `bars` ranges of equal width from `least` on. */
export function rangesStatement(
  column: number,
  { least, width, bars }: { readonly least: number; readonly width: number; readonly bars: number },
  where: Statement,
  columns: readonly ColumnFacts[],
): Statement {
  const { name } = known(column, columns);
  const parameters = [...where.parameters, least, width];
  const place = `least(${Math.trunc(bars) - 1}, CAST(floor((${name} - $${parameters.length - 1}) / $${parameters.length}) AS INTEGER))`;
  const whereValue = where.sql === '' ? `WHERE ${name} IS NOT NULL` : `${where.sql} AND ${name} IS NOT NULL`;
  return { sql: `SELECT ${place} AS bar, count(*) FROM rows ${whereValue} GROUP BY bar ORDER BY bar`, parameters };
}
