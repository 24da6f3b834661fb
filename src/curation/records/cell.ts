/**
 * Text of a cell: lists of text (thinking_trajectories, final answers) are joined, without what is empty in them; other
 * lists and objects are their JSON. Empty text, empty lists and empty objects are none.
 */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return Object.keys(value).length === 0 ? undefined : JSON.stringify(value);
  const parts = value.filter((part) => part !== null && part !== undefined && !isBlank(part));
  if (parts.length === 0) return undefined;
  return parts.every((part) => typeof part === 'string') ? parts.join('\n\n') : JSON.stringify(parts);
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}

/** A list of texts, one at least; anything else is none. */
export function textsOf(value: unknown): string[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  return value.every((part) => typeof part === 'string') ? value : null;
}

/** How true and false are written where a format has only text (CSV), or numbers (exports of data frames). */
const TRUE = /^\s*(true|yes|1(\.0)?)\s*$/i;
const FALSE = /^\s*(false|no|0(\.0)?)\s*$/i;

/** Whether a cell says that an attempt was right; undefined where it says neither. */
export function verdictOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = textOf(value) ?? '';
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : undefined;
}
