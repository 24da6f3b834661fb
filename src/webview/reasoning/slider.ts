/** Arithmetic of the budget slider: tokens, from 0 to what the context allows. PURE. */

/** The value after a key; undefined for keys that are not the slider's. Arrows 1 %, Page keys 10 %, Home and End. */
export function valueAfterKey(key: string, value: number, limit: number): number | undefined {
  const step = Math.max(1, Math.round(limit / 100));
  const page = Math.max(1, Math.round(limit / 10));
  const moved = {
    ArrowLeft: value - step,
    ArrowDown: value - step,
    ArrowRight: value + step,
    ArrowUp: value + step,
    PageDown: value - page,
    PageUp: value + page,
    Home: 0,
    End: limit,
  }[key];
  return moved === undefined ? undefined : Math.min(limit, Math.max(0, moved));
}

/**
 * A key press does not end thinking unawares: a step that would fall below what is used rests there first, and only the
 * next one goes on.
 */
export function heldAtUsed(from: number, to: number, used: number): number {
  return from > used && to < used ? used : to;
}

/** The budget for a slider value: at its end there is no bound of its own. */
export function budgetOf(value: number, limit: number): number | null {
  return value >= limit ? null : value;
}

/** Share of the track, 0 to 1. */
export function share(tokens: number, limit: number): number {
  return limit <= 0 ? 0 : Math.min(1, Math.max(0, tokens / limit));
}
