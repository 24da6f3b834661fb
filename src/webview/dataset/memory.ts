/**
 * What the view remembers of a query while it is closed. Columns go by what they are, not by their numbers: when the data
 * are opened again, a number may mean another column. PURE.
 */
import type { ColumnFacts, Filter, RowQuery } from '../../data/facts.js';
import { parseQuery } from './protocol.js';

export interface QueryMemory {
  readonly query: RowQuery;
  /** What the numbers in the query meant. */
  readonly columns: readonly string[];
}

/** A query and the columns it was made for. */
export function remember(query: RowQuery, columns: readonly ColumnFacts[]): QueryMemory {
  return { query, columns: columns.map(identityOf) };
}

/** The query that `memory` holds, for the columns of today: what is about columns that are gone is left out. */
export function recall(memory: unknown, columns: readonly ColumnFacts[]): RowQuery | undefined {
  if (typeof memory !== 'object' || memory === null || !('query' in memory) || !('columns' in memory)) return undefined;
  const query = parseQuery(memory.query);
  if (query === undefined || !Array.isArray(memory.columns)) return undefined;
  const then: readonly unknown[] = memory.columns;
  const now = columns.map(identityOf);
  const placeOf = (column: number) => now.findIndex((identity) => identity === then[column]);
  const { filters, sort } = query;
  const place = sort === null ? -1 : placeOf(sort.column);
  return {
    filters: filters.flatMap((filter): Filter[] => {
      if (!('column' in filter)) return [filter];
      const column = placeOf(filter.column);
      return column < 0 ? [] : [{ ...filter, column }];
    }),
    sort: sort === null || place < 0 ? null : { ...sort, column: place },
  };
}

/** A filter fits a column only while that is of the same kind and can be chosen from in the same way. */
function identityOf({ name, kind, role, facet }: ColumnFacts): string {
  return JSON.stringify([name, kind, role, facet]);
}
