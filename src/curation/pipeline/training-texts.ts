import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readLineBlocks } from '../records/bytes.js';
import { BesideFiles } from '../records/beside-files.js';
import type { WhileLocked } from '../records/result-lock.js';
import { ALL_TRAINING_FILE, TRAINING_FILE } from './output-files.js';
import type { SelectedRow } from './selected-row.js';
import { numbered, type TrainingSummary } from './training-output.js';

/** A line of training.jsonl, as far as it is read. */
export interface TrainingLine {
  readonly tokens: TrainingSummary['tokens'];
  readonly id: string;
  readonly hash: string;
}

/** What the pipeline selected, in the pool's order. */
export type SelectedRows = AsyncIterable<{ readonly row: number; readonly line: Buffer }>;

/**
 * The training text of every row that the pipeline selected or a person kept, asked in the pool's order. It is kept beside
 * training.jsonl while decisions are in force, so that a row that was dropped and is wanted again needs no tokenizer.
 */
export class TrainingTexts {
  #waiting: { readonly row: number; readonly text: string } | undefined;

  private constructor(private readonly lines: AsyncGenerator<Buffer, undefined>) {}

  /**
   * @param standing runs what changes the result's files
   * @returns undefined where the result has no training text
   */
  static async open(
    folder: string,
    selected: () => SelectedRows,
    standing: WhileLocked,
  ): Promise<TrainingTexts | undefined> {
    const all = join(folder, ALL_TRAINING_FILE);
    if (!(await exists(all))) {
      if (!(await exists(join(folder, TRAINING_FILE)))) return undefined;
      await numberAll(folder, selected(), standing);
    }
    return new TrainingTexts(fileLines(all));
  }

  /** The line of a row, its end included; undefined: it has none. Rows are asked in rising order. */
  async of(row: number): Promise<string | undefined> {
    while (this.#waiting === undefined || this.#waiting.row < row) {
      const { value } = await this.lines.next();
      if (value === undefined) return undefined;
      const text = value.toString('utf8');
      const [head = '', number] = /^\{"row":(\d+),/.exec(text) ?? [];
      this.#waiting = { row: Number(number), text: `{${text.slice(head.length)}` };
    }
    return this.#waiting.row === row ? this.#waiting.text : undefined;
  }

  async close(): Promise<void> {
    await this.lines.return(undefined);
  }
}

/** Lines of training.jsonl with the numbers of their rows: they stand in the order of the selection. */
async function numberAll(folder: string, selected: SelectedRows, standing: WhileLocked): Promise<void> {
  const files = new BesideFiles(folder);
  const lines = fileLines(join(folder, TRAINING_FILE));
  try {
    const all = await files.file(ALL_TRAINING_FILE);
    let next = (await lines.next()).value;
    for await (const { row, line } of selected) {
      if (next === undefined) break;
      const text = next.toString('utf8');
      const { id, hash } = JSON.parse(text) as TrainingLine;
      const of = JSON.parse(line.toString('utf8')) as SelectedRow;
      if (of.id !== id || of.hash !== hash) continue; // nothing can be learned from this row
      await all.write(numbered(row, text));
      next = (await lines.next()).value;
    }
    await standing(() => files.commit());
  } catch (error) {
    await files.discard();
    throw error;
  } finally {
    await lines.return(undefined);
  }
}

/** The lines of a file, each with its end. */
export async function* fileLines(path: string): AsyncGenerator<Buffer, undefined> {
  for await (const { bytes } of readLineBlocks(path)) {
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(0x0a, start) + 1;
      yield bytes.subarray(start, end);
      start = end;
    }
  }
  return undefined;
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
