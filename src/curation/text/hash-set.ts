/** Multiplier that spreads a hash over the slots of a table. */
const SPREAD = 0xcc9e2d51 | 0;

/**
 * A set of 32-bit integers, built once and asked very often: open addressing at a quarter full, and a bit map before
 * it that turns most misses away after one look into a few kilobytes.
 */
export class HashSet32 {
  readonly #slots: Int32Array;
  readonly #shift: number;
  readonly #bits: Int32Array;
  readonly #bitShift: number;

  constructor(values: Iterable<number>) {
    const distinct = new Set<number>();
    for (const value of values) distinct.add(HashSet32.#stored(value));
    const power = Math.max(4, Math.ceil(Math.log2(distinct.size * 4 + 1)));
    this.#slots = new Int32Array(2 ** power);
    this.#shift = 32 - power;
    const bitPower = power + 2;
    this.#bits = new Int32Array(2 ** (bitPower - 5));
    this.#bitShift = 32 - bitPower;
    for (const value of distinct) this.#insert(value);
  }

  has(value: number): boolean {
    const stored = value === 0 ? 1 : value;
    const spread = Math.imul(stored ^ (stored >>> 15), SPREAD);
    const bit = spread >>> this.#bitShift;
    if ((((this.#bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 0) return false;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let i = spread >>> this.#shift; ; i = (i + 1) & mask) {
      const found = slots[i];
      if (found === stored) return true;
      if (found === 0) return false;
    }
  }

  /** Zero marks an empty slot, so it is kept as one: a lookup may then be a candidate too many, never one too few. */
  static #stored(value: number): number {
    return value === 0 ? 1 : value;
  }

  #insert(stored: number): void {
    const spread = Math.imul(stored ^ (stored >>> 15), SPREAD);
    const bit = spread >>> this.#bitShift;
    this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
    const mask = this.#slots.length - 1;
    let i = spread >>> this.#shift;
    while (this.#slots[i] !== 0) i = (i + 1) & mask;
    this.#slots[i] = stored;
  }
}
