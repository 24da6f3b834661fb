import type { RuleName } from '../budget.js';

/** What a rule knows when it decides. All numbers are tokens. */
export interface ThinkingView {
  /** Thinking tokens in the context, sampled or forced. */
  readonly used: number;
  /** Ends suppressed so far. */
  readonly waits: number;
  /** Drawn since thinking began or was last made to go on. */
  readonly drawnInPass: number;
  /** Drawn in the passes before, with one for each suppressed end itself, as a server counts its stop token. */
  readonly drawnBefore: number;
}

/** The limits in force: the budget with every live change applied, and the room that the context leaves. */
export interface Limits {
  readonly maxThinking: number;
  readonly minThinking: number;
  readonly waits: number;
}

/** commit: the token stands. end: thinking ends here. release: the rule lets the model go on until it ends by itself. */
export type Verdict = 'commit' | 'end' | 'release';

/**
 * Decides where thinking ends: the state machine of budget forcing. A rule is one file in this folder and one line in
 * the table of index.ts. It has no state of its own.
 */
export interface ForcingRule {
  readonly name: RuleName;
  /** Whether a limit was lowered below what is used, so that thinking ends at once. */
  isOver(view: ThinkingView, limits: Limits): boolean;
  /** Whether one more token of thinking may be committed; asked for each token that is no end. */
  onToken(view: ThinkingView, limits: Limits): Verdict;
  /**
   * The model wants to end thinking. `continuation` is the length of the text that would take the end's place.
   * "commit" means: suppress the end and put that text.
   */
  onEnd(view: ThinkingView, limits: Limits, continuation: number): Verdict;
  /** Whether the token drawn right behind a suppressed end must not be an end again. */
  readonly noEndAfterContinuation: boolean;
  /** How many of `used` thinking tokens stay when thinking has ended: the rest is cut off. */
  keep(used: number, limits: Limits): number;
  /** Whether the final-answer cue follows an end that the rule forced. */
  readonly cue: boolean;
  /** Whether a model that ends its turn in the middle of a thought has ended that thought naturally. */
  readonly turnEndIsNatural: boolean;
}
