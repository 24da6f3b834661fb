/**
 * Cuts a text that grows into sentences for a live region: a screen reader is told whole sentences, never tokens.
 * PURE but for what it remembers.
 */
export class Sentences {
  #told = 0;

  /** The sentences that are complete now and were not before. `finished`: the rest counts as one. */
  next(text: string, finished: boolean): string {
    if (text.length < this.#told) this.#told = 0; // another text
    const rest = text.slice(this.#told);
    const end = finished ? rest.length : lastEnd(rest);
    this.#told += end;
    return rest.slice(0, end).trim();
  }

  reset(): void {
    this.#told = 0;
  }
}

/** Where the last complete sentence ends: a mark and a space after it, a mark of Chinese or Japanese, or a new line. */
function lastEnd(text: string): number {
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text.charAt(at);
    if ('。！？\n'.includes(character)) return at + 1;
    if ('.!?'.includes(character) && /\s/.test(text.charAt(at + 1))) return at + 1;
  }
  return 0;
}
