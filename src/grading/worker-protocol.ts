import type { MathJson } from './math-json.js';

/** Two expressions whose equality the algebra worker should settle. */
export interface AlgebraJob {
  readonly id: number;
  readonly gold: MathJson;
  readonly prediction: MathJson;
}

/** What the worker found: equal, not equal, or null for neither. */
export interface AlgebraReply {
  readonly id: number;
  readonly equal: boolean | null;
}

/** The worker's first message: the algebra system is loaded and warm. */
export interface AlgebraReady {
  readonly ready: true;
}

export type FromWorker = AlgebraReply | AlgebraReady;
