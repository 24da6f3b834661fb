import type { Piece } from './stream-text.js';

/** What the scanner makes of a piece. */
export type Scan =
  /** `released` is certain to be ordinary text, in order; more may be held. */
  | { readonly kind: 'text'; readonly released: readonly Piece[] }
  /** A delimiter stands in the text. */
  | {
      readonly kind: 'match';
      /** Pieces wholly before the delimiter. */
      readonly released: readonly Piece[];
      readonly delimiter: string;
      /** Text before the delimiter that shares a token with it (".</" of ".</think>"); usually empty. */
      readonly shared: string;
      /** Text after the delimiter that shares a token with it; usually empty. */
      readonly rest: string;
      /** The pieces that hold the delimiter. */
      readonly pieces: readonly Piece[];
    };

/**
 * Finds delimiters in streamed text, whatever tokens they are made of: a delimiter may be one token, several, or merged
 * with the text around it. Text that may still become a delimiter is held back.
 *
 * Work per piece is bounded by the length of the held text, which is less than the longest delimiter plus one piece.
 */
export class DelimiterScanner {
  #held: Piece[] = [];

  /** @param delimiters non-empty texts; of two that match at the same place the longer one wins. */
  constructor(private delimiters: readonly string[]) {}

  /** Tokens held back. */
  get heldTokens(): number {
    return this.#held.reduce((n, piece) => n + piece.tokens.length, 0);
  }

  push(piece: Piece): Scan {
    this.#held.push(piece);
    return this.#scan();
  }

  /** Takes the pieces of a match back as text in which only `delimiters` count from now on. */
  restore(pieces: readonly Piece[], delimiters: readonly string[]): void {
    this.#held = [...pieces];
    this.delimiters = delimiters;
  }

  /** Everything held: the stream has ended, it will not become a delimiter any more. */
  flush(): readonly Piece[] {
    return this.#held.splice(0);
  }

  #scan(): Scan {
    const text = this.#held.map((piece) => piece.text).join('');
    const found = this.#find(text);
    if (found === undefined) return { kind: 'text', released: this.#releaseBefore(text.length - this.#possible(text)) };
    const released = this.#releaseBefore(found.at);
    const before = released.reduce((n, piece) => n + piece.text.length, 0);
    const pieces = this.#held.splice(0);
    return {
      kind: 'match',
      released,
      delimiter: found.delimiter,
      shared: text.slice(before, found.at),
      rest: text.slice(found.at + found.delimiter.length),
      pieces,
    };
  }

  #find(text: string): { at: number; delimiter: string } | undefined {
    let best: { at: number; delimiter: string } | undefined;
    for (const delimiter of this.delimiters) {
      const at = text.indexOf(delimiter);
      if (at < 0) continue;
      const better = best === undefined || at < best.at || (at === best.at && delimiter.length > best.delimiter.length);
      if (better) best = { at, delimiter };
    }
    return best;
  }

  /** Length of the longest end of `text` that a delimiter may begin with. */
  #possible(text: string): number {
    let longest = 0;
    for (const delimiter of this.delimiters) {
      for (let n = Math.min(delimiter.length - 1, text.length); n > longest; n--) {
        if (text.endsWith(delimiter.slice(0, n))) longest = n;
      }
    }
    return longest;
  }

  /** Takes the pieces that lie wholly in the first `chars` characters. */
  #releaseBefore(chars: number): Piece[] {
    let end = 0;
    let count = 0;
    for (const piece of this.#held) {
      if (end + piece.text.length > chars) break;
      end += piece.text.length;
      count++;
    }
    return this.#held.splice(0, count);
  }
}
