import { constants } from 'node:fs';
import { copyFile, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { DECISIONS_FILE, DecisionJournal, journalText, type DecidedRow, type Decision } from '../decisions.js';
import { readLineBlocks } from '../records/bytes.js';
import { OutputFile } from '../records/output-folder.js';
import { PIPELINE_SELECTED_FILE, SELECTED_FILE } from './output-files.js';

/** The stage's name of a funnel's step that decisions by hand make. */
export const BY_HAND = 'by hand';

/** What a result's selection is made from. */
export interface SelectionByHand {
  /** Whether the pipeline selected each row, in the pool's order. */
  readonly fates: AsyncIterable<{ readonly row: number; readonly selected: boolean }>;
  readonly decided: ReadonlyMap<number, Decision>;
  /** A line of selected.jsonl for a row that the pipeline had dropped. */
  readonly lineOf: (row: number) => Promise<string>;
}

/** The file with what the pipeline itself selected. */
export async function pipelineSelected(folder: string): Promise<string> {
  const kept = join(folder, PIPELINE_SELECTED_FILE);
  return (await exists(kept)) ? kept : join(folder, SELECTED_FILE);
}

/**
 * Writes selected.jsonl as the pipeline and the decisions together have it, rows in the pool's order. Without decisions
 * it is the pipeline's own again, byte for byte. At every moment the old or the new one is there.
 */
export async function applyDecisions(folder: string, { fates, decided, lineOf }: SelectionByHand): Promise<void> {
  const target = join(folder, SELECTED_FILE);
  const own = join(folder, PIPELINE_SELECTED_FILE);
  if (decided.size === 0) {
    if (await exists(own)) await rename(own, target);
    return;
  }
  if (!(await exists(own))) await copyWhole(target, own);
  const beside = `${target}.${randomUUID()}.part`;
  try {
    const file = new OutputFile(await open(beside, 'wx'));
    const lines = linesOf(own);
    for await (const { row, selected } of fates) {
      const line = selected ? (await lines.next()).value : undefined;
      const isIn = decided.has(row) ? decided.get(row) === 'keep' : selected;
      if (isIn) await file.write(line ?? `${await lineOf(row)}\n`);
    }
    await file.close();
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function* linesOf(path: string): AsyncGenerator<Buffer, undefined> {
  for await (const { bytes } of readLineBlocks(path)) {
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(0x0a, start) + 1;
      yield bytes.subarray(start, end);
      start = end;
    }
  }
  return undefined;
}

async function copyWhole(from: string, to: string): Promise<void> {
  const beside = `${to}.${randomUUID()}.part`;
  await copyFile(from, beside, constants.COPYFILE_EXCL);
  const handle = await open(beside, 'r+');
  await handle.sync();
  await handle.close();
  await rename(beside, to);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** Decisions of an earlier result, looked up in the rows of a new one by their questions. */
export class CarriedDecisions {
  readonly #byHash = new Map<string, { readonly id: string; readonly to: Decision }[]>();
  readonly #found: Record<Decision, DecidedRow[]> = { keep: [], drop: [] };

  private constructor(private readonly journal: DecisionJournal) {
    for (const { rows, to } of journal.inForce) {
      if (to === null) continue;
      for (const { id, hash } of rows) this.#byHash.set(hash, [...(this.#byHash.get(hash) ?? []), { id, to }]);
    }
  }

  /** @returns undefined where the earlier result has none */
  static async of(folder: string): Promise<CarriedDecisions | undefined> {
    const path = join(folder, DECISIONS_FILE);
    if ((await readFile(path).catch(() => undefined)) === undefined) return undefined;
    const carried = new CarriedDecisions(await DecisionJournal.open(path));
    return carried.journal.inForce.length === 0 ? undefined : carried;
  }

  /** What was decided about a row of the new result. */
  about(row: number, id: string, hash: string): Decision | undefined {
    const known = this.#byHash.get(hash);
    const decision = (known?.find((entry) => entry.id === id) ?? known?.[0])?.to;
    if (decision !== undefined) this.#found[decision].push({ row, id, hash });
    return decision;
  }

  /** How many rows of the new result were decided about. */
  get counts(): Readonly<Record<Decision, number>> {
    return { keep: this.#found.keep.length, drop: this.#found.drop.length };
  }

  /** The new result's journal. */
  get text(): string {
    return journalText(
      (['keep', 'drop'] as const).map((to) => ({ rows: this.#found[to], to })).filter(({ rows }) => rows.length > 0),
    );
  }
}
