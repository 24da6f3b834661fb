import { KEY, keyOf } from './query.js';

/** Rows that begin alike are put in order when one of them is looked at, as long as they are so few, and so small. */
const MOST_ROWS = 5000;
const MOST_BYTES = 2 ** 24;
/** Rows that are read side by side. */
const BATCH = 64;

/** What is read of a data set to put rows in order. */
export interface OrderedTexts {
  /** The whole text of a row in the column that is sorted, null: none, and how much had to be read for it. */
  readonly read: (row: number) => Promise<{ readonly text: string | null; readonly bytes: number }>;
  readonly descending: boolean;
}

/**
 * The index sorts texts by their beginnings, which stay quick over a million rows. What begins alike is put in order from
 * the data themselves, where somebody looks: then a page costs a look at the rows around it, and never the whole column.
 */
export class ExactOrder {
  /** Beginnings that were put in order, with the place behind their group. */
  readonly #settled = new Map<string, number>();
  #last: Promise<void> = Promise.resolve();

  /** @param rows in the index's order; they are put into the exact one where they stand */
  constructor(
    private readonly rows: Int32Array,
    private readonly texts: OrderedTexts,
  ) {}

  /** Puts the places from `from` up to `to` in order, and the rest of the groups they belong to. */
  settle(from: number, to: number): Promise<void> {
    const settled = this.#last.then(() => this.#settle(from, to));
    this.#last = settled.catch(() => undefined); // told to whoever asked for these places
    return settled;
  }

  async #settle(from: number, to: number): Promise<void> {
    let at = from;
    while (at < to) at = await this.#settleAt(at);
  }

  /** @returns the next place that is in another group */
  async #settleAt(at: number): Promise<number> {
    const key = await this.#keyAt(at);
    if (key === null) return at + 1; // nothing was cut: equal keys are equal texts
    const known = this.#settled.get(key);
    if (known !== undefined) return known;
    const start = await this.#lastWith(key, at, -1);
    const end = (await this.#lastWith(key, at, 1)) + 1;
    if (end - start === 1) return end;
    if (end - start <= MOST_ROWS) await this.#sort(start, end);
    this.#settled.set(key, end);
    return end;
  }

  /** The key at a place, where the text is longer; else null. */
  async #keyAt(at: number): Promise<string | null> {
    const { text } = await this.texts.read(this.rows[at] ?? 0);
    // Half a character at the cut is the same in the index, whichever it is.
    return text === null || text.length < KEY ? null : keyOf(text).replace(/[\ud800-\udbff]$/, '\ufffd');
  }

  /** The last place of a key's group in one direction: in steps that double, then by halves. Places with one key stand together. */
  async #lastWith(key: string, at: number, direction: 1 | -1): Promise<number> {
    const has = async (steps: number) => {
      const place = at + direction * steps;
      return place >= 0 && place < this.rows.length && (await this.#keyAt(place)) === key;
    };
    let inside = 0;
    let outside = 1;
    while (await has(outside)) {
      inside = outside;
      outside *= 2;
    }
    while (outside - inside > 1) {
      const middle = (inside + outside) >>> 1;
      if (await has(middle)) inside = middle;
      else outside = middle;
    }
    return at + direction * inside;
  }

  async #sort(start: number, end: number): Promise<void> {
    const group = [...this.rows.subarray(start, end)].sort((a, b) => a - b);
    const read: { readonly row: number; readonly text: Buffer }[] = [];
    let bytes = 0;
    for (let i = 0; i < group.length; i += BATCH) {
      const batch = await Promise.all(
        group.slice(i, i + BATCH).map(async (row) => ({ row, ...(await this.texts.read(row)) })),
      );
      bytes += batch.reduce((sum, one) => sum + one.bytes, 0);
      if (bytes > MOST_BYTES) return;
      // Compared as the index compares: by the bytes of UTF-8.
      read.push(...batch.map(({ row, text }) => ({ row, text: Buffer.from(text ?? '') })));
    }
    const sign = this.texts.descending ? -1 : 1;
    read.sort((a, b) => sign * Buffer.compare(a.text, b.text) || a.row - b.row);
    for (const [i, { row }] of read.entries()) this.rows[start + i] = row;
  }
}
