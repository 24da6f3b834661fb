import type { VNode } from 'preact';
import type { Problem } from '../protocol.js';
import { t } from '../texts.js';
import { Icon, IconButton } from './icon.js';
import type { ViewStore } from './store.js';

/** What went wrong, once and here, with one thing to do about it. */
export function ProblemBox({
  problem,
  refusal,
  store,
}: {
  problem: Problem | null;
  refusal: string | null;
  store: ViewStore;
}): VNode | null {
  const shown = problem ?? (refusal === null ? null : { message: refusal, log: false });
  if (shown === null) return null;
  const action = 'action' in shown ? shown.action : undefined;
  return (
    <section class="problem" role="alert">
      <Icon name="error" />
      <p>{shown.message}</p>
      <IconButton
        icon="close"
        label={t('Dismiss')}
        onClick={() => (problem === null ? (store.refusal.value = null) : store.act('dismiss'))}
      />
      <div class="problem-actions">
        {action !== undefined && (
          <button type="button" class="button" onClick={() => store.act(action.request)}>
            {action.label}
          </button>
        )}
        {shown.log && (
          <button type="button" class="link" onClick={() => store.act('show-log')}>
            {t('Show log')}
          </button>
        )}
      </div>
    </section>
  );
}
