import type { Drop } from '../stages/stage.js';

/** Why a row is gone. */
export interface Dropped {
  readonly stage: string;
  readonly reason: string;
  readonly detail?: string;
}

/** Codes for so many rows at first; it grows by doubling. */
const FIRST_SIZE = 2 ** 16;

/** Row → why and where it was dropped, in four bytes a row: of a large pool most rows are dropped for a few reasons. */
export class DropTable {
  /** 0: not dropped; otherwise the place in `#reasons`, from 1. */
  #codes = new Uint32Array(FIRST_SIZE);
  readonly #reasons: Dropped[] = [];
  #size = 0;

  /** Rows that were dropped. */
  get size(): number {
    return this.#size;
  }

  has(row: number): boolean {
    return this.#code(row) !== 0;
  }

  get(row: number): Dropped | undefined {
    return this.#reasons[this.#code(row) - 1];
  }

  /** Adds what a stage has dropped; of a row that was dropped before, the later reason counts. */
  add(stage: string, drops: readonly Drop[]): void {
    const codes = new Map<string, Map<string | undefined, number>>();
    for (const { row, reason, detail } of drops) {
      const ofReason = codes.get(reason) ?? new Map<string | undefined, number>();
      codes.set(reason, ofReason);
      let code = ofReason.get(detail);
      if (code === undefined) {
        code = this.#reasons.push({ stage, reason, ...(detail === undefined ? {} : { detail }) });
        ofReason.set(detail, code);
      }
      this.#set(row, code);
    }
  }

  #code(row: number): number {
    return this.#codes[row] ?? 0;
  }

  #set(row: number, code: number): void {
    if (row >= this.#codes.length) {
      const grown = new Uint32Array(Math.max(row + 1, 2 * this.#codes.length));
      grown.set(this.#codes);
      this.#codes = grown;
    }
    if (this.#codes[row] === 0) this.#size += 1;
    this.#codes[row] = code;
  }
}
