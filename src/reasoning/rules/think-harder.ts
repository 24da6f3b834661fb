import type { ForcingRule } from './rule.js';

/**
 * The product's own rule: one budget for everything that is thought, forced text included (issue 3, "Budget forcing").
 * - The budget is never exceeded by the value in force when a token is committed.
 * - A natural end exactly at the budget is natural.
 * - A continuation that no longer fits is not begun: thinking ends.
 * - A turn that ends in the middle of a thought is a wish to end like any other; what follows is forced, with the cue.
 */
export const thinkHarderRule: ForcingRule = {
  name: 'think-harder',
  isOver: (view, limits) => view.used > limits.maxThinking,
  onToken: (view, limits) => (view.used < limits.maxThinking ? 'commit' : 'end'),
  onEnd: (view, limits, continuation) => {
    const owed = view.waits < limits.waits || view.used < limits.minThinking;
    return owed && view.used + continuation <= limits.maxThinking ? 'commit' : 'end';
  },
  noEndAfterContinuation: false,
  keep: (used) => used,
  cue: true,
  // A model that never learned the delimiter ends its turn instead, and would say nothing behind a bare one.
  turnEndIsNatural: false,
};
