import { t } from '../texts.js';
import type { GridColumn } from './columns.js';

/** How many rows there are, as people read it. */
export function rowsText(rows: number): string {
  return rows === 1 ? t('1 row') : t('{0} rows', rows);
}

/** A value that the index counts, as people read it. The index keeps numbers as numbers: 3 is counted as "3.0". */
export function valueText(value: string | null, { kind, role }: Pick<GridColumn, 'kind' | 'role'>): string {
  if (value === null) return t('(none)');
  if (role === 'fate') return fateText(value);
  return kind === 'number' ? String(Number(value)) : value;
}

/** Tells values apart in a list: no value is none of the texts. */
export function valueKey(value: string | null): string {
  return value === null ? 'none' : `=${value}`;
}

export function fateText(fate: string): string {
  switch (fate) {
    case 'selected':
      return t('selected');
    case 'dropped':
      return t('dropped');
    case 'kept':
      return t('kept');
    default:
      return fate;
  }
}
