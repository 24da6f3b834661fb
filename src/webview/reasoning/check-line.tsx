import type { VNode } from 'preact';
import { Markdown } from '../markdown/markdown.js';
import type { CheckView } from '../protocol.js';
import { t } from '../texts.js';
import { Icon } from './icon.js';

/** What the check of the answer said, with the right answer beside it. */
export function CheckLine({ check }: { check: CheckView | null }): VNode | null {
  if (check === null) return null;
  const [icon, kind] = LOOKS[check.verdict];
  return (
    <div class={`check check-${kind}`} role="status" title={check.reason}>
      <Icon name={icon} />
      <span>{saying(check)}</span>
      <div class="check-reference">
        <Markdown text={check.reference} growing={false} />
      </div>
    </div>
  );
}

const LOOKS = {
  correct: ['pass', 'right'],
  wrong: ['error', 'wrong'],
  censored: ['question', 'open'],
  unparsable: ['question', 'open'],
  ungraded: ['question', 'open'],
} as const;

function saying({ verdict }: CheckView): string {
  switch (verdict) {
    case 'correct':
      return t('Agrees with the right answer:');
    case 'wrong':
      return t('Differs from the right answer:');
    case 'censored':
      return t('Cut before it came to an answer. The right one:');
    case 'unparsable':
      return t('No answer was found in the text. The right one:');
    case 'ungraded':
      return t('Cannot be compared with the right answer:');
  }
}
