import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import { CurationError } from '../errors.js';
import { readLineBlocks } from '../records/bytes.js';
import { takeLock } from '../records/lock.js';
import { liveSpans, textOf, Trace } from '../../reasoning/trace.js';
import { planKey, type TracePlan } from './plan.js';
import type { Solved, TraceModel } from './trace-maker.js';

/** Lines written before they must be on the disk, and the longest time. */
const SYNC_LINES = 16;
const SYNC_MS = 2000;

/** What is known of a stored trace without reading it. */
export interface TraceEntry {
  readonly offset: number;
  readonly length: number;
  /** Tokens thought and answered, and how long that took; null: the model could not be asked this question. */
  readonly cost: { readonly tokens: number; readonly promptMs: number; readonly ms: number } | null;
}

/** A trace with its place in its store. */
export interface StoredTrace {
  readonly trace: Trace;
  /** Absolute path. */
  readonly store: string;
  readonly offset: number;
  readonly length: number;
}

/** One line of a store. */
interface StoredLine {
  /** `questionHash` of what the model was asked. */
  readonly hash: string;
  readonly trace?: Trace;
  readonly refused?: string;
}

/**
 * The traces of one model at one budget, one line for each question that was asked: a file that only grows. Its first
 * line says whose they are. A line is written in one piece when its trace is there, so a killed process loses the traces
 * in work at most; half a line at the end is never taken for a whole one, and the next trace begins a line of its own.
 */
export class TraceStore implements AsyncDisposable {
  readonly #entries = new Map<string, TraceEntry>();
  #end = 0;
  #unsynced = 0;
  #lastSync = Date.now();
  /** One line after another, whoever adds them. */
  #adding: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private readonly unlock: () => Promise<void>,
  ) {}

  /**
   * Opens the store of a plan, or begins it.
   * @throws CurationError 'in-use' while another process adds to it
   */
  static async open(folder: string, model: TraceModel, plan: TracePlan): Promise<TraceStore> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${planKey(model, plan)}.jsonl`);
    const unlock = await takeLock(`${path}.lock`, path);
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, 'a+');
      const store = new TraceStore(path, handle, unlock);
      await store.#readAll();
      if (store.#end === 0) await store.#append({ format: 'think-harder/traces', version: 1, model, plan });
      return store;
    } catch (error) {
      await handle?.close();
      await unlock();
      throw error;
    }
  }

  /** Questions that were asked, by their hash. */
  get entries(): ReadonlyMap<string, TraceEntry> {
    return this.#entries;
  }

  has(hash: string): boolean {
    return this.#entries.has(hash);
  }

  /** The trace of a question and where it stands; undefined: it was never asked, or could not be. */
  async read(hash: string): Promise<StoredTrace | undefined> {
    const entry = this.#entries.get(hash);
    if (entry === undefined || entry.cost === null) return undefined;
    const { offset, length } = entry;
    const trace = await traceAt(this.handle, offset, length);
    return trace === undefined ? undefined : { trace, store: this.path, offset, length };
  }

  /** Keeps what became of a question; when this resolves it survives the end of the process. */
  add(hash: string, solved: Solved): Promise<void> {
    const added = this.#adding.then(() => this.#add(hash, solved));
    this.#adding = added.catch(() => undefined);
    return added;
  }

  async #add(hash: string, solved: Solved): Promise<void> {
    if (this.#entries.has(hash)) return;
    const line: StoredLine = { hash, ...solved };
    const offset = this.#end;
    const length = await this.#append(line);
    this.#entries.set(hash, { offset, length, cost: costOf(line) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.handle.sync();
    await this.handle.close();
    await this.unlock();
  }

  async #append(line: unknown): Promise<number> {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    try {
      await this.handle.appendFile(bytes);
      this.#end += bytes.length;
      this.#unsynced += 1;
      if (this.#unsynced >= SYNC_LINES || Date.now() - this.#lastSync >= SYNC_MS) {
        await this.handle.datasync();
        this.#unsynced = 0;
        this.#lastSync = Date.now();
      }
      return bytes.length - 1;
    } catch (cause) {
      const message = `Traces cannot be written to ${this.path}: make room on the disk, then run it again.`;
      throw new CurationError('not-written', message, { cause });
    }
  }

  async #readAll(): Promise<void> {
    const { size } = await this.handle.stat();
    if (size === 0) return;
    let offset = 0;
    for await (const { bytes } of readLineBlocks(this.path)) {
      for (let start = 0; start < bytes.length;) {
        const end = bytes.indexOf(0x0a, start);
        const line = parseLine(bytes.toString('utf8', start, end));
        if (line !== undefined && !this.#entries.has(line.hash)) {
          this.#entries.set(line.hash, { offset: offset + start, length: end - start, cost: costOf(line) });
        }
        start = end + 1;
      }
      offset += bytes.length;
    }
    this.#end = size;
    // The reader ends the last line with a line feed where the file does not.
    if (offset === size) return;
    await this.handle.appendFile('\n');
    this.#end += 1;
  }
}

/** The trace at a place of a store; undefined: there is none. */
export async function traceAt(handle: FileHandle, offset: number, length: number): Promise<Trace | undefined> {
  const bytes = Buffer.alloc(length);
  await handle.read(bytes, 0, length, offset);
  const trace = parseLine(bytes.toString('utf8'))?.trace;
  return Value.Check(Trace, trace) ? trace : undefined;
}

/** A line of a store; undefined for its first line and for what a killed process has left. */
function parseLine(text: string): StoredLine | undefined {
  try {
    const value = JSON.parse(text) as Partial<StoredLine> | null;
    return typeof value?.hash === 'string' ? (value as StoredLine) : undefined;
  } catch {
    return undefined;
  }
}

function costOf({ trace }: StoredLine): TraceEntry['cost'] {
  if (trace === undefined) return null;
  const { counts, times } = trace;
  return { tokens: counts.thinking + counts.answer, promptMs: times.prompt, ms: times.thinking + times.answer };
}

/** Thinking and answer of a trace as columns of a data set; a forced "Final Answer:" is the answer's beginning. */
export function columnsOf(trace: Trace): { readonly thinking: string; readonly attempt: string } {
  const cue = liveSpans(trace).findLast(({ note }) => note === 'cue')?.text ?? '';
  return { thinking: textOf(trace, 'thinking').trim(), attempt: (cue + textOf(trace, 'answer')).trim() };
}
