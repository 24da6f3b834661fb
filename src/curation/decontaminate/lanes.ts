import { Worker } from 'node:worker_threads';
import { blockScanner, type DetectionPlan } from './detectors.js';
import type { ScannedBlock } from './scan-block.js';

/** Bytes that were looked at, with what was found in them. */
export interface Scanned {
  /** The block's bytes, back from wherever they were looked at. */
  readonly bytes: Buffer;
  readonly found: ScannedBlock;
}

/** Looks at blocks, one after the other. */
export interface Lane extends AsyncDisposable {
  /**
   * Takes the buffer over: it must not be used before it comes back. Shared memory is not copied.
   * @param column the block's column with the questions
   */
  scan(bytes: Buffer, column: string): Promise<Scanned>;
}

/** In this thread: for small pools. */
export function inlineLane(plan: DetectionPlan): Lane {
  const scan = blockScanner(plan);
  return {
    scan: async (bytes, column) => ({ bytes, found: scan(bytes, column) }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** What goes to a worker; its reply is a WorkerReply. */
export interface WorkerRequest {
  readonly bytes: Uint8Array;
  readonly column: string;
}

export interface WorkerReply {
  readonly bytes: Uint8Array;
  readonly found: ScannedBlock;
}

/**
 * In a thread of its own.
 * @param file the bundle of scan-worker.ts
 */
export function workerLane(file: string, plan: DetectionPlan): Lane {
  const worker = new Worker(file, { workerData: plan });
  let failed: Error | undefined;
  const waiting: { resolve: (scanned: Scanned) => void; reject: (error: Error) => void }[] = [];
  worker.on('message', ({ bytes, found }: WorkerReply) => {
    waiting.shift()?.resolve({ bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), found });
  });
  const fail = (error: Error) => {
    failed ??= error;
    for (const { reject } of waiting.splice(0)) reject(failed);
  };
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`the worker ended with code ${code}`)));
  return {
    scan: (bytes, column) =>
      new Promise((resolve, reject) => {
        if (failed !== undefined) {
          reject(failed);
          return;
        }
        waiting.push({ resolve, reject });
        const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        worker.postMessage({ bytes: view, column } satisfies WorkerRequest, transferred(view));
      }),
    [Symbol.asyncDispose]: async () => {
      await worker.terminate();
    },
  };
}

/** What of a view goes over to the other thread for good: its memory, where both do not see it anyway. */
export function transferred({ buffer }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}

/** Bytes to look at, and where they are from. */
interface Block {
  readonly bytes: Buffer;
  readonly file: { readonly column: string };
}

/**
 * Looks at blocks on all lanes at once and gives them back in their order. Each lane has at most one block in work and
 * one in wait, so that it never stands still and memory is bounded.
 */
export async function* scanInOrder<B extends Block>(
  blocks: AsyncIterable<B>,
  lanes: readonly Lane[],
): AsyncGenerator<Scanned & { readonly block: Omit<B, 'bytes'> }> {
  const free = [...lanes, ...lanes];
  const waiting: Promise<Scanned & { block: Omit<B, 'bytes'>; lane: Lane }>[] = [];
  for await (const block of blocks) {
    const lane = free.pop();
    if (lane !== undefined) {
      waiting.push(start(block, lane));
      continue;
    }
    const done = await oldest(waiting);
    waiting.push(start(block, done.lane));
    yield done;
  }
  while (waiting.length > 0) yield await oldest(waiting);

  function start({ bytes, ...block }: B, lane: Lane) {
    const started = lane.scan(bytes, block.file.column).then((scanned) => ({ ...scanned, block, lane }));
    started.catch(() => undefined); // whoever waits for it hears of it; until then it is not unhandled
    return started;
  }
}

async function oldest<T>(waiting: Promise<T>[]): Promise<T> {
  const [first] = waiting.splice(0, 1);
  if (first === undefined) throw new Error('nothing is waited for');
  return first;
}
