import { DEFAULT_BUDGET, type Budget } from '../../reasoning/budget.js';
import type { Trace } from '../../reasoning/trace.js';
import type { TraceModel } from './trace-maker.js';
import type { TraceEntry } from './trace-store.js';

/** What solving will cost, shown before it begins. */
export interface TraceCost {
  /** What for, as a person reads it: "Traces", "Difficulty: grader 1". */
  readonly purpose: string;
  readonly model: TraceModel;
  readonly budget: Budget;
  /** Questions to be asked, and those that were asked before; all of them go to `model.server` where that is there. */
  readonly questions: number;
  readonly stored: number;
  /** Questions that are solved at the same time. */
  readonly parallel: number;
  /**
   * Tokens of thinking and answer of one question: a mean of earlier traces, or the most that the budget allows; 0: the
   * texts are only counted.
   */
  readonly tokensEach: number;
  readonly basis: 'mean' | 'most';
  /** Of all questions that are solved at the same time together. */
  readonly tokensPerSecond: number;
  readonly seconds: number;
}

/** What is sent to a server without a question: texts, to have their tokens counted. */
export function countingCost(purpose: string, model: TraceModel, texts: number): TraceCost {
  const budget = { ...DEFAULT_BUDGET, maxThinking: 0 };
  const nothing = { stored: 0, parallel: 1, tokensEach: 0, tokensPerSecond: 0, seconds: 0 };
  return { purpose, model, budget, questions: texts, basis: 'most', ...nothing };
}

/** From so many traces on their mean tells more than the budget. */
const ENOUGH = 20;

interface Rate {
  readonly tokens: number;
  readonly promptMs: number;
  readonly ms: number;
}

/** The rate of earlier traces, where there are enough. */
export function earlierRate(entries: Iterable<TraceEntry>): (Rate & { readonly traces: number }) | undefined {
  const sum = { traces: 0, tokens: 0, promptMs: 0, ms: 0 };
  for (const { cost } of entries) {
    if (cost === null) continue;
    sum.traces += 1;
    sum.tokens += cost.tokens;
    sum.promptMs += cost.promptMs;
    sum.ms += cost.ms;
  }
  return sum.traces < ENOUGH ? undefined : sum;
}

/** The budget of a first look: enough tokens to measure a rate by. */
export function probeBudget(budget: Budget): Budget {
  const most = Math.min(budget.maxThinking ?? Infinity, 64);
  return { ...budget, maxThinking: most, minThinking: 0, waits: 0, answerReserve: Math.min(budget.answerReserve, 32) };
}

export function rateOf({ counts, times }: Trace): Rate {
  return { tokens: counts.thinking + counts.answer, promptMs: times.prompt, ms: times.thinking + times.answer };
}

export function costOf(
  asked: Pick<TraceCost, 'purpose' | 'model' | 'budget' | 'questions' | 'stored' | 'parallel'>,
  earlier: ReturnType<typeof earlierRate>,
  probe: Rate,
): TraceCost {
  const { budget, model, questions, parallel } = asked;
  const { tokens, promptMs, ms } = earlier ?? probe;
  const tokensPerSecond = ms === 0 ? 0 : (1000 * tokens * parallel) / ms;
  const room = Math.max(0, model.contextSize - budget.answerReserve);
  const most = Math.min(budget.maxThinking ?? room, room) + budget.answerReserve;
  const tokensEach = earlier === undefined ? most : Math.ceil(tokens / earlier.traces);
  const promptSeconds = promptMs / 1000 / (earlier?.traces ?? 1) / parallel;
  const seconds = tokensPerSecond === 0 ? 0 : questions * (promptSeconds + tokensEach / tokensPerSecond);
  return { ...asked, tokensEach, basis: earlier === undefined ? 'most' : 'mean', tokensPerSecond, seconds };
}
