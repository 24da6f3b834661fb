import type { RuleName } from '../budget.js';
import type { ForcingRule } from './rule.js';
import { s1EvalRule } from './s1-eval.js';
import { s1GenerateRule } from './s1-generate.js';
import { thinkHarderRule } from './think-harder.js';

export type { ForcingRule, Limits, ThinkingView } from './rule.js';

const RULES: Record<RuleName, ForcingRule> = {
  'think-harder': thinkHarderRule,
  's1-generate': s1GenerateRule,
  's1-eval': s1EvalRule,
};

export function forcingRule(name: RuleName): ForcingRule {
  return RULES[name];
}
