import { open, type FileHandle } from 'node:fs/promises';
import type { Trace } from '../../reasoning/trace.js';
import type { RowTrace } from '../stages/stage.js';
import { traceAt } from './trace-store.js';

/** A line of a store that is longer than this is none. */
const LONGEST = 2 ** 27;

/** Reads traces where stages have said that they are; each store is opened once. */
export class TraceReader implements AsyncDisposable {
  readonly #stores = new Map<string, Promise<FileHandle | undefined>>();

  /** @returns undefined where the store is not what it was */
  async read({ store, offset, length }: Pick<RowTrace, 'store' | 'offset' | 'length'>): Promise<Trace | undefined> {
    if (!Number.isSafeInteger(offset) || offset < 0 || !(length > 0 && length <= LONGEST)) return undefined;
    let handle = this.#stores.get(store);
    if (handle === undefined) {
      handle = open(store, 'r').catch(() => undefined);
      this.#stores.set(store, handle);
    }
    const opened = await handle;
    return opened === undefined ? undefined : traceAt(opened, offset, length);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const handles = [...this.#stores.values()];
    this.#stores.clear();
    for (const handle of handles) await (await handle)?.close();
  }
}
