import type { VNode } from 'preact';
import { t } from '../texts.js';
import { Icon } from '../reasoning/icon.js';
import type { DataStore } from './store.js';

/** The view before there is a data set: it is being opened, or could not be. */
export function Opening({ store }: { store: DataStore }): VNode {
  const failure = store.failure.value;
  return (
    <main class="data opening">
      <h1 class="for-screen-readers">{t('Data set')}</h1>
      {failure === null ? (
        <p class="muted" role="status">
          {t('Opening…')}
        </p>
      ) : (
        <Failure store={store} sentence={failure} />
      )}
    </main>
  );
}

/** Why the data could not be opened or read to their end, and the way to try it again. */
export function Failure({ store, sentence }: { store: DataStore; sentence: string }): VNode {
  const isOpening = store.isOpening.value;
  return (
    <div class="refusal failure">
      <p>
        <Icon name={isOpening ? 'loading' : 'error'} spin={isOpening} />
        <span role="alert">{isOpening ? t('Opening…') : sentence}</span>
      </p>
      <button type="button" class="button" onClick={() => store.tryAgain()}>
        {t('Try again')}
      </button>
    </div>
  );
}
