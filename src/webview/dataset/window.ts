/** Which rows of a long list stand in the window. PURE. */

/** Height of a row in pixels. */
export const ROW_HEIGHT = 24;
/** Chromium draws nothing beyond 33.5 million pixels: longer lists are scrolled in larger steps. */
const HIGHEST = 30_000_000;

export interface WindowView {
  readonly total: number;
  readonly scrollTop: number;
  /** Height of the window in pixels. */
  readonly height: number;
}

/** Height of what is scrolled. */
export function scrollHeight(total: number): number {
  return Math.min(HIGHEST, total * ROW_HEIGHT);
}

/** First row in the window, rows to draw, and how far the first one stands above the window's upper edge. */
export function rowsInWindow({ total, scrollTop, height }: WindowView): {
  first: number;
  count: number;
  offset: number;
} {
  const top = contentTop({ total, scrollTop, height });
  const first = Math.max(0, Math.min(total, Math.floor(top / ROW_HEIGHT)));
  const count = Math.min(total - first, Math.ceil(height / ROW_HEIGHT) + 1);
  return { first, count, offset: top - first * ROW_HEIGHT };
}

/** Where the window has to be scrolled to so that a row is in it, moving as little as possible. */
export function scrollTo(row: number, view: WindowView): number {
  const top = contentTop(view);
  const wanted = Math.min(row * ROW_HEIGHT, Math.max(top, (row + 1) * ROW_HEIGHT - view.height));
  return wanted * ratio(view);
}

function contentTop(view: WindowView): number {
  return view.scrollTop / ratio(view);
}

/** Pixels scrolled for a pixel of rows: 1, but for lists that are too long. */
function ratio({ total, height }: WindowView): number {
  const rows = total * ROW_HEIGHT - height;
  return rows <= 0 ? 1 : Math.min(1, (scrollHeight(total) - height) / rows);
}
