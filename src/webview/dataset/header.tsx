import type { VNode } from 'preact';
import type { DataSetFacts } from '../../data/facts.js';
import { megabytes, t } from '../texts.js';
import { Icon, IconButton } from '../reasoning/icon.js';
import type { DataStore } from './store.js';
import { rowsText } from './value-text.js';

/** What the data set is, how far it was read, and what can be done with it. */
export function Header({ store, facts }: { store: DataStore; facts: DataSetFacts }): VNode {
  const { result, progress, rows, aside } = facts;
  const total = store.total.value;
  const isReading = progress < 1 && facts.problem === null;
  const selected = store.selected.value;
  return (
    <header class="header">
      <p class="counts">
        <strong>{total === null ? '…' : rowsText(total)}</strong>
        {total !== null && total !== rows && <span> {t('of {0}', rows)}</span>}
        <span class="muted">
          {result === null ? t('{0}, {1}', facts.format, megabytes(facts.bytes)) : resultText(facts)}
        </span>
        {isReading && <span class="muted">{t('reading: {0} %', Math.floor(100 * progress))}</span>}
        {aside > 0 && (
          <button type="button" class="link" onClick={() => void toggleAside(store)}>
            {aside === 1 ? t('1 line is no row') : t('{0} lines are no rows', aside)}
          </button>
        )}
      </p>
      <div class="tools" role="toolbar" aria-label={t('Data set')}>
        {result?.canDecide === true && (
          <>
            <IconButton
              icon="discard"
              label={t('Undo')}
              disabled={result.decisions.undo === 0}
              onClick={() => void store.do('undo', {})}
            />
            <IconButton
              icon="redo"
              label={t('Redo')}
              disabled={result.decisions.redo === 0}
              onClick={() => void store.do('redo', {})}
            />
          </>
        )}
        <button
          type="button"
          class="button secondary"
          disabled={progress < 1}
          onClick={() =>
            void store.do('append', {
              rows: selected.size > 0 ? [...selected] : null,
              query: store.query.peek(),
            })
          }
        >
          <Icon name="add" />
          {addText(selected.size)}
        </button>
        <button
          type="button"
          class="button secondary"
          disabled={progress < 1}
          onClick={() => void store.do('statistics', { query: store.query.peek() })}
        >
          <Icon name="graph" />
          {t('Statistics…')}
        </button>
      </div>
      {isReading && <progress aria-label={t('Reading')} max={1} value={progress} />}
    </header>
  );
}

function addText(selected: number): string {
  if (selected === 0) return t('Add these rows to a pool…');
  return selected === 1 ? t('Add 1 row to a pool…') : t('Add {0} rows to a pool…', selected);
}

function resultText({ result }: DataSetFacts): string {
  if (result === null || result.kind === 'contamination') return t('search for contamination');
  const { selected, kept, dropped } = result.decisions;
  return kept + dropped === 0
    ? t('{0} selected', selected)
    : t('{0} selected; by hand {1} kept, {2} dropped', selected, kept, dropped);
}

async function toggleAside(store: DataStore): Promise<void> {
  if (store.aside.peek() === null) await store.showAside();
  else store.aside.value = null;
}
