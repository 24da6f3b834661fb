import type { ForcingRule } from './rule.js';

/**
 * Variant B: the evaluation harness that made the published numbers (s1-facts section 3, B).
 * - N ends suppressed make N + 1 passes, each with the full budget, each of at least one token.
 * - A pass that reaches the budget is the last. Afterwards everything thought is cut to the budget.
 * - How the last pass finished decides what follows: the answer's delimiter alone after a natural end; a line break, the
 *   delimiter and "Final Answer:" after a full budget.
 */
export const s1EvalRule: ForcingRule = {
  name: 's1-eval',
  isOver: () => false,
  onToken: (view, limits) => (view.drawnInPass < limits.maxThinking ? 'commit' : 'end'),
  onEnd: (view, limits) => (view.waits < limits.waits ? 'commit' : 'end'),
  noEndAfterContinuation: true,
  keep: (used, limits) => Math.min(used, limits.maxThinking),
  cue: true,
  turnEndIsNatural: true,
};
