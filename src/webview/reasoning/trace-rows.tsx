import type { VNode } from 'preact';
import { Markdown } from '../markdown/markdown.js';
import { PlainText } from '../markdown/plain-text.js';
import { t } from '../texts.js';
import type { FlowItem, Wait } from './flow.js';
import { Icon } from './icon.js';

/** One row of the thinking or of the answer. */
export function drawRow(item: FlowItem): VNode {
  switch (item.kind) {
    case 'text':
      return (
        <div class={item.wait === undefined ? 'text' : 'text text-after-wait'}>
          {item.wait !== undefined && <WaitMark wait={item.wait} />}
          <Markdown text={item.text} growing={item.growing} />
        </div>
      );
    case 'forced':
      return (
        <p class="forced" title={t('Put there by the budget, not by the model')}>
          <Icon name="debug-step-over" />
          <strong>
            <PlainText text={item.text.trim()} />
          </strong>
          <span class="forced-why">{t('put there by the budget')}</span>
        </p>
      );
    case 'earlier':
      return <Earlier item={item} />;
  }
}

/** A landmark: here the model wanted to end and was told to go on. What it was told leads the text that follows. */
function WaitMark({ wait }: { wait: Wait }): VNode {
  return (
    <>
      <div
        class="wait-mark"
        tabIndex={-1}
        role="note"
        aria-label={t('Wait {0}, in place of the end of thinking', wait.index)}
      >
        <Icon name="debug-restart" />
        {t('in place of the end of thinking')}
      </div>
      <strong class="forced-text">
        <PlainText text={wait.text.trim() === '' ? t('(nothing)') : wait.text.trim()} />
      </strong>
    </>
  );
}

/** An answer that was taken back: folded to one line, never lost. */
function Earlier({ item }: { item: Extract<FlowItem, { kind: 'earlier' }> }): VNode {
  const firstLine = item.answer.trim().split('\n', 1)[0] ?? '';
  return (
    <details class="earlier">
      <summary>
        {t('Earlier answer:')} <Markdown text={firstLine.slice(0, 200)} growing={false} />
      </summary>
      <div class="text">
        <Markdown text={item.answer.slice(0, 20_000)} growing={false} />
      </div>
    </details>
  );
}

/** A first guess of a row's height in pixels: lines of text at about 7 pixels a character. */
export function guessHeight(item: FlowItem, width: number): number {
  if (item.kind !== 'text') return 26;
  const perLine = Math.max(20, width / 7);
  const lines = item.text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / perLine)), 0);
  return (item.wait === undefined ? 8 : 30) + 18 * lines;
}
