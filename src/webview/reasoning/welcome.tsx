import type { VNode } from 'preact';
import { Markdown } from '../markdown/markdown.js';
import type { ReasoningState } from '../protocol.js';
import { t } from '../texts.js';
import { Icon } from './icon.js';
import type { ViewStore } from './store.js';

/** Before the first question: what to try, and which model would answer. */
export function Welcome({ state, store }: { state: ReasoningState; store: ViewStore }): VNode | null {
  if (state.phase.kind !== 'rest') return null;
  return (
    <section class="welcome" aria-label={t('Getting started')}>
      {state.samples.length > 0 && (
        <>
          <p>{t('Ask a question, or try one of these:')}</p>
          <ul>
            {state.samples.map((sample) => (
              <li key={sample}>
                <button type="button" class="link" onClick={() => store.solve(sample)}>
                  <Icon name="play" />
                  <span>
                    <Markdown text={sample} growing={false} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="welcome-model">
        {state.model === null ? t('No model is chosen.') : t('Model: {0}', state.model.name)}{' '}
        <button type="button" class="link" onClick={() => store.act('select-model')}>
          {state.model === null ? t('Choose a model') : t('Change')}
        </button>
      </p>
    </section>
  );
}
