import type { SetAside } from '../records/aside.js';
import { formatOf } from '../records/format.js';
import { readRows } from '../records/read.js';
import { SharedBlocks } from './shared-blocks.js';

const BLOCK = 2 ** 22;

/** Whole lines of JSONL, each ended by a line feed. */
export interface PoolBlock {
  readonly bytes: Buffer;
  readonly file: string;
  /** Called when nobody looks at the bytes any more. */
  readonly release: () => void;
}

/** The pool as blocks of JSONL: as its bytes stand there where it is JSONL, made from its rows where it is not. */
export async function* poolBlocks(
  files: readonly string[],
  aside: (piece: SetAside) => void,
): AsyncGenerator<PoolBlock> {
  const memory = new SharedBlocks();
  for (const file of files) {
    const blocks = formatOf(file) === 'jsonl' ? memory.read(file) : madeBlocks(file, aside);
    for await (const block of blocks) yield { ...block, file };
  }
}

async function* madeBlocks(
  file: string,
  aside: (piece: SetAside) => void,
): AsyncGenerator<Pick<PoolBlock, 'bytes' | 'release'>> {
  let lines: string[] = [];
  let length = 0;
  const block = () => {
    // A buffer of its own: it is transferred to a worker.
    const bytes = Buffer.from(Uint8Array.from(Buffer.from(lines.join(''))).buffer);
    lines = [];
    length = 0;
    return { bytes, release: () => undefined };
  };
  for await (const { fields } of readRows(file, aside)) {
    const line = `${JSON.stringify(fields)}\n`;
    lines.push(line);
    length += line.length;
    if (length >= BLOCK) yield block();
  }
  if (length > 0) yield block();
}
