/**
 * What the extension host and the data process say to each other: JSON-RPC over the child process's IPC channel, with the
 * conventions of src/backend. Plain data; client.ts speaks it for callers.
 */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { ErrorData, LogLevel } from '../backend/protocol.js';
import type { AsideFacts, DataSetFacts, Histogram, RowDetail, RowPage, RowQuery } from './facts.js';

export interface OpenParams {
  /** Absolute path of a data file, of a result's funnel.json, or of the hits.jsonl of a search for contamination. */
  readonly path: string;
  /** Folder for indexes. Made when it is missing. */
  readonly indexFolder: string;
}

export interface PageParams {
  readonly handle: string;
  readonly query: RowQuery;
  readonly from: number;
  readonly count: number;
}

export interface HistogramParams {
  readonly handle: string;
  readonly column: number;
  readonly query: RowQuery;
}

export interface AppendParams {
  readonly handle: string;
  /** Rows by number; every row of `query` where there are none. */
  readonly rows: readonly number[] | null;
  readonly query: RowQuery;
  /** Absolute path of a JSONL file; made when it is missing. */
  readonly pool: string;
}

/** Answered when the first rows can be read; the rest is told by `Progressed`. */
export const Open = new RequestType<OpenParams, DataSetFacts, ErrorData>('data/open');
/** Ends reading; an unfinished index is deleted. */
export const Close = new RequestType<{ handle: string }, null, ErrorData>('data/close');
/** With filters or a sort it is answered when everything was read. */
export const Page = new RequestType<PageParams, RowPage, ErrorData>('data/page');
export const HistogramOf = new RequestType<HistogramParams, Histogram, ErrorData>('data/histogram');
export const Detail = new RequestType<{ handle: string; row: number }, RowDetail, ErrorData>('data/detail');
/** The first pieces that are no rows. */
export const Aside = new RequestType<{ handle: string }, readonly AsideFacts[], ErrorData>('data/aside');
/** Adds rows to the end of a pool. Answer: how many. */
export const Append = new RequestType<AppendParams, number, ErrorData>('data/append');

/** How far reading is. */
export const Progressed = new NotificationType<DataSetFacts>('data/progress');
export const LogLine = new NotificationType<{ level: LogLevel; text: string }>('log');
