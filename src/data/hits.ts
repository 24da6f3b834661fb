import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { evaluationItems } from '../curation/decontaminate/evaluation-items.js';
import { CurationError } from '../curation/errors.js';
import { decontamination } from '../curation/stages/decontamination.js';
import type { HitFacts } from './facts.js';
import { jsonLines } from './json-lines.js';

/** A line of hits.jsonl. */
export interface StoredHit {
  readonly id: string | number | null;
  readonly task: string;
  readonly task_row: number;
  readonly shared: readonly string[];
  /** The row of a pipeline's pool; results of older versions and searches do not say it. */
  readonly row?: number;
}

/** The hits of a pipeline's result, by the numbers of its rows. */
export class ResultHits {
  private constructor(
    private readonly placed: ReadonlyMap<number, readonly StoredHit[]>,
    private readonly named: ReadonlyMap<string, readonly StoredHit[]>,
  ) {}

  static async read(path: string): Promise<ResultHits> {
    const placed = new Map<number, StoredHit[]>();
    const named = new Map<string, StoredHit[]>();
    for await (const hit of hitsOf(path)) {
      if (hit.row === undefined) add(named, String(hit.id), hit);
      else add(placed, hit.row, hit);
    }
    return new ResultHits(placed, named);
  }

  /** @param stage what dropped the row: names alone do not tell it from a row of another file */
  of(row: number, id: string, stage: string | null): readonly StoredHit[] {
    const named = stage === decontamination.name ? this.named.get(id) : undefined;
    return this.placed.get(row) ?? named ?? [];
  }
}

function add<K>(lists: Map<K, StoredHit[]>, key: K, hit: StoredHit): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [hit]);
  else list.push(hit);
}

/** The hits of a search, by the places of their rows in dropped.jsonl. */
export class HitIndex {
  private constructor(private readonly placed: readonly (readonly StoredHit[])[]) {}

  /** Hits stand in the order of the rows of dropped.jsonl, each of which has at least one. */
  static async byRow(path: string, dropped: string): Promise<HitIndex> {
    const groups: StoredHit[][] = [];
    for await (const hit of hitsOf(path)) {
      const last = groups.at(-1);
      if (last?.[0]?.id === hit.id) last.push(hit);
      else groups.push([hit]);
    }
    const placed: StoredHit[][] = [];
    let at = 0;
    for await (const { id } of jsonLines(dropped)) {
      const isNamed = typeof id === 'string' || typeof id === 'number';
      // Two rows of one name stand side by side: their hits are one group.
      if (isNamed && groups[at]?.[0]?.id !== id && groups[at - 1]?.[0]?.id === id) placed.push(groups[at - 1] ?? []);
      else placed.push(groups[at++] ?? []);
    }
    return new HitIndex(placed);
  }

  of(row: number): readonly StoredHit[] {
    return this.placed[row] ?? [];
  }

  /** Rows that share words with each task. */
  get tasks(): (readonly [task: string, rows: number])[] {
    const counts = new Map<string, number>();
    for (const hits of this.placed) {
      for (const task of new Set(hits.map((hit) => hit.task))) counts.set(task, (counts.get(task) ?? 0) + 1);
    }
    return [...counts].sort(([, a], [, b]) => b - a);
  }

  get rows(): number {
    return this.placed.length;
  }
}

async function* hitsOf(path: string): AsyncGenerator<StoredHit> {
  if ((await stat(path).catch(() => undefined)) === undefined) return;
  for await (const line of jsonLines(path)) yield line as unknown as StoredHit;
}

/** The questions of evaluation tasks, read when the first hit of a task is looked at. */
export class TaskQuestions {
  readonly #tasks = new Map<string, Promise<ReadonlyMap<number, string>>>();

  /** @param folder where relative names of tasks count from */
  constructor(private readonly folder: string) {}

  async withQuestions(hits: readonly StoredHit[]): Promise<HitFacts[]> {
    return Promise.all(
      hits.map(async ({ task, task_row: taskRow, shared }) => ({
        task,
        taskRow,
        shared,
        question: (await this.#questions(task)).get(taskRow) ?? null,
      })),
    );
  }

  #questions(task: string): Promise<ReadonlyMap<number, string>> {
    const known = this.#tasks.get(task);
    if (known !== undefined) return known;
    const read = readTask(task, resolve(this.folder, task));
    this.#tasks.set(task, read);
    return read;
  }
}

async function readTask(name: string, path: string): Promise<ReadonlyMap<number, string>> {
  try {
    const items = await evaluationItems([{ name, path }], undefined, () => undefined);
    return new Map(items.map(({ row, text }) => [row, text]));
  } catch (error) {
    if (error instanceof CurationError) return new Map(); // gone since: the shared words are still there
    throw error;
  }
}
