import type { Ref, VNode } from 'preact';
import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DataSetFacts, RowLine } from '../../data/facts.js';
import { onNextFrame } from '../frame.js';
import { number, t } from '../texts.js';
import { Icon } from '../reasoning/icon.js';
import type { GridColumn } from './columns.js';
import type { DataStore } from './store.js';
import { fateText } from './value-text.js';
import { ROW_HEIGHT, rowsInWindow, scrollHeight, scrollTo } from './window.js';

export interface GridHandle {
  /** Puts the keyboard focus on the row that the keyboard was at, and brings that into view. */
  focusRow(): void;
}

interface Props {
  readonly handle: Ref<GridHandle>;
  readonly store: DataStore;
  readonly facts: DataSetFacts;
  readonly columns: readonly GridColumn[];
}

/** Width of the first column: the row's number. */
const NUMBER_WIDTH = 78;

/** The rows: as many elements as fit into the window, however many rows there are. */
export function Grid({ handle, store, facts, columns }: Props): VNode {
  const scroller = useRef<HTMLDivElement>(null);
  const header = useRef<HTMLDivElement>(null);
  /** Whether the window keeps to the keyboard's row: from a key on, until somebody scrolls. */
  const follows = useRef(false);
  const [view, setView] = useState({ scrollTop: 0, height: 400 });
  const total = store.total.value ?? 0;
  const query = store.query.value;
  const arrived = store.arrived.value; // rows that have come are drawn

  const look = useCallback(() => {
    onNextFrame(() => {
      const element = scroller.current;
      if (element === null) return;
      const height = element.clientHeight - (header.current?.offsetHeight ?? 0);
      setView({ scrollTop: element.scrollTop, height });
    });
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [look]);
  useLayoutEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
    look();
  }, [query, look]);
  // As in a text editor: whoever comes to the view with the keyboard is among the rows.
  useEffect(() => {
    const enter = () => {
      if (document.hasFocus() && document.activeElement === document.body) scroller.current?.focus();
    };
    enter();
    window.addEventListener('focus', enter);
    return () => window.removeEventListener('focus', enter);
  }, []);

  const { first, count, offset } = rowsInWindow({ total, ...view });
  useEffect(() => store.look(first, first + count), [store, first, count, total, query, facts, arrived]);

  const cursor = Math.min(store.cursor.value, Math.max(0, total - 1));
  const move = (to: number) => {
    const next = Math.max(0, Math.min(total - 1, to));
    store.cursor.value = next;
    follows.current = true;
    const element = scroller.current;
    if (element !== null) element.scrollTop = scrollTo(next, { total, ...view });
  };
  useImperativeHandle(handle, () => ({
    focusRow: () => {
      scroller.current?.focus();
      move(cursor);
    },
  }));
  // Charts that arrive make the window lower: the row that the keyboard is at must not fall out of it.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || !follows.current) return;
    element.scrollTop = scrollTo(store.cursor.peek(), { total, height: view.height, scrollTop: element.scrollTop });
  }, [store, total, view.height]);
  const lead = () => (follows.current = false);
  const width = NUMBER_WIDTH + columns.reduce((sum, column) => sum + column.width, 0);
  const canDecide = facts.result?.canDecide === true;
  return (
    <div
      ref={scroller}
      class="grid"
      role="grid"
      tabIndex={0}
      aria-label={t('Rows')}
      aria-rowcount={total + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={cursor >= first && cursor < first + count ? `row-${cursor}` : undefined}
      onScroll={look}
      onWheel={lead}
      onPointerDown={lead}
      onKeyDown={(event) => onKey(event, { store, cursor, move, page: Math.max(1, count - 2), total, canDecide })}
    >
      <div ref={header} class="head" role="rowgroup" style={{ width: `${width}px` }}>
        <Head columns={columns} store={store} />
      </div>
      <div class="extent" style={{ height: `${scrollHeight(total)}px`, width: `${width}px` }} role="presentation">
        <div class="window" role="rowgroup" style={{ height: `${view.height}px` }}>
          <div role="presentation" style={{ transform: `translateY(${-offset}px)` }}>
            {Array.from({ length: count }, (_, i) => (
              <Row
                key={first + i}
                place={first + i}
                line={store.rowAt(first + i)}
                columns={columns}
                store={store}
                isCursor={first + i === cursor}
              />
            ))}
          </div>
        </div>
      </div>
      {total === 0 && store.total.value !== null && facts.progress === 1 && (
        <p class="empty">{query.filters.length > 0 ? t('No row is like that.') : t('There are no rows.')}</p>
      )}
    </div>
  );
}

