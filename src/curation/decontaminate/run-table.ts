/** Positions of n-grams in a text, [start, end). */
export type Span = readonly [start: number, end: number];

/**
 * The longest run of n-grams one after the other that a text shares with each item; of equally long ones the first. One
 * table serves text after text: a phrase that thousands of items have costs four numbers for each, and no garbage.
 */
export class RunTable {
  /** Of an item's last run; an end of 0: nothing so far. */
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  readonly #longestStart: Int32Array;
  readonly #longestEnd: Int32Array;
  #items: number[] = [];

  constructor(items: number) {
    this.#start = new Int32Array(items);
    this.#end = new Int32Array(items);
    this.#longestStart = new Int32Array(items);
    this.#longestEnd = new Int32Array(items);
  }

  /** The text shares the n-gram at a position with an item; positions come in their order. */
  add(item: number, position: number): void {
    const before = this.#end[item] ?? 0;
    const end = position + 1;
    if (before === 0) {
      this.#items.push(item);
      this.#longestStart[item] = this.#longestEnd[item] = 0;
    }
    const start = before !== 0 && before === position ? (this.#start[item] ?? 0) : position;
    this.#start[item] = start;
    this.#end[item] = end;
    if (end - start <= (this.#longestEnd[item] ?? 0) - (this.#longestStart[item] ?? 0)) return;
    this.#longestStart[item] = start;
    this.#longestEnd[item] = end;
  }

  /** The items of the text, each once. */
  get items(): readonly number[] {
    return this.#items;
  }

  longest(item: number): Span {
    return [this.#longestStart[item] ?? 0, this.#longestEnd[item] ?? 0];
  }

  /** Makes it ready for the next text. */
  clear(): void {
    for (const item of this.#items) this.#end[item] = 0;
    this.#items = [];
  }
}
