/** One question of an evaluation task that training data must not contain. */
export interface EvaluationItem {
  /** The task's file, as the user named it. */
  readonly task: string;
  /** Number of the row in that file, from 0. */
  readonly row: number;
  readonly text: string;
}

/** What a text of the pool shares with one evaluation item. */
export interface Match {
  /** Index of the item in the list the detector was made from. */
  readonly item: number;
  /** n-gram rules: the words of the longest run that both have. MinHash: the words that both have. */
  readonly shared: readonly string[];
}

/** What a text of the pool shares with the evaluation side. */
export interface Matches {
  /** Items that match; none: the text is clean. */
  readonly found: number;
  /** Of each task the closest (closest-items.ts), in the order of the items. */
  readonly told: readonly Match[];
}

/** Decides whether a text is contaminated, and by what. */
export interface Detector {
  match(text: string): Matches;
}
