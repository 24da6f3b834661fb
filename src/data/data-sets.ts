import { randomUUID } from 'node:crypto';
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import type { Log } from '../backend/engine-provider.js';
import { appendRows } from './append-rows.js';
import { isSearch } from './contamination-result.js';
import { DataSet } from './data-set.js';
import type { DataSetFacts, RowDetail } from './facts.js';
import { IndexFolders } from './index-folder.js';
import type { AppendParams, DecideParams, OpenParams, StatisticsParams } from './protocol.js';
import { PipelineView } from './pipeline-view.js';
import { isPipelineResult } from './pipeline-result.js';
import { contaminationView, type ResultView } from './result-view.js';
import { fileSource } from './row-source.js';
import { statisticsTable } from './statistics-table.js';

interface Opened {
  readonly set: DataSet;
  readonly result: ResultView | null;
  /** Kept when everything is read and the facts are final; broken where reading ended early. */
  readonly ready: Promise<void>;
}

/** The data sets that are open in this process, by their handles. */
export class DataSets implements AsyncDisposable {
  readonly #open = new Map<string, Opened>();
  /** Index folders that were swept. */
  readonly #swept = new Set<string>();

  constructor(
    private readonly onProgress: (facts: DataSetFacts) => void,
    private readonly log: Log,
  ) {}

  /** @throws CurationError */
  async open({ path, indexFolder, mayWrite = false }: OpenParams): Promise<DataSetFacts> {
    const folders = new IndexFolders(indexFolder);
    if (!this.#swept.has(indexFolder)) {
      this.#swept.add(indexFolder);
      await folders.sweep();
    }
    const handle = randomUUID();
    const onProgress = () => {
      if (this.#open.has(handle)) this.onProgress(this.facts(handle));
    };
    const result = await this.#resultAt(path, mayWrite, onProgress);
    const source = result?.source ?? (await fileSource(path));
    const name = basename(result === null ? path : dirname(path));
    const set = await DataSet.open(source, { handle, path, name, folders, onProgress });
    const ready = result === null ? set.index.then(() => undefined) : result.attach(set);
    this.#open.set(handle, { set, result, ready });
    ready.then(onProgress, () => undefined); // a failure is told as the data set's problem
    return this.facts(handle);
  }

  get(handle: string): DataSet {
    return this.#opened(handle).set;
  }

  /** Kept when everything of a data set is read. @throws CurationError why it was not */
  ready(handle: string): Promise<void> {
    return this.#opened(handle).ready;
  }

  facts(handle: string): DataSetFacts {
    const { set, result } = this.#opened(handle);
    return { ...set.facts, result: result?.facts ?? null };
  }

  async detail(handle: string, row: number): Promise<RowDetail> {
    const { set, result } = this.#opened(handle);
    const detail = await set.detail(row);
    const text = (field: string) => detail.fields.find(({ name }) => name === field)?.text ?? null;
    const file = result === null || isAbsolute(detail.file) ? detail.file : resolve(result.folder, detail.file);
    return { ...detail, file, hits: (await result?.hitsOf(row, text('id') ?? '', text('stage'))) ?? [] };
  }

  append({ handle, rows, query, pool }: AppendParams): Promise<number> {
    return appendRows(this.get(handle), rows, query, pool);
  }

  async decide({ handle, rows, decision }: DecideParams): Promise<DataSetFacts> {
    await this.#result(handle).decide(rows, decision);
    return this.facts(handle);
  }

  async undo(handle: string): Promise<DataSetFacts> {
    await this.#result(handle).undo();
    return this.facts(handle);
  }

  async redo(handle: string): Promise<DataSetFacts> {
    await this.#result(handle).redo();
    return this.facts(handle);
  }

  statistics({ handle, query, format }: StatisticsParams): Promise<string> {
    return statisticsTable(this.get(handle), query, format);
  }

  async close(handle: string): Promise<void> {
    const opened = this.#open.get(handle);
    this.#open.delete(handle);
    await opened?.result?.settle();
    await opened?.set.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open.keys()].map((handle) => this.close(handle)));
  }

  #opened(handle: string): Opened {
    const opened = this.#open.get(handle);
    if (opened === undefined) throw new Error(`no data set ${handle} is open`);
    return opened;
  }

  #result(handle: string): ResultView {
    const { result } = this.#opened(handle);
    if (result === null) throw new Error('only results of pipelines are decided about');
    return result;
  }

  /** What a result's file stands for; null: a file of data like any other, whatever its name. */
  async #resultAt(path: string, mayWrite: boolean, onChange: () => void): Promise<ResultView | null> {
    const { log } = this;
    switch (basename(path)) {
      case 'funnel.json':
        return (await isPipelineResult(path)) ? PipelineView.open(path, { mayWrite, log, onChange }) : null;
      case 'hits.jsonl':
        return (await isSearch(path)) ? contaminationView(path) : null;
      default:
        return null;
    }
  }
}
