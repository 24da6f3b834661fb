import { basename, dirname } from 'node:path';
import { randomUUID } from 'node:crypto';
import { appendRows } from './append-rows.js';
import { DataSet } from './data-set.js';
import type { DataSetFacts, RowDetail } from './facts.js';
import { IndexFolders } from './index-folder.js';
import type { AppendParams, OpenParams } from './protocol.js';
import { fileSource } from './row-source.js';

/** The data sets that are open in this process, by their handles. */
export class DataSets implements AsyncDisposable {
  readonly #open = new Map<string, DataSet>();
  /** Index folders that were swept. */
  readonly #swept = new Set<string>();

  constructor(private readonly onProgress: (facts: DataSetFacts) => void) {}

  /** @throws CurationError */
  async open({ path, indexFolder }: OpenParams): Promise<DataSetFacts> {
    const folders = new IndexFolders(indexFolder);
    if (!this.#swept.has(indexFolder)) {
      this.#swept.add(indexFolder);
      await folders.sweep();
    }
    const handle = randomUUID();
    const source = await fileSource(path);
    const set = await DataSet.open(source, {
      handle,
      path,
      name: nameOf(path),
      folders,
      onProgress: () => {
        const known = this.#open.get(handle);
        if (known !== undefined) this.onProgress(this.#facts(known));
      },
    });
    this.#open.set(handle, set);
    return this.#facts(set);
  }

  async detail(handle: string, row: number): Promise<RowDetail> {
    return { ...(await this.get(handle).detail(row)), hits: [] };
  }

  append({ handle, rows, query, pool }: AppendParams): Promise<number> {
    return appendRows(this.get(handle), rows, query, pool);
  }

  get(handle: string): DataSet {
    const set = this.#open.get(handle);
    if (set === undefined) throw new Error(`no data set ${handle} is open`);
    return set;
  }

  async close(handle: string): Promise<void> {
    const set = this.#open.get(handle);
    this.#open.delete(handle);
    await set?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open.keys()].map((handle) => this.close(handle)));
  }

  #facts(set: DataSet): DataSetFacts {
    return { ...set.facts, result: null };
  }
}

/** A file's name; for the parts of a result its folder's. */
function nameOf(path: string): string {
  const name = basename(path);
  return name === 'funnel.json' ? basename(dirname(path)) : name;
}
