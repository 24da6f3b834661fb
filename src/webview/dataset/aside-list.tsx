import type { VNode } from 'preact';
import type { AsideFacts } from '../../data/facts.js';
import { PlainText } from '../markdown/plain-text.js';
import { t } from '../texts.js';
import { IconButton } from '../reasoning/icon.js';
import type { DataStore } from './store.js';

/** Pieces that are drawn; all of them are in the data. */
const MOST = 500;
/** Characters of a piece that are drawn: it is there to be known again, and can be opened where it stands. */
const MOST_TEXT = 200;

/** What of the data is no row: where, why, and what stands there. */
export function AsideList({
  store,
  pieces,
  all,
  close,
}: {
  store: DataStore;
  pieces: readonly AsideFacts[];
  all: number;
  close: () => void;
}): VNode {
  return (
    <section
      class="aside"
      aria-label={t('Lines that are no rows')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <h2>
        {t('Lines that are no rows')}
        <IconButton icon="close" label={t('Close')} onClick={close} />
      </h2>
      <ul tabIndex={0}>
        {pieces.slice(0, MOST).map((piece, i) => (
          <li key={i}>
            <button type="button" class="link" onClick={() => void store.do('place', { aside: i })}>
              {piece.file.split(/[\\/]/).at(-1)}:{piece.line}
            </button>{' '}
            {piece.reason}{' '}
            <code>
              <PlainText text={beginOf(piece.text)} />
            </code>
          </li>
        ))}
      </ul>
      {all > MOST && <p class="muted">{t('The first {0} of {1}.', Math.min(MOST, pieces.length), all)}</p>}
    </section>
  );
}

function beginOf(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}…`;
}
