import type { SetAside } from '../records/aside.js';
import { formatOf } from '../records/format.js';
import { madeBlocks } from './made-blocks.js';
import type { PoolFile } from './pool-files.js';
import { SharedBlocks } from './shared-blocks.js';

/** Where the lines of a block stand in its file. */
export interface BlockPlaces {
  /** Line of the file from 1 (JSON, Parquet: row) in which a line of the block stands; both count from its first. */
  lineOf(line: number): number;
  /** Rows of the file that reading has set aside before a row of the block: they are not in its bytes. */
  setAsideBefore(row: number): number;
  /** All of them, those behind the last row too. */
  readonly setAside: number;
}

/** Whole lines of JSONL, each ended by a line feed. */
export interface PoolBlock {
  readonly bytes: Buffer;
  readonly file: PoolFile;
  readonly places: BlockPlaces;
  /** Called when nobody looks at the bytes any more. */
  readonly release: () => void;
}

/** The pool as blocks of JSONL: as its bytes stand there where it is JSONL, made from its rows where it is not. */
export async function* poolBlocks(
  files: readonly PoolFile[],
  aside: (piece: SetAside) => void,
): AsyncGenerator<PoolBlock> {
  const memory = new SharedBlocks();
  for (const file of files) {
    if (formatOf(file.path) === 'jsonl') {
      for await (const { bytes, firstLine, release } of memory.read(file.path)) {
        yield { bytes, file, places: placesFrom(firstLine), release };
      }
    } else {
      for await (const made of madeBlocks(file.path, aside)) yield { ...made, file, release: () => undefined };
    }
  }
}

/** Of JSONL: its lines are the block's, and what is no row is still among them. */
function placesFrom(firstLine: number): BlockPlaces {
  return { lineOf: (line) => firstLine + line + 1, setAsideBefore: () => 0, setAside: 0 };
}
