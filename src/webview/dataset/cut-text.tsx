import type { VNode } from 'preact';
import { PlainText } from '../markdown/plain-text.js';
import { t } from '../texts.js';

interface CutProps {
  /** Characters that are shown, and how many there are. */
  readonly shown: number;
  readonly all: number;
}

/** Says that a text goes on, where it does. */
export function CutNote({ shown, all }: CutProps): VNode | null {
  if (shown >= all) return null;
  return <p class="muted">{t('The first {0} of {1} characters.', shown, all)}</p>;
}

interface CutTextProps {
  readonly text: string;
  /** Characters that are shown at most. */
  readonly most: number;
  /** Characters behind `text` that are not here. */
  readonly omitted?: number;
}

/** A text as it stands; of a long one its beginning, and how much there is of it. */
export function CutText({ text, most, omitted = 0 }: CutTextProps): VNode {
  return (
    <>
      <PlainText text={text.slice(0, most)} />
      <CutNote shown={Math.min(most, text.length)} all={text.length + omitted} />
    </>
  );
}
