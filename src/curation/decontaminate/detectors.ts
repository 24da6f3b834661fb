import type { Detector, EvaluationItem } from './evaluation-item.js';
import { GramIndex } from './gram-index.js';
import { JsonLineReader } from './json-line.js';
import { DEFAULT_MINHASH_MATCH, MinHashMatcher } from './minhash-matcher.js';
import { QuestionScanner } from './question-scanner.js';
import { scanBlock, type ScannedBlock } from './scan-block.js';

/** How contamination is decided. */
export type DecontaminationMethod = 'ngram8' | 'ngram13' | 'minhash';

export const METHODS: readonly DecontaminationMethod[] = ['ngram8', 'ngram13', 'minhash'];

/** What is looked for: plain data, as it goes to a worker. */
export interface DetectionPlan {
  readonly method: DecontaminationMethod;
  readonly items: readonly EvaluationItem[];
}

/** Looks at a block of whole lines whose questions are in a column. */
export type BlockScanner = (bytes: Uint8Array, column: string) => ScannedBlock;

export function detectorOf({ method, items }: DetectionPlan): Detector {
  return method === 'minhash' ? new MinHashMatcher(items, DEFAULT_MINHASH_MATCH) : gramIndex(method, items);
}

/** With n-gram rules most lines pass without being parsed. */
export function blockScanner(plan: DetectionPlan): BlockScanner {
  const { method, items } = plan;
  if (method === 'minhash') {
    const detector = detectorOf(plan);
    return (bytes, column) => scanBlock(bytes, column, detector);
  }
  const index = gramIndex(method, items);
  const question = new QuestionScanner(index.hashes);
  return (bytes, column) => scanBlock(bytes, column, index, new JsonLineReader(column, question));
}

function gramIndex(method: 'ngram8' | 'ngram13', items: readonly EvaluationItem[]): GramIndex {
  return new GramIndex(items, method === 'ngram8' ? 8 : 13);
}
