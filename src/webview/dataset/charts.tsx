import type { VNode } from 'preact';
import type { Bar, Histogram } from '../../data/facts.js';
import { number, t } from '../texts.js';
import type { GridColumn } from './columns.js';
import { useRoving } from './roving.js';
import type { DataStore } from './store.js';
import { valueText } from './value-text.js';

/** Bars of a column with shared values. */
const MOST = 12;

interface Props {
  readonly store: DataStore;
  readonly group: GridColumn | undefined;
  readonly length: GridColumn | undefined;
}

/** How length and domain are spread over the rows that are shown; a click on a bar keeps its rows. */
export function Charts({ store, group, length }: Props): VNode | null {
  const lengths = length === undefined ? undefined : store.histograms.value.get(length.column);
  const groups = group === undefined ? undefined : store.histograms.value.get(group.column);
  if ((lengths?.bars.length ?? 0) < 2 && (groups?.bars.length ?? 0) < 2) return null;
  return (
    <div class="charts">
      {length !== undefined && lengths !== undefined && lengths.bars.length > 1 && (
        <figure>
          <figcaption>{lengthCaption(lengths.bars)}</figcaption>
          <Ranges histogram={lengths} choose={(bar) => chooseRange(store, length, bar)} />
        </figure>
      )}
      {group !== undefined && groups !== undefined && groups.bars.length > 1 && (
        <figure>
          <figcaption>{group.name}</figcaption>
          <Values histogram={groups} column={group} choose={(bar) => chooseValue(store, group, bar)} />
        </figure>
      )}
    </div>
  );
}

/** The chart has no axis: its ends are said. */
function lengthCaption(bars: readonly Bar[]): string {
  return t('Length in words: {0} to {1}', bars[0]?.from ?? 0, (bars.at(-1)?.to ?? 1) - 1);
}

function chooseRange(store: DataStore, { column }: GridColumn, { from, to }: Bar): void {
  // Words are whole: a range ends before the next one begins.
  const range = { kind: 'range', column, from: from ?? null, to: to === undefined ? null : to - 1 } as const;
  const now = store.filterOf('range', column);
  const isChosen = now?.from === range.from && now.to === range.to;
  store.filter('range', column, isChosen ? undefined : range);
}

function chooseValue(store: DataStore, { column }: GridColumn, { label }: Bar): void {
  const now = store.filterOf('values', column);
  const isChosen = now?.values.length === 1 && now.values[0] === label;
  store.filter('values', column, isChosen ? undefined : { kind: 'values', column, values: [label] });
}

function Ranges({ histogram, choose }: { histogram: Histogram; choose: (bar: Bar) => void }): VNode {
  const highest = Math.max(1, ...histogram.bars.map(({ count }) => count));
  const { tabIndex, onKeyDown } = useRoving(histogram.bars.length);
  return (
    <div class="ranges" role="toolbar" aria-label={t('Length in words')} onKeyDown={onKeyDown}>
      {histogram.bars.map((bar, i) => {
        const label = t('{0} to {1} words: {2} rows', bar.from ?? 0, (bar.to ?? 1) - 1, bar.count);
        // A bar that is there can be seen, however low.
        const height = bar.count === 0 ? 0 : Math.max(2, (100 * Math.sqrt(bar.count)) / Math.sqrt(highest));
        return (
          <button
            type="button"
            key={bar.from}
            class="range"
            tabIndex={tabIndex(i)}
            title={label}
            aria-label={label}
            onClick={() => choose(bar)}
          >
            <span class="bar" style={{ height: `${height}%` }} />
          </button>
        );
      })}
    </div>
  );
}

function Values({
  histogram: { bars, others },
  column,
  choose,
}: {
  histogram: Histogram;
  column: GridColumn;
  choose: (bar: Bar) => void;
}): VNode {
  const shown = bars.slice(0, MOST);
  const rest = bars.slice(MOST);
  const highest = Math.max(1, ...shown.map(({ count }) => count));
  const values = others.values + rest.length;
  const { tabIndex, onKeyDown } = useRoving(shown.length);
  return (
    <ul class="values" onKeyDown={onKeyDown}>
      {shown.map((bar, i) => (
        <li key={String(bar.label)}>
          <button type="button" tabIndex={tabIndex(i)} onClick={() => choose(bar)}>
            <span class="bar" style={{ width: `${(100 * bar.count) / highest}%` }} />
            <span class="label">{valueText(bar.label, column)}</span>
            <span class="count">{number(bar.count)}</span>
          </button>
        </li>
      ))}
      {values > 0 && <li class="muted">{t('and {0} more', values)}</li>}
    </ul>
  );
}
