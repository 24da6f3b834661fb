import { number, t } from '../texts.js';

/** A share as per cent with one digit; a dash where there is none. */
export function percent(share: number | null | undefined, digits = 1): string {
  return isThere(share) ? t('{0} %', (100 * share).toFixed(digits)) : '–';
}

/** A difference of shares in points, with its sign. */
export function points(share: number | null | undefined): string {
  if (!isThere(share)) return '–';
  const value = (100 * share).toFixed(1);
  return share > 0 ? `+${value}` : value.replace('-', '−');
}

/** A count or a mean of tokens. */
export function count(value: number | null | undefined): string {
  return isThere(value) ? number(value) : '–';
}

export function pValue(p: number): string {
  if (!isThere(p)) return '–';
  return p < 0.0001 ? '< 0.0001' : p.toFixed(4);
}

/** JSON has no NaN: a number that is none comes as null. */
function isThere(value: number | null | undefined): value is number {
  return value !== undefined && value !== null && Number.isFinite(value);
}

/** A count's name in the person's language. */
export function verdictName(verdict: string): string {
  const names: Readonly<Record<string, string>> = {
    correct: t('correct'),
    wrong: t('wrong'),
    censored: t('censored'),
    unparsable: t('unparsable'),
    ungraded: t('ungraded'),
  };
  return names[verdict] ?? verdict;
}

/** Shape of a verdict: told apart without colour. */
export const VERDICT_SIGN: Readonly<Record<string, string>> = {
  correct: '✓',
  wrong: '✗',
  censored: '…',
  unparsable: '?',
  ungraded: '~',
};
