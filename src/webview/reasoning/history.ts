/** Going through earlier questions with the arrow keys, as in a terminal. PURE. */
export interface HistoryPlace {
  /** Index into the history; its length stands for the draft. */
  readonly at: number;
  readonly draft: string;
}

/** The place and text after going one step back (-1) or forward (+1); undefined at the ends. */
export function step(
  history: readonly string[],
  place: HistoryPlace,
  text: string,
  by: -1 | 1,
): { readonly place: HistoryPlace; readonly text: string } | undefined {
  const at = place.at + by;
  if (at < 0 || at > history.length) return undefined;
  const draft = place.at === history.length ? text : place.draft;
  return { place: { at, draft }, text: at === history.length ? draft : (history[at] ?? draft) };
}
