/**
 * What the extension host and the data process say to each other: JSON-RPC over the child process's IPC channel, with the
 * conventions of src/backend. Plain data; client.ts speaks it for callers.
 */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { ErrorData, LogLevel } from '../backend/protocol.js';
import type { DecontaminationMethod } from '../curation/decontaminate/detectors.js';
import type { DecontaminationResult } from '../curation/decontaminate/run.js';
import type { TraceCost } from '../curation/models/cost.js';
import type { ModelProgress } from '../curation/models/model-work.js';
import type { GradeRequest, ModelName, TraceRequest, TrainingExample } from '../curation/models/trace-maker.js';
import type { CurationSummary } from '../curation/pipeline/output.js';
import type { FunnelStep } from '../curation/pipeline/result.js';
import type { AsideFacts, DataSetFacts, Decision, Histogram, RowDetail, RowPage, RowQuery } from './facts.js';

export interface OpenParams {
  /** Absolute path of a data file, of a result's funnel.json, or of the hits.jsonl of a search for contamination. */
  readonly path: string;
  /** Folder for indexes. Made when it is missing. */
  readonly indexFolder: string;
  /** Decisions by hand may be written into a result, as a workspace that is trusted allows; else it is only looked at. */
  readonly mayWrite?: boolean;
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

export interface DecideParams {
  readonly handle: string;
  readonly rows: readonly number[];
  /** null: as the pipeline has it. */
  readonly decision: Decision | null;
}

export interface StatisticsParams {
  readonly handle: string;
  readonly query: RowQuery;
  readonly format: 'csv' | 'markdown';
}

/** What a job is called in its notifications: chosen by the caller. */
interface JobParams {
  readonly job: string;
}

export interface CurateParams extends JobParams {
  /** Absolute path of a `*.curate.yaml`. */
  readonly pipeline: string;
}

export interface DecontaminateParams extends JobParams {
  /** Absolute paths. */
  readonly pool: string;
  readonly tasks: readonly string[];
  readonly method: DecontaminationMethod;
  readonly out: string;
}

/** How far a job is. */
export type JobEvent =
  | { readonly kind: 'step'; readonly step: FunnelStep; readonly resumed: boolean }
  | { readonly kind: 'aside'; readonly piece: AsideFacts }
  | { readonly kind: 'model'; readonly progress: ModelProgress };

/** A call of curation's interface to models, as it travels to whoever has a model. */
export type ModelCall =
  | { readonly method: 'describe'; readonly args: [model: ModelName, parallel: number | undefined] }
  | { readonly method: 'solve'; readonly args: [ModelName, TraceRequest] }
  | { readonly method: 'grade'; readonly args: [GradeRequest] }
  | { readonly method: 'countTokens' | 'embed'; readonly args: [ModelName, readonly string[]] }
  | { readonly method: 'trainingTexts'; readonly args: [ModelName, readonly TrainingExample[]] };

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
/** Decides about rows of a pipeline's result. Answer: the facts with the decisions in force. */
export const Decide = new RequestType<DecideParams, DataSetFacts, ErrorData>('data/decide');
export const Undo = new RequestType<{ handle: string }, DataSetFacts, ErrorData>('data/undo');
export const Redo = new RequestType<{ handle: string }, DataSetFacts, ErrorData>('data/redo');
/** Answer: a table as text. */
export const Statistics = new RequestType<StatisticsParams, string, ErrorData>('data/statistics');
/** Runs a pipeline; what an earlier run finished is not done again. Cancelling stops it: what is done stays. */
export const Curate = new RequestType<CurateParams, CurationSummary, ErrorData>('job/curate');
export const Decontaminate = new RequestType<DecontaminateParams, DecontaminationResult, ErrorData>(
  'job/decontaminate',
);

/** From the process to its caller: what a pipeline asks of models. */
export const Model = new RequestType<ModelCall, unknown, ErrorData>('model/call');
/** From the process to its caller: whether to begin with what this will cost. */
export const Confirm = new RequestType<TraceCost, boolean, ErrorData>('model/confirm');

/** How far reading is. */
export const Progressed = new NotificationType<DataSetFacts>('data/progress');
export const JobProgressed = new NotificationType<{ job: string; event: JobEvent }>('job/progress');
export const LogLine = new NotificationType<{ level: LogLevel; text: string }>('log');
