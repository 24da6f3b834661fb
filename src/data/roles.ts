import type { ColumnFacts, ColumnRole } from './facts.js';

/** Number of the column that has a role; -1 where none has. PURE. */
export function columnWith(columns: readonly ColumnFacts[], role: ColumnRole): number {
  return columns.findIndex((column) => column.role === role);
}
