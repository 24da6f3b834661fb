import type { Budget } from '../../reasoning/budget.js';
import type { Sampling, ServedBy } from '../../reasoning/engine.js';
import type { Trace } from '../../reasoning/trace.js';
import type { TrainingText } from '../../reasoning/training-text.js';

/**
 * A model as a pipeline names it: the absolute path of a GGUF file, the address of a server, or null for the one that the
 * caller has (the loaded one in the editor, the embedded one on the command line).
 */
export type ModelName = string | null;

/** What is known of a model before it is asked. */
export interface TraceModel {
  /** File name, or the model's name on its server, for people. */
  readonly name: string;
  /** SHA-256 of the file: the same model wherever it lies. Of a served one, of what the server says of it. */
  readonly sha256: string;
  /** Where questions go, where that is not this machine's own engine. */
  readonly server?: ServedBy;
  /** Engine with its version, for the card. */
  readonly engine: string;
  readonly thinkingFormat: string;
  /** Tokens that fit into the context as loaded: no trace is longer. */
  readonly contextSize: number;
  /** Questions that it can solve at the same time. */
  readonly places: number;
}

export interface TraceRequest {
  readonly question: Trace['question'];
  readonly budget: Budget;
  /** Missing fields come from the model family's published recommendation; the seed decides on the trace. */
  readonly sampling: Partial<Sampling>;
  /** Questions that are solved side by side: the model is loaded for as many. Missing: one. */
  readonly parallel?: number;
}

/** A trace, or the sentence that says why this question has none: others may have one. */
export type Solved = { readonly trace: Trace } | { readonly refused: string };

/** What became of a trace's answer beside the right one, in the words of an evaluation. */
export interface TraceVerdict {
  readonly verdict: 'correct' | 'wrong' | 'censored' | 'unparsable' | 'ungraded';
  readonly answer?: string;
  readonly reason: string;
}

export interface GradeRequest {
  readonly trace: Trace;
  readonly reference: string;
  readonly choices?: readonly string[];
}

/**
 * Everything that curation asks of models, as plain data, so that it can go through a channel: the command line answers
 * with a backend of its own, the data process of the editor hands it on to the editor's. Every call names its model;
 * whoever implements it loads that model when another one is loaded. Calls come one at a time, but for `solve`: as many as
 * the model has places.
 *
 * Aborting `signal` makes a call reject; what was not finished is then not kept. Any other rejection ends the run.
 */
export interface TraceMaker {
  /** @param parallel questions that are to be solved side by side; there may be fewer places in the end */
  describe(model: ModelName, parallel?: number, signal?: AbortSignal): Promise<TraceModel>;
  /** Solves a question as a batch job: what a person waits for goes first. */
  solve(model: ModelName, request: TraceRequest, signal?: AbortSignal): Promise<Solved>;
  /** Grades a trace with the project's grader. Needs no model. */
  grade(request: GradeRequest, signal?: AbortSignal): Promise<TraceVerdict>;
  /** Tokens of each text by the model's own tokenizer, as somebody's words. */
  countTokens(model: ModelName, texts: readonly string[], signal?: AbortSignal): Promise<readonly number[]>;
  /** Examples in the model's chat template and thinking format. */
  trainingTexts(
    model: ModelName,
    examples: readonly TrainingExample[],
    signal?: AbortSignal,
  ): Promise<readonly TrainingText[]>;
  /** One vector of a fixed length for each text; null: the model gives none. */
  embed(
    model: ModelName,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly (readonly number[])[] | null>;
}

export interface TrainingExample {
  readonly question: string;
  readonly thinking: string;
  readonly answer: string;
}
