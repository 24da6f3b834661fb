/**
 * What the extension host (or the command line) and the backend process say to each other: JSON-RPC over the child
 * process's IPC channel. Everything here is plain data; src/backend/client.ts speaks it for callers.
 */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { Budget } from '../reasoning/budget.js';
import type { ModelInfo, Sampling } from '../reasoning/engine.js';
import type { TraceEvent } from '../reasoning/events.js';
import type { GradedTrace } from '../evaluation/runs/grade-sample.js';
import type { Comparison } from '../grading/index.js';
import type { Control, Trace } from '../reasoning/trace.js';

export interface LoadOptions {
  /**
   * Absolute path of a GGUF file, or the address of a server, http:// or https://; of the other options only the context
   * size is then looked at.
   */
  readonly path: string;
  readonly gpu: 'auto' | 'metal' | 'cuda' | 'vulkan' | 'cpu';
  /** Layers on the GPU; null: as many as fit. */
  readonly gpuLayers: number | null;
  /** Tokens per sequence; null: the model's own, bounded by memory and 32,768. */
  readonly contextSize: number | null;
  /** Type of the attention cache. */
  readonly kvType: 'f16' | 'q8_0';
  /** Threads; null: measured at the first load and remembered. */
  readonly threads: number | null;
  /**
   * Token histories in memory at the same time, for methods that draw samples side by side; null or absent: a few, as
   * memory allows. A model that is loaded with more serves as well.
   */
  readonly sequences?: number | null;
}

export interface SolveParams {
  /** Chosen by the caller; names the run in controls and events, and becomes the trace's id. */
  readonly id: string;
  readonly question: Trace['question'];
  readonly budget: Budget;
  /** Missing fields come from the model family's published recommendation. */
  readonly sampling: Partial<Sampling>;
  /** 'batch' steps aside, between two tokens, while something that a person waits for runs; 'interactive' by default. */
  readonly priority?: 'interactive' | 'batch';
}

export interface ThinkHarderParams {
  readonly id: string;
  /** The trace to go on with; the backend feeds it again when its sequence is no longer there. */
  readonly trace: Trace;
  readonly budget: Budget;
}

/** 'replaced': another is about to be loaded. */
export type UnloadReason = 'idle' | 'asked' | 'replaced';

export interface GradeParams {
  /** The reference answer. */
  readonly gold: string;
  /** The answer to grade. */
  readonly prediction: string;
}

export interface GradeTraceParams {
  /** The trace whose answer is looked for and graded. */
  readonly trace: Trace;
  /** The right answer. */
  readonly reference: string;
  /** Texts of the options, for multiple choice. */
  readonly choices?: readonly string[];
}

export type TraceGrade = GradedTrace;

export interface BackendStatus {
  readonly engine: string;
  readonly pid: number;
  readonly model: ModelInfo | null;
  readonly busy: boolean;
}

export interface LoadProgress {
  readonly path: string;
  /** 'measuring': the thread count is being measured at the first load. */
  readonly phase: 'checking' | 'reading' | 'measuring';
  /** 0 to 1. */
  readonly fraction: number;
  readonly bytes: number;
}

/** Described without loading its weights. */
export interface GgufSummary {
  readonly path: string;
  readonly bytes: number;
  readonly architecture: string;
  /** The model's own name, or that of its file. */
  readonly title: string;
  readonly parameters: number;
  readonly trainContextSize: number;
  /** Empty: none. */
  readonly chatTemplate: string;
  readonly thinkingFormat: string;
  readonly needsCheckpoints: boolean;
  /** Bytes of memory for weights plus a context of this size (tokens). */
  readonly memory: readonly { readonly contextSize: number; readonly bytes: number }[];
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Settings that outlive a model. */
export interface BackendSettings {
  /** Minutes without work after which the model leaves memory; 0: never. */
  readonly idleMinutes: number;
  /** Folder for what is remembered between loads. Made when it is missing. */
  readonly cacheFolder: string;
}

/** Carried in `data` of a JSON-RPC error: the sentence for the user is the error's message, this is for code and log. */
export interface ErrorData {
  readonly kind: string;
  readonly cause?: string;
}

export const Load = new RequestType<LoadOptions, ModelInfo, ErrorData>('model/load');
export const Unload = new RequestType0<null, ErrorData>('model/unload');
export const Describe = new RequestType<{ path: string }, GgufSummary, ErrorData>('model/describe');
export const Status = new RequestType0<BackendStatus, ErrorData>('backend/status');
export const Configure = new RequestType<BackendSettings, null, ErrorData>('backend/configure');
/** Answer: the finished trace. Cancelling the request stops the run and answers with the trace so far. */
export const Solve = new RequestType<SolveParams, Trace, ErrorData>('reasoning/solve');
/** "Think harder" after an answer: rewind to the end of thinking, append the continuation, go on. */
export const ThinkHarder = new RequestType<ThinkHarderParams, Trace, ErrorData>('reasoning/thinkHarder');
/** Goes on where a trace was stopped or cut, without taking anything back. */
export const Continue = new RequestType<ThinkHarderParams, Trace, ErrorData>('reasoning/continue');
/** Whether two answers are the same. Needs no model; the algebra behind it is loaded with the first request. */
export const Grade = new RequestType<GradeParams, Comparison, ErrorData>('grading/same');
/** What becomes of a trace's answer beside the right one, as an evaluation has it. */
export const GradeTrace = new RequestType<GradeTraceParams, TraceGrade, ErrorData>('grading/trace');
/** Takes effect on the next token of run `id`. Unknown ids are ignored: the run may just have ended. */
export const ControlRun = new NotificationType<{ id: string; control: Control }>('reasoning/control');
/** Events of run `id`, in order, in batches of at most one per 16 ms. */
export const Events = new NotificationType<{ id: string; events: readonly TraceEvent[] }>('reasoning/events');
export const LoadProgressed = new NotificationType<LoadProgress>('model/progress');
/** Whoever asked for it: a person, a queue of questions, an evaluation. */
export const ModelLoaded = new NotificationType<ModelInfo>('model/loaded');
export const ModelUnloaded = new NotificationType<{ reason: UnloadReason }>('model/unloaded');
export const LogLine = new NotificationType<{ level: LogLevel; text: string }>('log');
