import type { ComponentChildren, Ref, VNode } from 'preact';
import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { onNextFrame } from '../frame.js';

/** Rows drawn beyond both edges of what is seen, in pixels. */
const MARGIN = 400;
/** The person counts as being at the end within this distance, in pixels. */
const NEAR = 24;

export interface VirtualListHandle {
  /** Brings a row to the top and puts the keyboard focus on it. */
  show(key: string): void;
  followEnd(): void;
}

interface Props<T extends { readonly key: string }> {
  readonly items: readonly T[];
  readonly draw: (item: T) => ComponentChildren;
  /** A first guess of a row's height in pixels, before it was drawn once. */
  readonly guess: (item: T, width: number) => number;
  readonly label: string;
  readonly class: string;
  /** New rows are followed while the person is at the end. */
  readonly live: boolean;
  readonly onFollow: (following: boolean) => void;
  readonly handle: Ref<VirtualListHandle>;
}

interface View {
  readonly top: number;
  readonly height: number;
  readonly width: number;
}

/**
 * A list of which only the rows in view exist as elements, however long it is. What is being read stays where it is
 * when rows above it turn out higher or lower than guessed; the end is followed while the person is there.
 */
export function VirtualList<T extends { readonly key: string }>(props: Props<T>): VNode {
  const { items, draw, guess, label, live, onFollow } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const heights = useRef(new Map<string, number>());
  const following = useRef(true);
  const anchor = useRef<{ key: string; distance: number } | null>(null);
  const wanted = useRef<string | null>(null);
  const lastTop = useRef(0);
  const [view, setView] = useState<View>({ top: 0, height: 300, width: 300 });
  const heightOf = (item: T) => heights.current.get(item.key) ?? guess(item, view.width);

  const { first, last, above, below } = window_(items, heightOf, view, following.current && live);

  const lookNow = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop: top, clientHeight: height, clientWidth: width } = element;
    setView((old) => {
      if (old.width !== width) heights.current.clear();
      return { top, height, width };
    });
  }, []);
  const look = useCallback(() => onNextFrame(lookNow), [lookNow]);

  const follow = useCallback(
    (value: boolean) => {
      if (following.current === value) return;
      following.current = value;
      onFollow(value);
    },
    [onFollow],
  );

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(look);
    observer.observe(element);
    // Rows grow without being drawn again when a font arrives.
    if (rows.current !== null) observer.observe(rows.current);
    return () => observer.disconnect();
  }, [look]);

  useImperativeHandle(
    props.handle,
    () => ({
      show(key) {
        follow(false);
        wanted.current = key;
        const element = scroller.current;
        if (element === null) return;
        let top = 0;
        for (const item of items) {
          if (item.key === key) break;
          top += heightOf(item);
        }
        element.scrollTop = top;
        setView({ top, height: element.clientHeight, width: element.clientWidth });
      },
      followEnd() {
        follow(true);
        const element = scroller.current;
        if (element !== null) element.scrollTop = element.scrollHeight;
        look();
      },
    }),
    [items, follow, look],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || rows.current === null) return;
    let changed = false;
    for (const row of rows.current.children) {
      if (!(row instanceof HTMLElement) || row.dataset.key === undefined) continue;
      const { height } = row.getBoundingClientRect();
      if (Math.abs((heights.current.get(row.dataset.key) ?? -1) - height) > 0.5) {
        heights.current.set(row.dataset.key, height);
        changed = true;
      }
    }
    if (wanted.current === null) notice(element); // the person may have scrolled since the last frame
    settle(element, rows.current);
    lastTop.current = element.scrollTop;
    anchor.current = anchorOf(element, rows.current);
    if (changed) look();
  });

  /** Puts the scroll position where it belongs: at the end, at the row asked for, or where it was. */
  function settle(element: HTMLElement, list: HTMLElement): void {
    if (wanted.current !== null) {
      const row = rowOf(list, wanted.current);
      if (row === undefined) return;
      element.scrollTop = row.offsetTop;
      (row.querySelector<HTMLElement>('[tabindex]') ?? row).focus({ preventScroll: true });
      wanted.current = null;
    } else if (following.current && live) {
      element.scrollTop = element.scrollHeight;
    } else if (anchor.current !== null) {
      const row = rowOf(list, anchor.current.key);
      if (row === undefined) return;
      const moved = row.offsetTop - element.scrollTop - anchor.current.distance;
      if (Math.abs(moved) > 0.5) element.scrollTop += moved;
    }
  }

  /** Our own scrolling is noticed too, perhaps after more was added: only going back means letting go. */
  function notice(element: HTMLElement): void {
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR;
    if (atEnd || element.scrollTop < lastTop.current - 1) follow(atEnd);
    lastTop.current = element.scrollTop;
  }

  function onScroll(): void {
    const element = scroller.current;
    if (element === null || rows.current === null) return;
    notice(element);
    anchor.current = anchorOf(element, rows.current);
    look();
  }

  return (
    <div ref={scroller} class={props.class} tabIndex={0} role="region" aria-label={label} onScroll={onScroll}>
      <div ref={rows} class="rows">
        <div style={{ height: `${above}px` }} />
        {items.slice(first, last).map((item) => (
          <div key={item.key} data-key={item.key} class="row">
            {draw(item)}
          </div>
        ))}
        <div style={{ height: `${below}px` }} />
      </div>
    </div>
  );
}

/** Which rows are drawn, and the height of those that are not. */
function window_<T>(
  items: readonly T[],
  heightOf: (item: T) => number,
  view: View,
  atEnd: boolean,
): { first: number; last: number; above: number; below: number } {
  const total = items.reduce((sum, item) => sum + heightOf(item), 0);
  const top = (atEnd ? Math.max(0, total - view.height) : view.top) - MARGIN;
  const bottom = top + view.height + 2 * MARGIN;
  let first = 0;
  let above = 0;
  for (const item of items) {
    const height = heightOf(item);
    if (above + height >= top) break;
    above += height;
    first++;
  }
  let last = first;
  let drawn = 0;
  while (last < items.length && above + drawn < bottom) {
    const item = items[last];
    if (item !== undefined) drawn += heightOf(item);
    last++;
  }
  return { first, last, above, below: Math.max(0, total - above - drawn) };
}

function rowOf(list: HTMLElement, key: string): HTMLElement | undefined {
  for (const row of list.children) if (row instanceof HTMLElement && row.dataset.key === key) return row;
  return undefined;
}

/** The first row in view and how far it is from the upper edge. */
function anchorOf(element: HTMLElement, list: HTMLElement): { key: string; distance: number } | null {
  for (const row of list.children) {
    if (!(row instanceof HTMLElement) || row.dataset.key === undefined) continue;
    if (row.offsetTop + row.offsetHeight > element.scrollTop) {
      return { key: row.dataset.key, distance: row.offsetTop - element.scrollTop };
    }
  }
  return null;
}
