import type { VNode } from 'preact';
import type { Bar, Histogram } from '../../data/facts.js';
import { number, t } from '../texts.js';
import type { GridColumn } from './columns.js';
import { useRoving } from './roving.js';
import type { DataStore } from './store.js';
import { rowsText, valueKey, valueText } from './value-text.js';

/** Bars of a column with shared values. */
const MOST = 12;

interface Props {
  readonly store: DataStore;
  readonly group: GridColumn | undefined;
  readonly length: GridColumn | undefined;
}

/** How length and domain are spread over the rows, each under the filters of the others; a click on a bar keeps its rows. */
export function Charts({ store, group, length }: Props): VNode | null {
  const lengths = length === undefined ? undefined : store.histograms.value.get(length.column);
  const groups = group === undefined ? undefined : store.histograms.value.get(group.column);
  if ((lengths?.bars.length ?? 0) < 2 && (groups?.bars.length ?? 0) < 2) return null;
  return (
    <div class="charts">
      {length !== undefined && lengths !== undefined && lengths.bars.length > 1 && (
        <figure>
          <figcaption>{lengthCaption(lengths.bars)}</figcaption>
          <Ranges store={store} column={length} bars={lengths.bars} />
        </figure>
      )}
      {group !== undefined && groups !== undefined && groups.bars.length > 1 && (
        <figure>
          <figcaption>{group.title}</figcaption>
          <Values store={store} column={group} histogram={groups} />
        </figure>
      )}
    </div>
  );
}

/** The whole numbers of words that a bar stands for: it ends before the next one begins. */
function wordsOf({ from = 0, to = 1 }: Bar): { first: number; last: number } {
  return { first: Math.ceil(from), last: Math.ceil(to) - 1 };
}

/** The chart has no axis: its ends are said. */
function lengthCaption(bars: readonly Bar[]): string {
  const ends = bars.map(wordsOf);
  return t('Length in words: {0} to {1}', ends[0]?.first ?? 0, ends.at(-1)?.last ?? 0);
}

function rangeText(bar: Bar): string {
  const { first, last } = wordsOf(bar);
  if (first < last) return t('{0} to {1} words', first, last);
  return first === 1 ? t('1 word') : t('{0} words', first);
}

interface RangesProps {
  readonly store: DataStore;
  readonly column: GridColumn;
  readonly bars: readonly Bar[];
}

function Ranges({ store, column: { column }, bars }: RangesProps): VNode {
  const highest = Math.max(1, ...bars.map(({ count }) => count));
  const now = store.filterOf('range', column);
  const { tabIndex, onKeyDown } = useRoving(bars.length);
  return (
    <div class="ranges" role="toolbar" aria-label={t('Length in words')} onKeyDown={onKeyDown}>
      {bars.map((bar, i) => {
        const { first, last } = wordsOf(bar);
        const isChosen = now?.from === first && now.to === last;
        const label = t('{0}: {1}', rangeText(bar), rowsText(bar.count));
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
            aria-pressed={isChosen}
            onClick={() =>
              store.filter('range', column, isChosen ? undefined : { kind: 'range', column, from: first, to: last })
            }
          >
            <span class="bar" style={{ height: `${height}%` }} />
          </button>
        );
      })}
    </div>
  );
}

interface ValuesProps {
  readonly store: DataStore;
  readonly column: GridColumn;
  readonly histogram: Histogram;
}

function Values({ store, column, histogram: { bars, others } }: ValuesProps): VNode {
  const shown = bars.slice(0, MOST);
  const rest = bars.slice(MOST);
  const highest = Math.max(1, ...shown.map(({ count }) => count));
  const values = others.values + rest.length;
  const chosen = store.filterOf('values', column.column)?.values ?? [];
  const { tabIndex, onKeyDown } = useRoving(shown.length);
  return (
    <ul class="values" onKeyDown={onKeyDown}>
      {shown.map((bar, i) => (
        <li key={valueKey(bar.label)}>
          <button
            type="button"
            tabIndex={tabIndex(i)}
            aria-pressed={chosen.includes(bar.label)}
            onClick={() => store.toggleValue(column.column, bar.label)}
          >
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
