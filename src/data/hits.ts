import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { evaluationItems } from '../curation/decontaminate/evaluation-items.js';
import { CurationError } from '../curation/errors.js';
import type { HitFacts } from './facts.js';
import { jsonLines } from './json-lines.js';

/** A line of hits.jsonl. */
export interface StoredHit {
  readonly id: string | number | null;
  readonly task: string;
  readonly task_row: number;
  readonly shared: readonly string[];
}

/** The hits of a result: by the names of rows, or, where rows have none, by their places in dropped.jsonl. */
export class HitIndex {
  private constructor(
    private readonly named: ReadonlyMap<string, readonly StoredHit[]>,
    private readonly placed: readonly (readonly StoredHit[])[],
  ) {}

  /** A pipeline's: its rows all have a name. */
  static async byName(path: string): Promise<HitIndex> {
    const named = new Map<string, StoredHit[]>();
    for await (const hit of hitsOf(path)) {
      const list = named.get(String(hit.id));
      if (list === undefined) named.set(String(hit.id), [hit]);
      else list.push(hit);
    }
    return new HitIndex(named, []);
  }

  /** A search's: hits stand in the order of the rows of dropped.jsonl, each of which has at least one. */
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
    return new HitIndex(new Map(), placed);
  }

  of(row: number, id: string): readonly StoredHit[] {
    return this.placed[row] ?? this.named.get(id) ?? [];
  }

  /** Rows that share words with each task. */
  get tasks(): (readonly [task: string, rows: number])[] {
    const counts = new Map<string, number>();
    for (const hits of [...this.named.values(), ...this.placed]) {
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
