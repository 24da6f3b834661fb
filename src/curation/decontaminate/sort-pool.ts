import { CurationError } from '../errors.js';
import { MOST_TEXT, type SetAside } from '../records/aside.js';
import type { OutputFile, OutputFolder } from '../records/output-folder.js';
import type { EvaluationItem } from './evaluation-item.js';
import { scanInOrder, type Lane } from './lanes.js';
import { poolBlocks, type BlockPlaces } from './pool-blocks.js';
import type { PoolFile } from './pool-files.js';
import type { RowHit, ScannedBlock } from './scan-block.js';

/** A pool, what it is compared with, and by whom. */
export interface SortJob {
  readonly files: readonly PoolFile[];
  readonly items: readonly EvaluationItem[];
  /** Made for the same items. */
  readonly lanes: readonly Lane[];
  readonly signal: AbortSignal | undefined;
}

export interface SortedPool {
  /** Rows looked at, without those set aside. */
  readonly rows: number;
  readonly dropped: number;
  /** Pairs of a pool row and an evaluation item, and those of them that hits.jsonl names. */
  readonly pairs: number;
  readonly hits: number;
  /** Rows dropped for each task, in the tasks' order; a row can count for several. */
  readonly byTask: readonly { readonly task: string; readonly rows: number }[];
}

/** Writes kept.jsonl, dropped.jsonl and hits.jsonl block by block; what is no row goes to `aside`. */
export async function sortPool(
  { files, items, lanes, signal }: SortJob,
  out: OutputFolder,
  aside: (piece: SetAside) => void,
): Promise<SortedPool> {
  const [kept, dropped] = [await out.file('kept.jsonl'), await out.file('dropped.jsonl')];
  const hits = new HitWriter(await out.file('hits.jsonl'), items);
  let rows = 0;
  let droppedRows = 0;
  /** Rows of the pool before the block, those set aside among them: a row's number. */
  let before = 0;
  for await (const { bytes, found, block } of scanInOrder(poolBlocks(files, aside), lanes)) {
    if (signal?.aborted === true) throw new CurationError('stopped', 'Stopped: nothing was written.');
    const { file, places, release } = block;
    await writeSpans(bytes, found, kept, dropped);
    for (const hit of found.hits) await hits.write(hit, before + places.setAsideBefore(hit.row) + hit.row);
    for (const piece of asideOf(bytes, found, file.path, places)) aside(piece);
    release();
    before += found.rows + places.setAside;
    rows += found.rows - found.aside.length;
    droppedRows += found.dropped.length;
  }
  return { rows, dropped: droppedRows, ...hits.counts };
}

/** Writes hits.jsonl and counts what is in it, and what would be. */
class HitWriter {
  #pairs = 0;
  #hits = 0;
  readonly #byTask: Map<string, number>;

  constructor(
    private readonly file: OutputFile,
    private readonly items: readonly EvaluationItem[],
  ) {
    this.#byTask = new Map(items.map(({ task }) => [task, 0]));
  }

  /** @param number of the row in the pool, from 0: its name where it has none */
  async write({ id, matches: { found, told } }: RowHit, number: number): Promise<void> {
    const touched = new Set<string>();
    for (const { item, shared } of told) {
      const { task = '', row = 0 } = this.items[item] ?? {};
      const [name, words] = [JSON.stringify(task), JSON.stringify(shared)];
      // Put together here: an id keeps digits that no number of JavaScript has.
      await this.file.write(`{"id":${id ?? number},"task":${name},"task_row":${row},"shared":${words}}\n`);
      touched.add(task);
    }
    this.#pairs += found;
    this.#hits += told.length;
    for (const task of touched) this.#byTask.set(task, (this.#byTask.get(task) ?? 0) + 1);
  }

  get counts(): Pick<SortedPool, 'pairs' | 'hits' | 'byTask'> {
    const byTask = Array.from(this.#byTask, ([task, rows]) => ({ task, rows }));
    return { pairs: this.#pairs, hits: this.#hits, byTask };
  }
}

/** Puts the bytes between dropped and set-aside lines into `kept`, the dropped ones into `dropped`. */
async function writeSpans(bytes: Buffer, found: ScannedBlock, kept: OutputFile, dropped: OutputFile): Promise<void> {
  const gone = [...found.dropped, ...found.aside.map(({ start, end }) => [start, end] as const)];
  let from = 0;
  for (const [start, end] of gone.sort(([a], [b]) => a - b)) {
    await kept.write(bytes.subarray(from, start));
    from = end;
  }
  await kept.write(bytes.subarray(from));
  for (const [start, end] of found.dropped) await dropped.write(Buffer.from(bytes.subarray(start, end)));
  await kept.flush();
}

function asideOf(bytes: Buffer, { aside }: ScannedBlock, file: string, places: BlockPlaces): SetAside[] {
  return aside.map(({ line, start, end, reason }) => ({
    file,
    line: places.lineOf(line),
    reason,
    text: bytes
      .subarray(start, Math.min(end - 1, start + 4 * MOST_TEXT))
      .toString('utf8')
      .slice(0, MOST_TEXT),
  }));
}
