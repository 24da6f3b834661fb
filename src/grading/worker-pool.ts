import { Worker } from 'node:worker_threads';
import type { MathJson } from './math-json.js';
import type { FromWorker } from './worker-protocol.js';

export interface AlgebraPoolOptions {
  /** The bundled worker; by default the file beside the bundle that this code is in. */
  readonly workerUrl?: URL;
  /** Milliseconds of one job, after which its worker is stopped. */
  readonly limitMs?: number;
  /** Heap limit of a worker in megabytes. */
  readonly memoryMb?: number;
  /** Node options of the worker thread (for running from source). */
  readonly execArgv?: readonly string[];
}

interface Slot {
  readonly worker: Worker;
  readonly ready: Promise<boolean>;
  settle: ((equal: boolean | undefined) => void) | undefined;
  alive: boolean;
}

const DEFAULT_LIMIT_MS = 120;

/** How long a job waits for a worker that is being replaced. */
const RESTART_WAIT_MS = 60;
const DEFAULT_MEMORY_MB = 384;

/** How long a new worker may take to load the algebra system before it counts as broken. */
const START_LIMIT_MS = 20_000;

/**
 * Runs algebra in a worker thread, one job at a time. A job that reaches its limit costs its worker; a warm spare takes
 * its place, so the next job does not wait. Workers do not keep the process alive.
 */
export class AlgebraPool implements Disposable {
  private readonly url: URL;
  private readonly limitMs: number;
  private active: Slot | undefined;
  private spare: Slot | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private nextId = 1;
  private disposed = false;
  private wasReady = false;

  constructor(private readonly options: AlgebraPoolOptions = {}) {
    this.url = options.workerUrl ?? new URL('grading-worker.mjs', import.meta.url);
    this.limitMs = options.limitMs ?? DEFAULT_LIMIT_MS;
  }

  /** Starts both workers and waits until they can take jobs. False when they cannot be started. */
  async warm(): Promise<boolean> {
    this.fill();
    const states = await Promise.all([this.active?.ready, this.spare?.ready]);
    return states.every((state) => state === true);
  }

  /**
   * Whether two expressions are equal.
   * @returns undefined when nothing was shown, at the limit, out of memory, or when the worker could not be started.
   */
  equal(gold: MathJson, prediction: MathJson): Promise<boolean | undefined> {
    const result = this.queue.then(() => this.run(gold, prediction));
    this.queue = result.catch(() => undefined);
    return result;
  }

  [Symbol.dispose](): void {
    this.disposed = true;
    for (const slot of [this.active, this.spare]) if (slot !== undefined) this.stop(slot);
    this.active = undefined;
    this.spare = undefined;
  }

  private async run(gold: MathJson, prediction: MathJson): Promise<boolean | undefined> {
    if (this.disposed) return undefined;
    this.fill();
    const slot = this.active;
    if (slot === undefined || !(await this.readyInTime(slot)) || !slot.alive) return undefined;
    this.wasReady = true;
    const id = this.nextId++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => finish(undefined, true), this.limitMs);
      const finish = (equal: boolean | undefined, broken: boolean): void => {
        clearTimeout(timer);
        slot.settle = undefined;
        if (broken) this.replace(slot);
        resolve(equal);
      };
      slot.settle = (equal) => finish(equal, !slot.alive);
      slot.worker.postMessage({ id, gold, prediction });
    });
  }

  /** The first worker is waited for; later, two hostile inputs in a row must not make the third wait for a restart. */
  private async readyInTime(slot: Slot): Promise<boolean> {
    if (!this.wasReady) return slot.ready;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>(
      (resolve) =>
        (timer = setTimeout(() => {
          resolve(false);
        }, RESTART_WAIT_MS)),
    );
    const ready = await Promise.race([slot.ready, late]);
    clearTimeout(timer);
    return ready;
  }

  private replace(slot: Slot): void {
    this.stop(slot);
    if (this.active === slot) this.active = undefined;
    this.fill();
  }

  private fill(): void {
    if (this.disposed) return;
    if (this.active === undefined) {
      this.active = this.spare ?? this.start();
      this.spare = undefined;
    }
    this.spare ??= this.start();
  }

  private stop(slot: Slot): void {
    slot.alive = false;
    void slot.worker.terminate();
  }

  private start(): Slot {
    const worker = new Worker(this.url, {
      resourceLimits: { maxOldGenerationSizeMb: this.options.memoryMb ?? DEFAULT_MEMORY_MB },
      ...(this.options.execArgv === undefined ? {} : { execArgv: [...this.options.execArgv] }),
    });
    let markReady: (ready: boolean) => void = () => undefined;
    const ready = new Promise<boolean>((resolve) => (markReady = resolve));
    const slot: Slot = { worker, ready, settle: undefined, alive: true };
    const giveUp = setTimeout(() => markReady(false), START_LIMIT_MS);
    giveUp.unref();
    worker.on('message', (message: FromWorker) => {
      if ('ready' in message) {
        clearTimeout(giveUp);
        worker.unref();
        markReady(true);
      } else slot.settle?.(message.equal ?? undefined);
    });
    const lost = (): void => {
      slot.alive = false;
      clearTimeout(giveUp);
      markReady(false);
      slot.settle?.(undefined);
      if (this.spare === slot) this.spare = undefined;
      if (this.active === slot) this.active = undefined;
    };
    worker.on('error', lost); // also: out of memory
    worker.on('exit', lost);
    return slot;
  }
}
