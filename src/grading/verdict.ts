import type { Expr } from './expression.js';

/** The three things that can be said about two answers. `unknown` is a statement of its own, never "different". */
export type Sameness = 'same' | 'different' | 'unknown';

/** A verdict with the sentence that explains it. */
export interface Finding {
  readonly verdict: Sameness;
  readonly reason: string;
}

/** What `same` reports: the finding, how each side was read, and what it took. */
export interface Comparison extends Finding {
  /** The reference answer in normal form, as the grader understood it. */
  readonly gold: string;
  /** The graded answer in normal form. */
  readonly prediction: string;
  /** Wall-clock milliseconds. */
  readonly ms: number;
}

/** What kind of answer the task asks for, where that is known. */
export type AnswerKind = 'math' | 'choice' | 'text';

/** The conventions a task may choose. Every default is the strict reading, except that a unit may be missing. */
export interface SameOptions {
  /** Known kind of answer; without it the shape of the two answers decides. */
  readonly kind?: AnswerKind;
  /** The options of a multiple-choice question, in order: the first one is A. */
  readonly choices?: readonly string[];
  /** Numbers agree when they are equal after rounding to this many decimal places. */
  readonly decimals?: number;
  /** Numbers agree when they differ by at most this share of the reference (0.01 is one percent). */
  readonly relativeTolerance?: number;
  /** `optional` (default): an answer without a unit is measured in the unit of the other. */
  readonly units?: 'optional' | 'required';
  /** `exact` (default): 10 % is 1/10. `optional`: 10 % also agrees with a bare 10, for questions that ask "what percent". */
  readonly percent?: 'exact' | 'optional';
}

export const same = (reason: string): Finding => ({ verdict: 'same', reason });
export const different = (reason: string): Finding => ({ verdict: 'different', reason });
export const unknown = (reason: string): Finding => ({ verdict: 'unknown', reason });

/** Two expressions of which the fast path could not show whether they are equal. */
export interface OpenPair {
  readonly gold: Expr;
  readonly prediction: Expr;
}

/** The conventions of a task, and what passes between the fast path and the algebra worker. */
export interface Context extends SameOptions {
  /** Filled by the fast path. */
  readonly open?: OpenPair[];
  /** Known results of the worker, by `pairKey`. */
  readonly settled?: ReadonlyMap<string, boolean>;
}
