import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { DataSetFacts, Decision } from '../../data/facts.js';
import { LONGEST_TEXT } from '../../data/facts.js';
import { number, t } from '../texts.js';
import { Icon } from '../reasoning/icon.js';
import type { GridColumn } from './columns.js';
import type { DataStore } from './store.js';
import { valueKey, valueText } from './value-text.js';

interface Props {
  readonly store: DataStore;
  readonly facts: DataSetFacts;
  readonly facets: readonly GridColumn[];
  readonly length: GridColumn | undefined;
}

/** Which rows are shown: by text, by values, by length, by what was decided. */
export function Filters({ store, facts, facets, length }: Props): VNode {
  const { filters } = store.query.value;
  const pointless = usePointless(store, facets);
  return (
    <section class="filters" aria-label={t('Filters')}>
      <SearchBox store={store} />
      {facets
        .filter(({ column }) => !pointless.has(column))
        .map((facet) => (
          <Facet key={facet.column} store={store} facet={facet} />
        ))}
      {length !== undefined && <LengthRange store={store} length={length} />}
      {facts.result?.canDecide === true && <ByHand store={store} />}
      {filters.length > 0 && (
        <button type="button" class="link" onClick={() => store.setFilters([])}>
          {t('Show all rows')}
        </button>
      )}
      {store.lacksRows.value !== null && (
        <span class="muted" role="status">
          {store.lacksRows.value === 'yet'
            ? t('Filters and sorting follow when everything is read…')
            : t('Filters and sorting need all rows, and reading ended early.')}
        </span>
      )}
    </section>
  );
}

/** Columns that have one value in all rows, so that there is nothing to choose; known while nothing is filtered. */
function usePointless(store: DataStore, facets: readonly GridColumn[]): ReadonlySet<number> {
  const known = useRef<ReadonlySet<number>>(new Set());
  if (store.query.value.filters.length === 0) {
    const single = facets.filter(({ column }) => {
      const histogram = store.histograms.value.get(column);
      return histogram !== undefined && histogram.bars.length + histogram.others.values < 2;
    });
    known.current = new Set(single.map(({ column }) => column));
  }
  return known.current;
}

function SearchBox({ store }: { store: DataStore }): VNode {
  const label = t('Search in questions and answers');
  return (
    <input
      class="search"
      type="search"
      value={store.typed.value}
      maxLength={LONGEST_TEXT}
      placeholder={label}
      aria-label={label}
      onInput={(event) => store.search(event.currentTarget.value)}
    />
  );
}

/** Values of a column to choose among, with how many rows have each under the other filters. */
function Facet({ store, facet }: { store: DataStore; facet: GridColumn }): VNode {
  const chosen = store.filterOf('values', facet.column)?.values ?? [];
  const histogram = store.histograms.value.get(facet.column);
  const counts = new Map(histogram?.bars.map(({ label, count }) => [label, count]));
  // What is chosen stays in the list, whatever other filters leave of it.
  const values = [...chosen.filter((value) => !counts.has(value)), ...counts.keys()];
  const details = useClosing();
  return (
    <details class="facet" ref={details}>
      <summary>
        {facet.title}
        {chosen.length > 0 && <span class="badge">{number(chosen.length)}</span>}
        <Icon name="chevron-down" />
      </summary>
      <ul class="choices" role="group" aria-label={facet.title}>
        {values.length === 0 && <li class="muted">{t('No values yet')}</li>}
        {values.map((value) => (
          <li key={valueKey(value)}>
            <label>
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={() => store.toggleValue(facet.column, value)}
              />
              <span class="label">{valueText(value, facet)}</span>
              <span class="count">{number(counts.get(value) ?? 0)}</span>
            </label>
          </li>
        ))}
        {histogram !== undefined && histogram.others.values > 0 && (
          <li class="muted">{t('and {0} more', histogram.others.values)}</li>
        )}
      </ul>
    </details>
  );
}

/** A list that closes on Escape and when the focus goes elsewhere. */
function useClosing() {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const element = details.current;
    if (element === null) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !element.open) return;
      element.open = false;
      element.querySelector('summary')?.focus();
      event.stopPropagation();
    };
    const onFocus = (event: FocusEvent) => {
      if (!(event.target instanceof Node && element.contains(event.target))) element.open = false;
    };
    const onPress = (event: PointerEvent) => {
      if (!(event.target instanceof Node && element.contains(event.target))) element.open = false;
    };
    element.addEventListener('keydown', onKey);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('pointerdown', onPress);
    return () => {
      element.removeEventListener('keydown', onKey);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('pointerdown', onPress);
    };
  }, []);
  return details;
}

function LengthRange({ store, length: { column } }: { store: DataStore; length: GridColumn }): VNode {
  const now = store.filterOf('range', column);
  const set = (end: 'from' | 'to', text: string) => {
    const value = text.trim() === '' ? null : Number(text);
    if (value !== null && !Number.isFinite(value)) return;
    const next = { kind: 'range', column, from: now?.from ?? null, to: now?.to ?? null, [end]: value } as const;
    store.filter('range', column, next.from === null && next.to === null ? undefined : next);
  };
  const box = (end: 'from' | 'to', label: string) => (
    <input
      type="number"
      min={0}
      value={now?.[end] ?? ''}
      aria-label={label}
      onChange={(event) => set(end, event.currentTarget.value)}
    />
  );
  return (
    <span class="length" role="group" aria-label={t('Length in words')}>
      {t('words')} {box('from', t('At least so many words'))} – {box('to', t('At most so many words'))}
    </span>
  );
}

const HAND: readonly (readonly Decision[])[] = [[], ['keep', 'drop'], ['keep'], ['drop']];

function ByHand({ store }: { store: DataStore }): VNode {
  const now = store.filterOf('hand')?.decided ?? [];
  const names = [t('any decision'), t('decided by hand'), t('kept by hand'), t('dropped by hand')];
  const index = HAND.findIndex((decided) => decided.join() === now.join());
  return (
    <select
      class="by-hand"
      aria-label={t('Decided by hand')}
      value={String(Math.max(0, index))}
      onChange={(event) => {
        const decided = HAND[Number(event.currentTarget.value)] ?? [];
        store.filter('hand', undefined, decided.length === 0 ? undefined : { kind: 'hand', decided });
      }}
    >
      {names.map((name, i) => (
        <option key={name} value={String(i)}>
          {name}
        </option>
      ))}
    </select>
  );
}
