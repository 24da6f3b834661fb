import type { Budget } from '../reasoning/budget.js';
import type { Trace } from '../reasoning/trace.js';
import type { RunView } from '../webview/protocol.js';

/** Facts of a trace for the view. `elapsed` and `rate` come from the caller while it runs, else from the trace. */
export function runView(trace: Trace, live: { elapsed: number; rate: number | null } | null): RunView {
  const { times, counts } = trace;
  const total = times.prompt + times.thinking + times.answer;
  const generating = times.thinking + times.answer;
  const generated = counts.thinking + counts.answer;
  return {
    id: trace.id,
    prompt: counts.prompt,
    thinking: counts.thinking,
    answer: counts.answer,
    waits: counts.waits,
    end: trace.end,
    elapsed: live?.elapsed ?? total,
    tokensPerSecond: live === null ? (generating > 0 ? (generated * 1000) / generating : null) : live.rate,
    loop: trace.loops.at(-1) ?? null,
    answerReserve: trace.budget.answerReserve,
    model: trace.model.name,
    seed: trace.sampling.seed,
    created: trace.created,
  };
}

/** The largest thinking budget that a context of so many tokens allows: context − prompt − answer reserve. */
export function largestBudget(context: number, trace: Trace | null, budget: Pick<Budget, 'answerReserve'>): number {
  return Math.max(0, context - (trace?.prompt.tokens.length ?? 0) - budget.answerReserve);
}

/**
 * The budget for thinking on: one that is used up is raised by as much again as was used, at least 100 tokens, so that
 * there is something to think with.
 */
export function roomToThink(max: number | null, used: number, limit: number | null): number | null {
  if (max === null || max > used + 1) return max;
  const raised = Math.max(2 * used, used + 100);
  return limit !== null && raised >= limit ? null : raised;
}
