import { availableParallelism } from 'node:os';
import { stat } from 'node:fs/promises';
import { AsideCount, type SetAside } from '../records/aside.js';
import { filesOf } from '../records/files.js';
import { OutputFolder } from '../records/output-folder.js';
import { formatOf, isPacked } from '../records/format.js';
import { refuseOverlap } from '../records/places.js';
import type { DecontaminationMethod, DetectionPlan } from './detectors.js';
import { evaluationItems, type TaskFile } from './evaluation-items.js';
import { inlineLane, workerLane, type Lane } from './lanes.js';
import { poolFiles } from './pool-files.js';
import { noQuestions } from './question-column.js';
import { sortPool, type SortedPool } from './sort-pool.js';

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

export interface DecontaminationResult extends SortedPool {
  readonly items: number;
  readonly aside: number;
}

/**
 * Sorts a pool into rows that share nothing with the evaluation tasks and rows that do. Rows keep their bytes where the
 * pool is JSONL, and their order. Lines that are no rows are written to set-aside.jsonl and told to `onAside`.
 * @throws CurationError, also where there is nothing to compare; nothing is left behind then
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
  const inPool = new AsideCount(aside);
  const pool = await poolFiles(files, job.poolColumn, inPool.add);
  const plan: DetectionPlan = { method: job.method, items };
  const lanes = await lanesFor(plan, job, files);
  try {
    const result = await sortPool({ files: pool, items, lanes, signal: job.signal }, out, inPool.add);
    if (result.rows === 0) throw noQuestions(job.pool, inPool);
    const file = await out.file('set-aside.jsonl');
    for (const piece of pieces) await file.writeLine(piece);
    await out.commit();
    return { ...result, items: items.length, aside: pieces.length };
  } finally {
    await Promise.all(lanes.map((lane) => lane[Symbol.asyncDispose]()));
  }
}

async function lanesFor(plan: DetectionPlan, job: DecontaminationJob, files: readonly string[]): Promise<Lane[]> {
  const { workerFile, threads = availableParallelism() } = job;
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size * (isCompressed(file) ? 4 : 1)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (workerFile === undefined || total < WORTH_THREADS) return [inlineLane(plan)];
  return Array.from({ length: Math.max(1, threads) }, () => workerLane(workerFile, plan));
}

function isCompressed(file: string): boolean {
  return isPacked(file) || formatOf(file) === 'parquet';
}
