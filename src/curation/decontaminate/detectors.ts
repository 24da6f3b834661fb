import type { Detector, EvaluationItem } from './evaluation-item.js';
import { GramIndex } from './gram-index.js';
import { JsonLineReader } from './json-line.js';
import { DEFAULT_MINHASH_MATCH, MinHashMatcher } from './minhash-matcher.js';

/** How contamination is decided. */
export type DecontaminationMethod = 'ngram8' | 'ngram13' | 'minhash';

export const METHODS: readonly DecontaminationMethod[] = ['ngram8', 'ngram13', 'minhash'];

/** What is looked for where: plain data, as it goes to a worker. */
export interface DetectionPlan {
  readonly method: DecontaminationMethod;
  /** The pool's column with the question. */
  readonly column: string;
  readonly items: readonly EvaluationItem[];
}

/** @returns the detector, and for n-gram rules a reader that passes most lines without parsing them */
export function detectorOf({ method, column, items }: DetectionPlan): { detector: Detector; fast?: JsonLineReader } {
  if (method === 'minhash') return { detector: new MinHashMatcher(items, DEFAULT_MINHASH_MATCH) };
  const detector = new GramIndex(items, method === 'ngram8' ? 8 : 13);
  return { detector, fast: new JsonLineReader(column, detector.hashes) };
}
