/**
 * What a pipeline asks of models. Every request names its model: what a person loads meanwhile never answers in its
 * place. The backend loads it when its turn comes, and leaves another one that a person uses alone.
 */
import { RequestType } from 'vscode-jsonrpc';
import type { ModelInfo } from '../reasoning/engine.js';
import type { Trace } from '../reasoning/trace.js';
import type { TrainingText } from '../reasoning/training-text.js';
import type { ErrorData, LoadOptions, SolveParams } from './protocol.js';

interface OnModel {
  readonly load: LoadOptions;
}

export interface BatchModel {
  readonly model: ModelInfo;
  /** Engine with the version of its native part. */
  readonly engine: string;
  readonly thinkingFormat: string;
  /** Questions that can be solved at the same time; one more is left to the person. */
  readonly places: number;
}

export type BatchSolveParams = OnModel & Omit<SolveParams, 'priority'>;

export interface BatchTexts extends OnModel {
  readonly texts: readonly string[];
}

/** A question with thinking and answer, to be written as the model would be trained on it. */
export interface TrainingExample {
  readonly question: string;
  readonly thinking: string;
  readonly answer: string;
}

export interface BatchExamples extends OnModel {
  readonly examples: readonly TrainingExample[];
}

/** Loads the model where it is not there. */
export const BatchDescribe = new RequestType<OnModel, BatchModel, ErrorData>('batch/describe');
/** Several may run at the same time. Cancelling ends the run, and its trace is lost. */
export const BatchSolve = new RequestType<BatchSolveParams, Trace, ErrorData>('batch/solve');
/** Tokens of each text by the model's tokenizer, as somebody's words. */
export const BatchTokens = new RequestType<BatchTexts, readonly number[], ErrorData>('batch/tokens');
export const BatchTraining = new RequestType<BatchExamples, readonly TrainingText[], ErrorData>('batch/training');
/** One vector for each text; null: the model gives none. */
export const BatchEmbed = new RequestType<
  BatchTexts,
  { readonly vectors: readonly (readonly number[])[] | null },
  ErrorData
>('batch/embed');
