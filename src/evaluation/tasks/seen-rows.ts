import { createHash } from 'node:crypto';

/** Slots at first; always a power of two, and at most half full. */
const FIRST_SLOTS = 1024;

/**
 * Remembers texts by 64 bits of their SHA-256, each with the line that it stands in: 12 bytes a slot, so that a million
 * rows take some 25 MB whatever they hold. Among a million texts two different ones meet by chance once in 37 million
 * files.
 */
export class SeenRows {
  #high = new Uint32Array(FIRST_SLOTS);
  #low = new Uint32Array(FIRST_SLOTS);
  /** 0: the slot is free. Lines count from 1. */
  #lines = new Uint32Array(FIRST_SLOTS);
  #used = 0;

  /** The line of an equal text seen before; undefined where this is the first. */
  add(parts: readonly string[], line: number): number | undefined {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(`${part.length}:`).update(part);
    const digest = hash.digest();
    const high = digest.readUInt32BE(0);
    const low = digest.readUInt32BE(4);
    const slot = this.#slotOf(high, low);
    const before = this.#lines[slot] ?? 0;
    if (before !== 0) return before;
    this.#put(slot, high, low, line);
    if (++this.#used * 2 > this.#lines.length) this.#grow();
    return undefined;
  }

  #slotOf(high: number, low: number): number {
    const mask = this.#lines.length - 1;
    let slot = low & mask;
    while (this.#lines[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low)) slot = (slot + 1) & mask;
    return slot;
  }

  #put(slot: number, high: number, low: number, line: number): void {
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#lines[slot] = line;
  }

  #grow(): void {
    const [high, low, lines] = [this.#high, this.#low, this.#lines];
    const slots = lines.length * 2;
    this.#high = new Uint32Array(slots);
    this.#low = new Uint32Array(slots);
    this.#lines = new Uint32Array(slots);
    for (const [i, line] of lines.entries()) {
      const [a, b] = [high[i] ?? 0, low[i] ?? 0];
      if (line !== 0) this.#put(this.#slotOf(a, b), a, b, line);
    }
  }
}
