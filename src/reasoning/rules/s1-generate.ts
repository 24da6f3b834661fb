import type { ForcingRule, Limits, ThinkingView } from './rule.js';

/**
 * Variant A: generate.py of the paper's repository (s1-facts section 3, A).
 * - Each round may draw what is left of the budget; what it drew, its stop token included, is taken off. The
 *   continuation itself is not counted.
 * - A round is begun only when something is left, and its first token may not be an end (min_tokens = 1).
 * - At the budget nothing is forced: the model goes on and must write the answer's delimiter itself.
 */
export const s1GenerateRule: ForcingRule = {
  name: 's1-generate',
  isOver: () => false,
  onToken: (view, limits) => (view.drawnInPass < remaining(view, limits) ? 'commit' : 'release'),
  onEnd: (view, limits) => {
    const left = remaining(view, limits) - (view.drawnInPass + 1);
    return view.waits < limits.waits && left > 0 ? 'commit' : 'release';
  },
  noEndAfterContinuation: true,
  keep: (used) => used,
  cue: false,
  turnEndIsNatural: true,
};

function remaining(view: ThinkingView, limits: Limits): number {
  return limits.maxThinking - view.drawnBefore;
}
