import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ColumnFacts } from './facts.js';
import { IndexWriter, type IndexRow } from './index-file.js';

/** The bundle of index-worker.ts, beside this one. */
const INDEX_WORKER = fileURLToPath(new URL('index-worker.mjs', import.meta.url));
/** Rows that go to the thread at once. */
const BATCH = 2048;
/** Batches on their way to the thread: what is read faster than it is written waits, so that memory is bounded. */
const MOST_WAITING = 4;

/** What the thread is asked: rows and columns any number of times, then one way to end. Each has one answer, in order. */
export type IndexRequest =
  | { readonly kind: 'rows'; readonly rows: readonly IndexRow[] }
  /** Rows from here on may have a value in one column more. */
  | { readonly kind: 'column'; readonly column: ColumnFacts }
  /** Brings everything into the file and closes it. */
  | { readonly kind: 'finish' }
  /** Closes the file as it is: it cannot be deleted everywhere while it is open. */
  | { readonly kind: 'leave' };
/** What the thread is started with. */
export interface IndexPlan {
  readonly path: string;
  readonly columns: readonly ColumnFacts[];
}
/** `failed`: the sentence of what went wrong; there are no further answers. */
export type IndexReply = { readonly done: true } | { readonly failed: string };

/** Takes rows into an index that is being made. */
export interface IndexSink {
  add(row: IndexRow): void;
  /** Adds a column behind the others; no row is added until the promise is kept. */
  addColumn(column: ColumnFacts): Promise<void>;
  /** Kept when there is room for more. @throws what went wrong in writing */
  room(): Promise<void>;
  /** Brings everything into the file and closes it. */
  finish(): Promise<void>;
  /** Leaves it unfinished. */
  close(): Promise<void>;
}

/**
 * An index is written in a thread of its own: DuckDB packs a hundred thousand rows at a time, and for that second nobody
 * would get a page. Where the bundle is missing (sources that were not built) it is written in this thread.
 */
export async function indexSink(plan: IndexPlan, worker = INDEX_WORKER): Promise<IndexSink> {
  return existsSync(worker) ? new ThreadSink(new Worker(worker, { workerData: plan })) : inlineSink(plan);
}

async function inlineSink({ path, columns }: IndexPlan): Promise<IndexSink> {
  const writer = await IndexWriter.create(path, columns);
  return {
    add: (row) => writer.add(row),
    addColumn: (column) => writer.addColumn(column),
    room: () => Promise.resolve(),
    finish: () => writer.finish(),
    close: async () => writer.close(),
  };
}

class ThreadSink implements IndexSink {
  #batch: IndexRow[] = [];
  readonly #waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  #latest: Promise<void> = Promise.resolve();
  #oldest: Promise<void>[] = [];
  #failed: Error | undefined;

  constructor(private readonly worker: Worker) {
    worker.on('message', (reply: IndexReply) => {
      if ('failed' in reply) this.#fail(new Error(reply.failed));
      else this.#waiting.shift()?.resolve();
    });
    worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => this.#fail(new Error(`the thread that writes the index ended with code ${code}`)));
  }

  add(row: IndexRow): void {
    this.#batch.push(row);
    if (this.#batch.length >= BATCH) this.#send();
  }

  addColumn(column: ColumnFacts): Promise<void> {
    if (this.#batch.length > 0) this.#send();
    return this.#ask({ kind: 'column', column });
  }

  async room(): Promise<void> {
    while (this.#oldest.length > MOST_WAITING) await this.#oldest.shift();
    if (this.#failed !== undefined) throw this.#failed;
  }

  async finish(): Promise<void> {
    if (this.#batch.length > 0) this.#send();
    this.#oldest = [];
    await this.#latest;
    await this.#ask({ kind: 'finish' });
    await this.worker.terminate();
  }

  async close(): Promise<void> {
    await this.#ask({ kind: 'leave' }).catch(() => undefined); // it has failed, and closes with its thread
    await this.worker.terminate();
  }

  #send(): void {
    const rows = this.#batch;
    this.#batch = [];
    this.#latest = this.#ask({ kind: 'rows', rows });
    this.#oldest.push(this.#latest);
  }

  #ask(request: IndexRequest): Promise<void> {
    const answered = new Promise<void>((resolve, reject) => {
      if (this.#failed !== undefined) {
        reject(this.#failed);
        return;
      }
      this.#waiting.push({ resolve, reject });
      this.worker.postMessage(request);
    });
    answered.catch(() => undefined); // whoever waits for it hears of it; until then it is not unhandled
    return answered;
  }

  #fail(error: Error): void {
    this.#failed ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failed);
  }
}
