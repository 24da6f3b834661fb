import type { VNode } from 'preact';
import type { AsideFacts } from '../../data/facts.js';
import { PlainText } from '../markdown/plain-text.js';
import { t } from '../texts.js';
import { IconButton } from '../reasoning/icon.js';
import type { DataStore } from './store.js';

/** Pieces that are drawn; all of them are in the data. */
const MOST = 500;

/** What of the data is no row: where, why, and what stands there. */
export function AsideList({
  store,
  pieces,
  all,
}: {
  store: DataStore;
  pieces: readonly AsideFacts[];
  all: number;
}): VNode {
  return (
    <section class="aside" aria-label={t('Lines that are no rows')}>
      <h2>
        {t('Lines that are no rows')}
        <IconButton icon="close" label={t('Close')} onClick={() => (store.aside.value = null)} />
      </h2>
      <ul tabIndex={0}>
        {pieces.slice(0, MOST).map((piece, i) => (
          <li key={i}>
            <button type="button" class="link" onClick={() => void store.do('place', { aside: i })}>
              {piece.file.split(/[\\/]/).at(-1)}:{piece.line}
            </button>{' '}
            {piece.reason}{' '}
            <code>
              <PlainText text={piece.text.slice(0, 200)} />
            </code>
          </li>
        ))}
      </ul>
      {all > MOST && <p class="muted">{t('The first {0} of {1}.', Math.min(MOST, pieces.length), all)}</p>}
    </section>
  );
}
