import { answer } from './answer.js';
import { think, type ThinkingOutcome } from './budget-forcing.js';
import { endThinking } from './ending.js';
import { ContextFullError } from './errors.js';
import type { TraceEvent } from './events.js';
import type { Run } from './run.js';

/** Thinks and answers; goes back to thinking where the answer does. */
export async function* thinkAndAnswer(run: Run): AsyncGenerator<TraceEvent, void> {
  const outcome = yield* think(run);
  yield* answerAfter(run, outcome);
}

/** What follows a phase of thinking: its end in the context, then the answer, where the outcome asks for one. */
export async function* answerAfter(run: Run, outcome: ThinkingOutcome): AsyncGenerator<TraceEvent, void> {
  if (outcome.kind === 'stopped') {
    yield { type: 'answer-ended', reason: 'stopped' };
    return;
  }
  if (outcome.kind === 'turn-ended') {
    // Variant A: the model ended its turn while it thought, so there is no answer.
    yield { type: 'thinking-ended', reason: 'natural' };
    yield { type: 'answer-ended', reason: 'natural' };
    return;
  }
  try {
    yield* endThinking(run, outcome);
  } catch (error) {
    if (!(error instanceof ContextFullError)) throw error;
    yield { type: 'answer-ended', reason: 'censored' };
    return;
  }
  yield* answerOnly(run);
}

/** The answer, thinking being over. */
export async function* answerOnly(run: Run): AsyncGenerator<TraceEvent, void> {
  const outcome = yield* answer(run);
  if (outcome === 'thinks-again') {
    yield* thinkAndAnswer(run);
    return;
  }
  yield { type: 'answer-ended', reason: outcome };
}
