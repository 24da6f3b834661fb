import type { ComponentChildren, VNode } from 'preact';
import { showHidden } from './controls.js';

/** Text in which nothing is hidden. */
export function PlainText({ text }: { text: string }): VNode {
  return <>{visible(text)}</>;
}

/** Text with a name in the place of every character that cannot be seen. */
export function visible(text: string): ComponentChildren {
  return showHidden(text).map((part) =>
    typeof part === 'string' ? (
      part
    ) : (
      <span class="hidden-character" role="img" aria-label={part.hidden}>
        {part.hidden}
      </span>
    ),
  );
}
