import type { VNode } from 'preact';
import { Markdown, PlainText } from '../markdown/markdown.js';
import { t } from '../texts.js';
import type { FlowItem } from './flow.js';
import { Icon } from './icon.js';

/** One row of the thinking or of the answer. */
export function drawRow(item: FlowItem): VNode {
  switch (item.kind) {
    case 'text':
      return (
        <div class="text">
          <Markdown text={item.text} growing={item.growing} />
        </div>
      );
    case 'wait':
      return (
        <p class="forced" tabIndex={-1} title={t('Put in place of the end of thinking, {0}', item.index)}>
          <Icon name="debug-restart" />
          <strong>
            <PlainText text={item.text.trim() === '' ? t('(nothing)') : item.text.trim()} />
          </strong>
          <span class="forced-why">{t('put in place of the end of thinking')}</span>
        </p>
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
  return 8 + 18 * lines;
}
