import type { VNode } from 'preact';
import type { CheckView } from '../protocol.js';
import { t } from '../texts.js';
import { Icon } from './icon.js';

/** What the check of the answer said, with the right answer beside it. */
export function CheckLine({ check }: { check: CheckView | null }): VNode | null {
  if (check === null) return null;
  const [icon, kind] = LOOKS[check.verdict];
  return (
    <p class={`check check-${kind}`} role="status" title={check.reason}>
      <Icon name={icon} />
      <span>{sentence(check)}</span>
    </p>
  );
}

const LOOKS = {
  correct: ['pass', 'right'],
  wrong: ['error', 'wrong'],
  censored: ['question', 'open'],
  unparsable: ['question', 'open'],
  ungraded: ['question', 'open'],
} as const;

function sentence({ verdict, reference }: CheckView): string {
  switch (verdict) {
    case 'correct':
      return t('Agrees with the right answer: {0}', reference);
    case 'wrong':
      return t('Differs from the right answer: {0}', reference);
    case 'censored':
      return t('Cut before it came to an answer; the right one is {0}', reference);
    case 'unparsable':
      return t('No answer was found in the text; the right one is {0}', reference);
    case 'ungraded':
      return t('Cannot be compared with the right answer: {0}', reference);
  }
}
