import { availableParallelism } from 'node:os';
import { stat } from 'node:fs/promises';
import { CurationError } from '../errors.js';
import { MOST_TEXT, type SetAside } from '../records/aside.js';
import { filesOf } from '../records/files.js';
import { OutputFolder, type OutputFile } from '../records/output-folder.js';
import { formatOf } from '../records/format.js';
import { refuseOverlap } from '../records/places.js';
import { readRows, type ReadRow } from '../records/read.js';
import type { DecontaminationMethod, DetectionPlan } from './detectors.js';
import { evaluationItems, questionColumn, type TaskFile } from './evaluation-items.js';
import { inlineLane, scanInOrder, workerLane, type Lane } from './lanes.js';
import { poolBlocks } from './pool-blocks.js';
import type { ScannedBlock } from './scan-block.js';

export const OUTPUT_FILES = ['kept.jsonl', 'dropped.jsonl', 'hits.jsonl', 'set-aside.jsonl'] as const;

/** Below this many bytes threads cost more than they save. */
const WORTH_THREADS = 2 ** 22;

export interface DecontaminationJob {
  /** File or folder. */
  readonly pool: string;
  readonly tasks: readonly TaskFile[];
  readonly method: DecontaminationMethod;
  /** Folder that appears when everything is in it. */
  readonly out: string;
  readonly poolColumn?: string;
  readonly taskColumn?: string;
  /** Bundle of scan-worker.ts; without it everything runs in this thread. */
  readonly workerFile?: string;
  /** Threads; without it as many as there are processors. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
}

export interface DecontaminationResult {
  /** Rows looked at, without those set aside. */
  readonly rows: number;
  readonly dropped: number;
  /** Pairs of a pool row and an evaluation item. */
  readonly hits: number;
  readonly items: number;
  /** Rows dropped for each task, in the tasks' order; a row can count for several. */
  readonly byTask: readonly { readonly task: string; readonly rows: number }[];
  readonly aside: number;
}

/**
 * Sorts a pool into rows that share nothing with the evaluation tasks and rows that do. Rows keep their bytes where the
 * pool is JSONL, and their order. Lines that are no rows are written to set-aside.jsonl and told to `onAside`.
 * @throws CurationError; nothing is left behind then
 */
export async function decontaminate(
  job: DecontaminationJob,
  onAside: (piece: SetAside) => void,
): Promise<DecontaminationResult> {
  const files = await filesOf(job.pool);
  await refuseOverlap([job.pool, ...job.tasks.map(({ path }) => path)], job.out);
  await using out = await OutputFolder.create(job.out, OUTPUT_FILES);
  const pieces: SetAside[] = [];
  const aside = (piece: SetAside) => {
    pieces.push(piece);
    onAside(piece);
  };
  const items = await evaluationItems(job.tasks, job.taskColumn, aside);
  const column = job.poolColumn ?? (await columnOf(files));
  const plan: DetectionPlan = { method: job.method, column, items };
  const lanes = await lanesFor(plan, job, files);
  try {
    const result = await sortPool(plan, job, files, lanes, out, aside);
    const file = await out.file('set-aside.jsonl');
    for (const piece of pieces) await file.writeLine(piece);
    await out.commit();
    return { ...result, aside: pieces.length };
  } finally {
    await Promise.all(lanes.map((lane) => lane[Symbol.asyncDispose]()));
  }
}

async function sortPool(
  { items }: DetectionPlan,
  { tasks, signal }: DecontaminationJob,
  files: readonly string[],
  lanes: readonly Lane[],
  out: OutputFolder,
  aside: (piece: SetAside) => void,
): Promise<Omit<DecontaminationResult, 'aside'>> {
  const [kept, dropped, hits] = [
    await out.file('kept.jsonl'),
    await out.file('dropped.jsonl'),
    await out.file('hits.jsonl'),
  ];
  const byTask = new Map(tasks.map(({ name }) => [name, 0]));
  const linesBefore = new Map<string, number>();
  let rows = 0;
  let setAside = 0;
  let droppedRows = 0;
  let pairs = 0;
  for await (const { bytes, found, block } of scanInOrder(poolBlocks(files, aside), lanes)) {
    if (signal?.aborted === true) throw new CurationError('stopped', 'Stopped: nothing was written.');
    await writeSpans(bytes, found, kept, dropped);
    for (const hit of found.hits) {
      const touched = new Set<string>();
      for (const { item, shared } of hit.matches) {
        const { task = '', row: taskRow = 0 } = items[item] ?? {};
        await hits.writeLine({ id: hit.id ?? rows + hit.row, task, task_row: taskRow, shared });
        touched.add(task);
        pairs += 1;
      }
      for (const task of touched) byTask.set(task, (byTask.get(task) ?? 0) + 1);
    }
    const before = linesBefore.get(block.file) ?? 0;
    linesBefore.set(block.file, before + found.lines);
    for (const piece of asideOf(bytes, found, block.file, before)) aside(piece);
    block.release();
    rows += found.rows;
    setAside += found.aside.length;
    droppedRows += found.dropped.length;
  }
  return {
    rows: rows - setAside,
    dropped: droppedRows,
    hits: pairs,
    items: items.length,
    byTask: Array.from(byTask, ([task, count]) => ({ task, rows: count })),
  };
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

function asideOf(bytes: Buffer, { aside }: ScannedBlock, file: string, linesBefore: number): SetAside[] {
  return aside.map(({ line, start, end, reason }) => ({
    file,
    line: linesBefore + line + 1,
    reason,
    text: bytes
      .subarray(start, Math.min(end - 1, start + 4 * MOST_TEXT))
      .toString('utf8')
      .slice(0, MOST_TEXT),
  }));
}

/** The question's column, from the first rows of the first file. */
async function columnOf(files: readonly string[]): Promise<string> {
  for (const file of files) {
    const rows: ReadRow[] = [];
    for await (const row of readRows(file, () => undefined)) {
      rows.push(row);
      if (rows.length === 100) break;
    }
    if (rows.length > 0) return questionColumn(file, rows);
  }
  throw new CurationError('no-rows', `${files.join(', ')}: there are no rows; give a pool with questions.`);
}

async function lanesFor(plan: DetectionPlan, job: DecontaminationJob, files: readonly string[]): Promise<Lane[]> {
  const { workerFile, threads = availableParallelism() } = job;
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size * (isPacked(file) ? 4 : 1)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (workerFile === undefined || total < WORTH_THREADS) return [inlineLane(plan)];
  return Array.from({ length: Math.max(1, threads) }, () => workerLane(workerFile, plan));
}

function isPacked(file: string): boolean {
  return file.endsWith('.gz') || formatOf(file) === 'parquet';
}
