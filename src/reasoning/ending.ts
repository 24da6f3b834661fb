import type { Ended } from './budget-forcing.js';
import { ContextFullError } from './errors.js';
import type { TraceEvent } from './events.js';
import { forcingRule } from './rules/index.js';
import type { Run } from './run.js';

/**
 * Ends thinking in the context: the delimiter as the model wrote it, or forced, with the final-answer cue after an end
 * that was not the model's (s1-facts section 3: never after a natural one). The place in front of it is marked, so that
 * "think harder" can come back to it on every kind of model.
 */
export async function* endThinking(run: Run, ended: Ended): AsyncGenerator<TraceEvent, void> {
  yield { type: 'thinking-ended', reason: ended.reason };
  yield* cut(run);
  await run.sequence.checkpoint();
  if (ended.pieces !== undefined) {
    const tokens = ended.pieces.flatMap((piece) => piece.tokens);
    await run.sequence.append(tokens);
    yield* run.commit('delimiter', 'sampled', tokens, ended.pieces.map((piece) => piece.text).join(''), 'end');
    return;
  }
  const { tokenizer, format, budget } = run;
  const natural = ended.reason === 'natural';
  const cue = natural || !forcingRule(budget.rules).cue ? '' : budget.finalCue;
  // The paper's harness: a line break unless the text ends in one, but only where the end is forced.
  const lead = natural || run.lastChar === '\n' ? '' : '\n';
  const close = lead + format.close + (natural ? '' : format.afterClose);
  const closeTokens = await tokenizer.encodeTemplate(close);
  const cueTokens = await tokenizer.encodeText(cue);
  await appendIfItFits(run, [...closeTokens, ...cueTokens]);
  yield* run.commit('delimiter', 'forced', closeTokens, close, 'end');
  if (cue !== '') yield* run.commit('delimiter', 'forced', cueTokens, cue, 'cue');
}

async function appendIfItFits(run: Run, tokens: readonly number[]): Promise<void> {
  try {
    await run.sequence.append(tokens);
  } catch (error) {
    if (!(error instanceof ContextFullError)) throw error;
    await run.settle();
    throw error;
  }
}

/** Variant B cuts what was thought beyond the budget after the last pass. */
async function* cut(run: Run): AsyncGenerator<TraceEvent, void> {
  const rule = forcingRule(run.budget.rules);
  const keep = rule.keep(run.thinking, run.limits);
  const event = run.cutThinking(run.thinking - keep);
  if (event === undefined) return;
  await run.settle();
  yield event;
}
