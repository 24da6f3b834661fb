import { open, type FileHandle } from 'node:fs/promises';
import { CurationError } from '../errors.js';
import { columnsOf, traceAt } from '../models/trace-store.js';
import type { PoolRow } from '../pool-row.js';
import type { SetAside } from '../records/aside.js';
import type { RowTrace, StageResult } from '../stages/stage.js';
import { DropTable } from './drop-table.js';
import type { WorkFolder } from './work-folder.js';

/** The step that holds the pool's rows with their places, what is no row, and what a source's filter did not take. */
export const POOL_STEP = 'pool.jsonl';

/** How the line of a row begins in that step; other lines are no rows. */
const INDEX_FIRST = /^\{"index":(\d+),/;

/** Everything known of the rows after some stages. */
export class PoolState implements AsyncDisposable {
  readonly dropped = new DropTable();
  readonly domains = new Map<number, string>();
  /** Row → verdicts that stages added. */
  readonly verdicts = new Map<number, Readonly<Record<string, boolean>>>();
  total = 0;
  readonly #traces = new Map<number, RowTrace>();
  readonly #stores = new Map<string, FileHandle>();

  constructor(private readonly work: WorkFolder) {}

  get left(): number {
    return this.total - this.dropped.size;
  }

  apply(stage: string, { drops, domains, traces, verdicts }: StageResult): void {
    this.dropped.add(stage, drops);
    for (const [row, domain] of domains ?? []) this.domains.set(row, domain);
    for (const [row, trace] of traces ?? []) this.#traces.set(row, trace);
    for (const [row, found] of verdicts ?? []) this.verdicts.set(row, { ...this.verdicts.get(row), ...found });
  }

  /** The rows that no stage has dropped so far, in the pool's order. */
  async *rowsLeft(): AsyncGenerator<PoolRow> {
    // Most rows of a large pool are dropped early: they are not parsed again for every stage.
    const isLeft = (head: string) => {
      const index = INDEX_FIRST.exec(head)?.[1];
      return index !== undefined && !this.dropped.has(Number(index));
    };
    for await (const row of this.work.read(POOL_STEP, isLeft)) yield this.#known(row as PoolRow);
  }

  /** Every row of the pool, dropped or not, and what was set aside. */
  async *everyRow(): AsyncGenerator<{ row?: PoolRow; aside?: SetAside }> {
    for await (const line of this.work.read(POOL_STEP)) {
      const { index, aside } = line as { index?: number; aside?: SetAside };
      if (index !== undefined) {
        const row = line as PoolRow;
        yield { row: this.dropped.has(index) ? row : await this.#known(row) };
      } else if (aside !== undefined) yield { aside };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const handles = [...this.#stores.values()];
    this.#stores.clear();
    for (const handle of handles) await handle.close();
  }

  /** A row with what stages found out about it. */
  async #known(row: PoolRow): Promise<PoolRow> {
    const verdicts = this.verdicts.get(row.index);
    const trace = this.#traces.get(row.index);
    const judged = verdicts === undefined ? row : { ...row, verdicts: { ...row.verdicts, ...verdicts } };
    return trace === undefined ? judged : { ...judged, ...(await this.#columns(trace)) };
  }

  async #columns({ store, offset, length, thinkingTokens }: RowTrace) {
    let handle = this.#stores.get(store);
    try {
      handle ??= await open(store, 'r');
    } catch (cause) {
      throw changed(store, cause);
    }
    this.#stores.set(store, handle);
    const trace = await traceAt(handle, offset, length);
    if (trace === undefined) throw changed(store);
    return { ...columnsOf(trace), thinkingTokens };
  }
}

function changed(store: string, cause?: unknown): CurationError {
  const message = `The traces in ${store} are not what this run has found there: run it again with another output.`;
  return new CurationError('unreadable', message, { cause });
}
