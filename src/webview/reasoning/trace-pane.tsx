import type { ComponentChildren, VNode } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../texts.js';
import type { FlowItem } from './flow.js';
import { Icon, IconButton } from './icon.js';
import { drawRow, guessHeight } from './trace-rows.js';
import { VirtualList, type VirtualListHandle } from './virtual-list.js';

interface Props {
  readonly name: string;
  readonly kind: 'thinking' | 'answer';
  readonly items: readonly FlowItem[];
  /** More rows are coming. */
  readonly live: boolean;
  readonly open: boolean;
  readonly onToggle?: (open: boolean) => void;
  readonly note?: string;
  readonly children?: ComponentChildren;
}

/** A part of the trace under its heading: thinking or answer, of which only what is in view exists. */
export function TracePane({ name, kind, items, live, open, onToggle, note, children }: Props): VNode {
  const list = useRef<VirtualListHandle>(null);
  const [following, setFollowing] = useState(true);
  const waits = useMemo(() => items.filter((item) => item.kind === 'text' && item.wait !== undefined), [items]);
  const [at, setAt] = useState(-1);
  const jump = (by: -1 | 1) => {
    const next = Math.min(waits.length - 1, Math.max(0, at < 0 && by < 0 ? waits.length - 1 : at + by));
    const target = waits[next];
    if (target === undefined) return;
    setAt(next);
    list.current?.show(target.key);
  };
  return (
    <section class={`pane pane-${kind}${open ? '' : ' pane-folded'}`}>
      <h2 class="pane-heading">
        {onToggle === undefined ? (
          <span class="pane-title">{name}</span>
        ) : (
          <button type="button" class="pane-title" aria-expanded={open} onClick={() => onToggle(!open)}>
            <Icon name={open ? 'chevron-down' : 'chevron-right'} />
            {name}
          </button>
        )}
        {note !== undefined && <span class="pane-note">{note}</span>}
        {open && waits.length > 0 && (
          <span class="pane-tools" role="group" aria-label={t('Places where the model was told to go on')}>
            <IconButton icon="arrow-up" label={t('Previous “Wait”')} disabled={at === 0} onClick={() => jump(-1)} />
            <IconButton
              icon="arrow-down"
              label={t('Next “Wait”')}
              disabled={at === waits.length - 1}
              onClick={() => jump(1)}
            />
          </span>
        )}
      </h2>
      {open && (
        <div class="pane-body">
          <VirtualList
            handle={list}
            class={`scroller ${kind}`}
            items={items}
            draw={drawRow}
            guess={guessHeight}
            label={name}
            live={live}
            onFollow={setFollowing}
          />
          {live && !following && (
            <button type="button" class="chip" onClick={() => list.current?.followEnd()}>
              <Icon name="arrow-down" /> {t('follow')}
            </button>
          )}
        </div>
      )}
      {children}
    </section>
  );
}
