import { open } from 'node:fs/promises';
import { BYTE_ORDER_MARK, countLines, lineTooLong, LONGEST_LINE, openBytes, unreadable } from '../records/bytes.js';
import { isPacked } from '../records/format.js';

const BLOCK = 2 ** 22;
const LINE_FEED = 0x0a;

/** Whole lines, each ended by a line feed, in memory that all threads see. */
export interface SharedBlock {
  readonly bytes: Buffer;
  /** Lines of the file before this block. */
  readonly firstLine: number;
  /** Gives the memory back: `bytes` must not be used afterwards. */
  readonly release: () => void;
}

/** Puts the next bytes of a source into a place. @returns how many; 0 at the end */
type Fill = (place: Buffer) => Promise<number>;

/**
 * Memory for blocks of a pool that is used again and again: threads look at it where it lies, nothing is copied for
 * them, and nothing is left to the collector of garbage. As much of it is made as is in use at the same time.
 */
export class SharedBlocks {
  readonly #free: Buffer[] = [];

  constructor(
    private readonly size = BLOCK,
    private readonly longestLine = LONGEST_LINE,
  ) {}

  /**
   * Reads JSONL, unpacked where its name ends in .gz, in blocks of whole lines.
   * @throws CurationError 'no-file', 'unreadable'
   */
  async *read(path: string): AsyncGenerator<SharedBlock> {
    const { fill, close } = isPacked(path) ? await streamed(path) : await direct(path);
    let memory = this.#take(this.size);
    let held = 0;
    let firstLine = 0;
    try {
      for (;;) {
        const got = await fill(memory.subarray(held));
        if (got === 0) break;
        held += got;
        if (held < memory.length) continue;
        const cut = memory.lastIndexOf(LINE_FEED) + 1;
        if (cut === 0) {
          if (held >= this.longestLine) throw lineTooLong(path, firstLine + 1);
          memory = this.#larger(memory);
          continue;
        }
        const next = this.#take(Math.max(this.size, 2 * (held - cut)));
        memory.copy(next, 0, cut, held);
        const lines = countLines(memory.subarray(0, cut)); // before the block is given away
        yield this.#block(memory, firstLine, cut);
        firstLine += lines;
        held -= cut;
        memory = next;
      }
      if (held === 0) return;
      if (memory[held - 1] !== LINE_FEED) {
        if (held === memory.length) memory = this.#larger(memory);
        memory[held] = LINE_FEED;
        held += 1;
      }
      yield this.#block(memory, firstLine, held);
    } catch (cause) {
      throw unreadable(path, cause);
    } finally {
      await close();
    }
  }

  #block(memory: Buffer, firstLine: number, end: number): SharedBlock {
    const mark = BYTE_ORDER_MARK.length;
    const isMarked = firstLine === 0 && memory.subarray(0, mark).equals(BYTE_ORDER_MARK);
    return {
      bytes: memory.subarray(isMarked ? mark : 0, end),
      firstLine,
      release: () => this.#free.push(memory),
    };
  }

  #take(size: number): Buffer {
    const place = this.#free.findIndex((memory) => memory.length >= size);
    const [found] = place < 0 ? [] : this.#free.splice(place, 1);
    return found ?? Buffer.from(new SharedArrayBuffer(size));
  }

  #larger(memory: Buffer): Buffer {
    const next = this.#take(memory.length * 2);
    memory.copy(next);
    return next;
  }
}

interface Source {
  readonly fill: Fill;
  readonly close: () => Promise<void>;
}

async function direct(path: string): Promise<Source> {
  const file = await open(path, 'r');
  return {
    fill: async (place) => (await file.read(place, 0, place.length, null)).bytesRead,
    close: () => file.close(),
  };
}

async function streamed(path: string): Promise<Source> {
  const stream = await openBytes(path);
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest = Buffer.alloc(0);
  return {
    fill: async (place) => {
      while (rest.length === 0) {
        const step = await chunks.next();
        if (step.done === true) return 0;
        rest = Buffer.from(step.value);
      }
      const count = rest.copy(place);
      rest = rest.subarray(count);
      return count;
    },
    close: async () => {
      stream.destroy();
    },
  };
}
