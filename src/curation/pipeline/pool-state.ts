import { CurationError } from '../errors.js';
import { TraceReader } from '../models/trace-reader.js';
import { columnsOf } from '../models/trace-store.js';
import type { PoolRow } from '../pool-row.js';
import { asideText, type SetAside } from '../records/aside.js';
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
  /** What stages set aside, by its place: two that read the same task find the same. */
  readonly #asides = new Map<string, SetAside>();
  readonly #traces = new Map<number, RowTrace>();
  readonly #reader = new TraceReader();

  constructor(private readonly work: WorkFolder) {}

  get left(): number {
    return this.total - this.dropped.size;
  }

  /** @returns what this stage set aside, and none before it */
  apply(stage: string, { drops, domains, traces, verdicts, asides = [] }: StageResult): SetAside[] {
    this.dropped.add(stage, drops);
    for (const [row, domain] of domains ?? []) this.domains.set(row, domain);
    for (const [row, trace] of traces ?? []) this.#traces.set(row, trace);
    for (const [row, found] of verdicts ?? []) this.verdicts.set(row, { ...this.verdicts.get(row), ...found });
    const fresh = asides.filter((piece) => !this.#asides.has(asideText(piece)));
    for (const piece of fresh) this.#asides.set(asideText(piece), piece);
    return fresh;
  }

  /** The rows that no stage has dropped so far, in the pool's order. */
  async *rowsLeft(): AsyncGenerator<PoolRow> {
    // Most rows of a large pool are dropped early: they are not parsed again for every stage.
    const isLeft = (head: string) => {
      const index = INDEX_FIRST.exec(head)?.[1];
      return index !== undefined && !this.dropped.has(Number(index));
    };
    for await (const row of this.work.read(POOL_STEP, isLeft)) yield this.known(row as PoolRow);
  }

  /** Every row of the pool as it was read, dropped or not, and what was set aside, by stages last. */
  async *everyRow(): AsyncGenerator<{ row?: PoolRow; aside?: SetAside }> {
    for await (const line of this.work.read(POOL_STEP)) {
      const { index, aside } = line as { index?: number; aside?: SetAside };
      if (index !== undefined) yield { row: line as PoolRow };
      else if (aside !== undefined) yield { aside };
    }
    for (const aside of this.#asides.values()) yield { aside };
  }

  /** Where the trace is that a model made for a row. */
  traceOf(row: number): RowTrace | undefined {
    return this.#traces.get(row);
  }

  /** A row with what stages found out about it. */
  async known(row: PoolRow): Promise<PoolRow> {
    const verdicts = this.verdicts.get(row.index);
    const place = this.#traces.get(row.index);
    const judged = verdicts === undefined ? row : { ...row, verdicts: { ...row.verdicts, ...verdicts } };
    if (place === undefined) return judged;
    const trace = await this.#reader.read(place);
    if (trace === undefined) throw changed(place.store);
    return { ...judged, ...columnsOf(trace), thinkingTokens: place.thinkingTokens };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader[Symbol.asyncDispose]();
  }
}

function changed(store: string): CurationError {
  const message = `The traces in ${store} are not what this run has found there: run it again with another output.`;
  return new CurationError('unreadable', message);
}
