import { t } from '../texts.js';
import type { GridColumn } from './columns.js';

/** A value of a column as people read it. */
export function valueText(value: string | null, { kind, role }: Pick<GridColumn, 'kind' | 'role'>): string {
  if (value === null) return t('(none)');
  if (role === 'fate') return fateText(value);
  return kind === 'number' ? String(Number(value)) : value;
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