function Head({ columns, store }: { columns: readonly GridColumn[]; store: DataStore }): VNode {
  const { sort } = store.query.value;
  return (
    <div class="row" role="row" aria-rowindex={1}>
      <div class="cell number" role="columnheader" style={{ width: `${NUMBER_WIDTH}px` }}>
        #
      </div>
      {columns.map(({ title, column, width, kind }) => {
        const isSorted = sort?.column === column;
        const next = !isSorted ? { column, descending: kind === 'number' } : null;
        const turned =
          isSorted && sort.descending === (kind === 'number') ? { column, descending: !sort.descending } : next;
        return (
          <div
            key={column}
            class="cell"
            role="columnheader"
            aria-sort={!isSorted ? 'none' : sort.descending ? 'descending' : 'ascending'}
            style={{ width: `${width}px` }}
          >
            <button type="button" title={t('Sort by {0}', title)} onClick={() => store.sort(turned)}>
              <span class="label">{title}</span>
              {isSorted && <Icon name={sort.descending ? 'arrow-down' : 'arrow-up'} />}
            </button>
          </div>
        );
      })}
    </div>
  );
}

interface RowProps {
  readonly place: number;
  readonly line: RowLine | undefined;
  readonly columns: readonly GridColumn[];
  readonly store: DataStore;
  readonly isCursor: boolean;
}

function Row({ place, line, columns, store, isCursor }: RowProps): VNode {
  const isOpen = line !== undefined && store.detail.value?.row === line.row;
  const isSelected = line !== undefined && store.selected.value.has(line.row);
  const marks = [isCursor && 'cursor', isOpen && 'open', isSelected && 'selected', line?.hand].filter(Boolean);
  return (
    <div
      id={`row-${place}`}
      class={`row ${marks.join(' ')}`}
      role="row"
      aria-rowindex={place + 2}
      aria-selected={isSelected}
      style={{ height: `${ROW_HEIGHT}px` }}
      onClick={(event) => {
        store.cursor.value = place;
        if (line === undefined) return;
        if (event.ctrlKey || event.metaKey) store.toggle(line.row);
        else void store.open(line.row);
      }}
    >
      <div class="cell number" role="rowheader" style={{ width: `${NUMBER_WIDTH}px` }}>
        <HandMark line={line} />
        {line === undefined ? '…' : number(line.row + 1)}
      </div>
      {columns.map(({ column, width, role, kind }) => {
        const value = line?.cells[column] ?? null;
        return (
          <div key={column} class={`cell ${kind}`} role="gridcell" style={{ width: `${width}px` }}>
            {value !== null && role === 'fate' ? fateText(value) : value}
          </div>
        );
      })}
    </div>
  );
}

function HandMark({ line }: { line: RowLine | undefined }): VNode | null {
  if (line === undefined || line.hand === null) return null;
  const label = line.hand === 'keep' ? t('kept by hand') : t('dropped by hand');
  return (
    <span class="hand" role="img" aria-label={label} title={label}>
      <Icon name={line.hand === 'keep' ? 'check' : 'close'} />
    </span>
  );
}

interface Keys {
  readonly store: DataStore;
  readonly cursor: number;
  readonly move: (to: number) => void;
  readonly page: number;
  readonly total: number;
  readonly canDecide: boolean;
}

/** Arrow keys, page keys and Home/End move; Enter opens, Space selects; K and D keep and drop, U as the pipeline has it. */
function onKey(event: KeyboardEvent, { store, cursor, move, page, total, canDecide }: Keys): void {
  if (event.target !== event.currentTarget || event.altKey) return;
  const line = store.rowAt(cursor);
  const act = ((): (() => unknown) | undefined => {
    switch (event.key) {
      case 'ArrowDown':
        return () => move(cursor + 1);
      case 'ArrowUp':
        return () => move(cursor - 1);
      case 'PageDown':
        return () => move(cursor + page);
      case 'PageUp':
        return () => move(cursor - page);
      case 'Home':
        return () => move(0);
      case 'End':
        return () => move(total - 1);
      case 'Enter':
        return line && (() => store.open(line.row));
      case ' ':
        return line && (() => store.toggle(line.row));
      case 'Escape':
        return () => {
          store.selected.value = new Set();
          store.closeRow();
        };
      case 'k':
        return line && canDecide ? () => store.decide('keep', line.row) : undefined;
      case 'd':
        return line && canDecide ? () => store.decide('drop', line.row) : undefined;
      case 'u':
        return line && canDecide ? () => store.decide(null, line.row) : undefined;
      default:
        return undefined;
    }
  })();
  const isPlain = !event.ctrlKey && !event.metaKey;
  if (act === undefined || !(isPlain || event.key === 'Home' || event.key === 'End')) return;
  event.preventDefault();
  act();
}
