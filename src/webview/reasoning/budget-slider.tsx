import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReasoningState } from '../protocol.js';
import { number, t } from '../texts.js';
import { IconButton } from './icon.js';
import { budgetOf, heldAtUsed, share, valueAfterKey } from './slider.js';
import type { ViewStore } from './store.js';

/** The one control of thinking: the most thinking tokens, from none to what the context allows, live while it runs. */
export function BudgetSlider({ state, store }: { state: ReasoningState; store: ViewStore }): VNode | null {
  const { budget, run, phase } = state;
  const limit = budget.limit;
  const set = Math.min(budget.max ?? Infinity, limit ?? Infinity);
  // While it is held, the slider shows the hand's value and not the host's.
  const [held, setHeld] = useState<number | null>(null);
  const dragging = useRef(false);
  useEffect(() => {
    if (!dragging.current) setHeld(null);
  }, [budget.max, limit]);
  if (limit === null) return <UnknownLimit state={state} />;
  if (limit <= 0) return null;

  const thinking = phase.kind === 'thinking' || phase.kind === 'reading';
  const used = run?.thinking ?? 0;
  const value = held ?? set;
  const endsNow = thinking && value < used;
  const send = (to: number) => store.setBudget(budgetOf(to, limit));
  const move = (to: number, final: boolean) => {
    setHeld(to);
    // Below what is used it would end the thinking: that is said first and happens when the slider is let go.
    if (final || !thinking || to >= used) send(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = valueAfterKey(event.key, value, limit);
    if (to === undefined) return;
    event.preventDefault();
    move(thinking ? heldAtUsed(value, to, used) : to, true);
  };
  const spoken = [
    value >= limit
      ? t('No budget of its own: up to {0} thinking tokens, as many as the context allows', limit)
      : t('At most {0} of {1} thinking tokens', value, limit),
    t('{0} used', used),
    ...(budget.min > 0 ? [t('at least {0}', budget.min)] : []),
    ...(endsNow ? [t('answers now')] : []),
  ].join(', ');
  const track = {
    '--used': String(share(used, limit)),
    '--least': String(share(budget.min, limit)),
    '--budget': String(share(value, limit)),
  };
  return (
    <section class="budget" aria-label={t('Thinking budget')}>
      <div class="budget-track" style={track}>
        <div class="budget-line" aria-hidden="true">
          <div class="budget-allowed" />
          <div class="budget-used" />
          {budget.min > 0 && <div class="budget-least" title={t('at least {0}', budget.min)} />}
        </div>
        <input
          type="range"
          min={0}
          max={limit}
          step={1}
          value={value}
          aria-label={t('Most thinking tokens')}
          aria-valuetext={spoken}
          onPointerDown={() => (dragging.current = true)}
          onPointerUp={() => (dragging.current = false)}
          onInput={(event) => move(event.currentTarget.valueAsNumber, !dragging.current)}
          onChange={(event) => {
            dragging.current = false;
            move(event.currentTarget.valueAsNumber, true);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div class="budget-facts">
        <span>0</span>
        <span class={endsNow ? 'budget-value budget-warns' : 'budget-value'}>
          {endsNow
            ? t('answers now · {0} used', used)
            : value >= limit
              ? t('budget: all the context allows')
              : t('budget {0}', value)}
        </span>
        <span title={t('as many as the context allows')}>{number(limit)}</span>
      </div>
      <div class="budget-facts">
        <span>
          {t('{0} used', used)}
          {budget.min > 0 && ` · ${t('at least {0}', budget.min)}`}
          {` · ${waits(run?.waits ?? 0)}`}
        </span>
        {thinking && (
          <IconButton
            icon="add"
            label={t('One more “{0}” in place of the next end of thinking', budget.continuation || '…')}
            onClick={() => store.act('one-more-wait')}
          />
        )}
      </div>
    </section>
  );
}

export function waits(count: number): string {
  return count === 1 ? t('1 wait') : t('{0} waits', count);
}

/** A model that was never loaded: where the slider ends is not known, and a slider without an end would lie. */
function UnknownLimit({ state }: { state: ReasoningState }): VNode | null {
  if (state.model === null || state.phase.kind !== 'rest') return null;
  return (
    <section class="budget" aria-label={t('Thinking budget')}>
      <div class="budget-facts">
        <span>{t('The thinking budget can be set here once {0} has been loaded.', state.model.name)}</span>
      </div>
    </section>
  );
}
