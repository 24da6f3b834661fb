import { textOf } from '../records/cell.js';

/** The text that is compared of a row, of the pool as of a task, or why there is none. */
export function questionText(
  fields: Readonly<Record<string, unknown>>,
  column: string,
): { readonly text: string } | { readonly reason: string } {
  const text = textOf(fields[column]);
  return text === undefined ? { reason: `no text in the column "${column}"` } : { text };
}
