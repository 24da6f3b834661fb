/** Slots for each value: one in 32 of other values passes at most. */
const SPARSE = 32;
/** 32 KiB: stays in the processor's nearest cache. */
const LEAST_POWER = 18;

/** Tells at one look that a well-mixed 32-bit hash is not among given ones; sometimes it does not tell. */
export class BitFilter {
  readonly bits: Uint8Array;
  /** Bit of a hash: `hash >>> shift`. */
  readonly shift: number;

  constructor(hashes: ReadonlySet<number>) {
    const power = Math.max(LEAST_POWER, Math.ceil(Math.log2(hashes.size * SPARSE + 1)));
    this.shift = 32 - power;
    this.bits = new Uint8Array(2 ** (power - 3));
    for (const hash of hashes) {
      const bit = hash >>> this.shift;
      this.bits[bit >>> 3] = (this.bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
    }
  }
}
