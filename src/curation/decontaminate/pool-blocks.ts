import type { SetAside } from '../records/aside.js';
import { readLineBlocks } from '../records/bytes.js';
import { formatOf, readRows } from '../records/read.js';

const BLOCK = 2 ** 22;

/** Lines of JSONL in a buffer of their own, with where they came from. */
export interface PoolBlock {
  readonly bytes: Buffer;
  readonly file: string;
  /** Lines of the file before it; meaningless where the reader made the lines. */
  readonly firstLine: number;
}

/** The pool as blocks of JSONL: as its bytes stand there where it is JSONL, made from its rows where it is not. */
export async function* poolBlocks(
  files: readonly string[],
  aside: (piece: SetAside) => void,
): AsyncGenerator<PoolBlock> {
  for (const file of files) {
    const blocks = formatOf(file) === 'jsonl' ? readLineBlocks(file, BLOCK) : madeBlocks(file, aside);
    for await (const { bytes, firstLine } of blocks) yield { bytes, file, firstLine };
  }
}

async function* madeBlocks(file: string, aside: (piece: SetAside) => void) {
  let lines: string[] = [];
  let length = 0;
  let firstLine = 0;
  const block = () => {
    const made = { bytes: Buffer.from(Uint8Array.from(Buffer.from(lines.join(''))).buffer), firstLine };
    firstLine += lines.length;
    lines = [];
    length = 0;
    return made;
  };
  for await (const { fields } of readRows(file, aside)) {
    const line = `${JSON.stringify(fields)}\n`;
    lines.push(line);
    length += line.length;
    if (length >= BLOCK) yield block();
  }
  if (length > 0) yield block();
}
