import type { VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { DataSetFacts } from '../../data/facts.js';
import { t } from '../texts.js';
import { AsideList } from './aside-list.js';
import { Charts } from './charts.js';
import { facetColumns, gridColumns } from './columns.js';
import { Filters } from './filters.js';
import { Funnel } from './funnel.js';
import { Failure, Opening } from './failure.js';
import { Grid, type GridHandle } from './grid.js';
import { Header } from './header.js';
import { RowPane } from './row-pane.js';
import type { DataStore } from './store.js';
import { rowsText } from './value-text.js';

/** The whole view of a data set. */
export function App({ store }: { store: DataStore }): VNode {
  const facts = store.facts.value;
  if (facts === null) return <Opening store={store} />;
  return <Data store={store} facts={facts} />;
}

function Data({ store, facts }: { store: DataStore; facts: DataSetFacts }): VNode {
  const key = JSON.stringify([facts.columns, facts.result?.kind]);
  const columns = useMemo(() => gridColumns(facts), [key]);
  const facets = useMemo(() => facetColumns(facts), [key]);
  const grid = useRef<GridHandle>(null);
  // What is closed leaves the keyboard among the rows.
  const closeRow = () => {
    store.closeRow();
    grid.current?.focusRow();
  };
  const closeAside = () => {
    store.aside.value = null;
    grid.current?.focusRow();
  };
  const length = columns.find(({ role }) => role === 'length');
  const shared = ['domain', 'subject', 'source'].map((role) => facets.find((facet) => facet.role === role));
  const group = shared.find((facet) => facet !== undefined);
  useEffect(() => {
    store.watch([...facets, ...(length === undefined ? [] : [length])].map(({ column }) => column));
  }, [facets, length, store]);
  const ended = store.failure.value ?? facts.problem;
  const refusal = store.refusal.value === ended ? null : store.refusal.value;
  return (
    <main class="data" onClick={(event) => onLink(event, store)}>
      <h1 class="for-screen-readers">{t('Data set {0}', facts.name)}</h1>
      <Header store={store} facts={facts} />
      {ended !== null && <Failure store={store} sentence={ended} />}
      {refusal !== null && (
        <p class="refusal" role="alert">
          {refusal}
        </p>
      )}
      {facts.result !== null && <Funnel store={store} facts={facts} result={facts.result} />}
      <Filters store={store} facts={facts} facets={facets} length={length} />
      <Charts store={store} group={group} length={length} />
      {store.aside.value !== null && (
        <AsideList store={store} pieces={store.aside.value} all={facts.aside} close={closeAside} />
      )}
      <div class={`split${store.detail.value === null ? '' : ' split-open'}`}>
        <Grid handle={grid} store={store} facts={facts} columns={columns} />
        {store.detail.value !== null && (
          <RowPane
            key={store.detail.value.row}
            store={store}
            facts={facts}
            detail={store.detail.value}
            close={closeRow}
          />
        )}
      </div>
      <p class="for-screen-readers" role="status">
        {facts.progress < 1 || store.total.value === null ? '' : rowsText(store.total.value)}
      </p>
    </main>
  );
}

/** Links in data go through the host, which asks before it opens one. */
function onLink(event: MouseEvent, store: DataStore): void {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (link === null) return;
  event.preventDefault();
  event.stopPropagation();
  void store.do('link', { address: link.getAttribute('href') ?? '' });
}
