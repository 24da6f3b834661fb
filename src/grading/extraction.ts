/** Where an answer was found and by which rule. */
export type ExtractionRule =
  | 'boxed'
  | 'answer-tag'
  | 'hash'
  | 'json'
  | 'final-answer'
  | 'answer-is'
  | 'choice'
  | 'conclusion'
  | 'bold'
  | 'display-math'
  | 'last-value'
  | 's1-boxed'
  | 's1-answer';

/** A place in the response that states an answer. `start` and `end` are offsets of the answer itself in the response. */
export interface Candidate {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly rule: ExtractionRule;
}

/** How firmly a rule marks its answer as the final one; of equal firmness the later place wins. */
export const FIRMNESS: Readonly<Record<ExtractionRule, number>> = {
  boxed: 4,
  'answer-tag': 4,
  hash: 4,
  json: 4,
  'final-answer': 4,
  's1-boxed': 4,
  's1-answer': 3,
  'answer-is': 3,
  choice: 3,
  conclusion: 2,
  bold: 2,
  'display-math': 2,
  'last-value': 1,
};

export interface ExtractOptions {
  /** `choice`: look for option letters. `math` and `text`: for values. Without it both shapes are accepted. */
  readonly kind?: 'math' | 'choice' | 'text';
  /** The options of a multiple-choice question; the first is A. */
  readonly choices?: readonly string[];
  /** Use the thinking when nothing follows it. Off by default: a trace without an answer is unparsable. */
  readonly thinkingFallback?: boolean;
  /** Accept the last value of the closing sentence where nothing marks an answer. Off by default. */
  readonly lastValue?: boolean;
  /** `s1`: exactly the rules of the s1 paper's evaluation, for comparisons with it. */
  readonly mode?: 'usual' | 's1';
}

/** The outcome: the chosen answer and every other one, or nothing (unparsable). */
export interface Extraction {
  readonly chosen: Candidate | undefined;
  /** All candidates in order of appearance, the chosen one among them. */
  readonly candidates: readonly Candidate[];
  /** Which part of the response was searched. */
  readonly scope: 'answer' | 'thinking';
}
