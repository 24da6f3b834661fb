/** Tokens per second over the last moments. PURE: the caller says what time it is. */
export class RateMeter {
  /** Long enough to be steady, short enough to follow. */
  static readonly WINDOW_MS = 3000;
  /** Before this there is nothing to divide by. */
  static readonly LEAST_MS = 300;

  #events: { readonly at: number; readonly tokens: number }[] = [];
  #started: number | undefined;

  add(tokens: number, now: number): void {
    this.#started ??= now;
    this.#events.push({ at: now, tokens });
    const oldest = now - RateMeter.WINDOW_MS;
    const first = this.#events.findIndex(({ at }) => at >= oldest);
    if (first > 0) this.#events.splice(0, first);
  }

  /** null while too little is known. */
  rate(now: number): number | null {
    if (this.#started === undefined) return null;
    const from = Math.max(this.#started, now - RateMeter.WINDOW_MS);
    if (now - from < RateMeter.LEAST_MS) return null;
    const tokens = this.#events
      .filter(({ at }) => at > from || from === this.#started)
      .reduce((n, e) => n + e.tokens, 0);
    return (tokens * 1000) / (now - from);
  }

  reset(): void {
    this.#events = [];
    this.#started = undefined;
  }
}
