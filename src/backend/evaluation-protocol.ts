/**
 * What a caller and the backend process say to each other about evaluations; plain data, like src/backend/protocol.ts.
 * The samples themselves are in the journals of the results folder, the report in its files.
 */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type { FamilySummary, RunSummary } from '../evaluation/report/report.js';
import type { VerdictName } from '../evaluation/verdicts.js';
import type { Trace } from '../reasoning/trace.js';
import type { ErrorData, LoadOptions } from './protocol.js';

export interface EvaluationPlace {
  /** Absolute path of a `*.eval.yaml` file. */
  readonly evalFile: string;
  /** Absolute path of the folder for samples and report; null: beside the file, its name with ".results". */
  readonly folder: string | null;
}

export interface ReportParams extends EvaluationPlace {
  /** False: the HTML file is made without the traces, so that it is small. */
  readonly traces?: boolean;
}

/** Starts an evaluation, or goes on with it where its journals end: there is no difference. */
export interface EvaluateParams extends ReportParams {
  /** Chosen by the caller; names the evaluation in controls and notifications. */
  readonly id: string;
  /** How the model is loaded where the file does not say it: the embedded model's path, the person's settings. */
  readonly defaults: LoadOptions;
}

/**
 * - "opening": file and task are read, earlier samples counted;
 * - "queued": another evaluation runs;
 * - "loading": its model is being loaded;
 * - "running";
 * - "waiting": a person uses another model; it goes on when that has rested for a minute;
 * - "paused": until it is resumed; the sample in work stays where it is;
 * - "grading": every sample is there, the report is being made.
 */
export type EvaluationPhase = 'opening' | 'queued' | 'loading' | 'running' | 'waiting' | 'paused' | 'grading';

/** The sample in work. */
export interface SampleInWork {
  /** Label of the run: the method and its settings, for people. */
  readonly run: string;
  readonly questionId: string;
  /** From 0. */
  readonly sample: number;
  /** "reading": the prompt is being evaluated. */
  readonly phase: 'reading' | 'thinking' | 'answer';
  /** The last characters of its trace; of samples side by side, of the one that wrote last. */
  readonly tail: string;
  /** Tokens so far; of samples side by side, of all together. */
  readonly thinking: number;
  readonly answer: number;
}

/** All that a view of a running evaluation shows. Each one replaces the one before. */
export interface EvaluationState {
  readonly phase: EvaluationPhase;
  /** Samples there, and samples wanted; both 0 before they are counted. */
  readonly done: number;
  readonly total: number;
  /** Milliseconds to go, by the samples of this session; null: not known yet. */
  readonly etaMs: number | null;
  readonly work: SampleInWork | null;
}

/** A sample is done and kept. */
export interface SampleDone {
  readonly run: string;
  readonly questionId: string;
  readonly sample: number;
  readonly done: number;
  readonly total: number;
  readonly etaMs: number;
}

/** Absolute paths of the report in every format. */
export interface ReportFiles {
  readonly html: string;
  readonly markdown: string;
  readonly csv: string;
  readonly jsonl: string;
  /** The report as data (src/evaluation/report/report.ts). */
  readonly report: string;
}

export interface EvaluationEnd {
  /** False: cancelled. What was done is kept and reported. */
  readonly finished: boolean;
  readonly folder: string;
  readonly files: ReportFiles;
  readonly title: string;
  readonly runs: readonly RunSummary[];
  readonly families: readonly FamilySummary[];
  readonly warnings: readonly string[];
}

export interface TracesParams extends EvaluationPlace {
  /** Key of the run (RunSummary.key). */
  readonly run: string;
  readonly questionId: string;
  readonly sample: number;
}

/** One trace of a sample with what was found in it. */
export interface GradedTraceOf {
  readonly trace: Trace;
  readonly verdict: VerdictName;
  /** The answer that was taken out of it; absent: none was found. */
  readonly answer?: string;
  /** Where that answer stands in the text of its answer phase (`textOf(trace, 'answer')`), in UTF-16 units. */
  readonly place?: { readonly start: number; readonly end: number };
  readonly reason: string;
  /** Whether its answer is the one that counts (the winner of a vote, the best of n). */
  readonly counts: boolean;
}

/** Answer: when every sample is there, or it was cancelled (by cancelling the request). */
export const Evaluate = new RequestType<EvaluateParams, EvaluationEnd, ErrorData>('evaluation/run');
/** Grades the samples that are there anew and writes the report. Needs no model and generates nothing. */
export const Regrade = new RequestType<ReportParams, EvaluationEnd, ErrorData>('evaluation/regrade');
/** The traces of one sample, for reading them; none where the sample is not there. */
export const SampleTraces = new RequestType<TracesParams, readonly GradedTraceOf[], ErrorData>('evaluation/traces');
/** Holds an evaluation between two tokens, or lets it go on. Unknown ids are ignored: it may just have ended. */
export const PauseEvaluation = new NotificationType<{ id: string; paused: boolean }>('evaluation/pause');
/** At most one per 100 ms. */
export const EvaluationProgressed = new NotificationType<{ id: string; state: EvaluationState }>('evaluation/progress');
/** Every sample, at once. */
export const EvaluationSampled = new NotificationType<{ id: string; sample: SampleDone }>('evaluation/sample');
