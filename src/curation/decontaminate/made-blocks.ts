import type { SetAside } from '../records/aside.js';
import { readRows } from '../records/read.js';
import type { BlockPlaces } from './pool-blocks.js';

const BLOCK = 2 ** 22;

/** Rows of a file that is no JSONL, written as JSONL, with their places in the file. */
export interface MadeBlock {
  readonly bytes: Buffer;
  readonly places: BlockPlaces;
}

/** The rows of a file of any format in blocks of JSONL. */
export async function* madeBlocks(file: string, aside: (piece: SetAside) => void): AsyncGenerator<MadeBlock> {
  let block = new BlockInWork();
  const reading = (piece: SetAside) => {
    block.skip();
    aside(piece);
  };
  for await (const { fields, line } of readRows(file, reading)) {
    block.add(JSON.stringify(fields), line);
    if (block.length < BLOCK) continue;
    yield block.made();
    block = new BlockInWork();
  }
  if (!block.isEmpty) yield block.made();
}

class BlockInWork {
  readonly #texts: string[] = [];
  readonly #lines: number[] = [];
  readonly #setAsideBefore: number[] = [];
  #setAside = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get isEmpty(): boolean {
    return this.#texts.length + this.#setAside === 0;
  }

  add(text: string, line: number): void {
    this.#texts.push(text, '\n');
    this.#length += text.length + 1;
    this.#lines.push(line);
    this.#setAsideBefore.push(this.#setAside);
  }

  /** A row of the file that was set aside stands here. */
  skip(): void {
    this.#setAside += 1;
  }

  made(): MadeBlock {
    // A buffer of its own: it is transferred to a worker.
    const bytes = Buffer.from(Uint8Array.from(Buffer.from(this.#texts.join(''))).buffer);
    return {
      bytes,
      places: {
        lineOf: (line) => this.#lines[line] ?? 0,
        setAsideBefore: (row) => this.#setAsideBefore[row] ?? 0,
        setAside: this.#setAside,
      },
    };
  }
}
