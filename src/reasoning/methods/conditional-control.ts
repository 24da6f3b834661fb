import type { RunControls } from '../controls.js';
import type { Engine } from '../engine.js';
import type { TraceEvent } from '../events.js';
import { STEPS_FORMAT, STEPS_UNTIL_ZERO_FORMAT } from '../thinking-formats/s1-steps.js';
import { solveOnce } from './budget-forcing.js';
import type { Method, MethodRequest, MethodRun } from './method.js';

/** The prompts of the paper's conditional control; they follow the question and an empty line (s1-facts section 4). */
const tokens = (limit: number) => `\n\nThink for up to ${limit} tokens.`;
const steps = (limit: number) => `\n\nThink for up to ${limit} steps.`;
const CLASSES = {
  short: '\n\nAnswer after a short amount of thinking. Do not spend excessive time double-checking your work.',
  long: '\n\nAnswer after a long amount of thinking. If you feel like you are finished early, spend the extra time trying to double-check your work until you are absolutely sure that you have the correct answer.',
} as const;

export type ThinkingClass = keyof typeof CLASSES;

/** Token-conditional control: the prompt names a number of tokens. With forcing they are also the cap. */
export function tokenConditional(limit: number, forcing: boolean): Method {
  return (engine, request, controls) => {
    const maxThinking = forcing ? limit : null;
    return solveOnce(engine, withBudget(request, forcing, maxThinking), controls, tokens(limit));
  };
}

/** Class-conditional control: the prompt asks for short or long thinking. With forcing the request's budget applies. */
export function classConditional(kind: ThinkingClass, forcing: boolean): Method {
  return (engine, request, controls) =>
    solveOnce(engine, withBudget(request, forcing, request.budget.maxThinking), controls, CLASSES[kind]);
}

/**
 * Step-conditional control: the prompt names a number of steps. A model trained for it counts them down in its own
 * delimiters; with forcing, thinking then ends where the count reaches 0 (s1-facts section 4: start `<|im_start|>`, end
 * `<|im_start|>answer`, until `<|im_start|>0`).
 *
 * Any other model writes steps the way the training data were cut into them: parts between empty lines. With forcing,
 * thinking ends with the last allowed step; the trace shows it as "answer now".
 */
export function stepConditional(limit: number, forcing: boolean): Method {
  return (engine, request, controls) => {
    const asked = withBudget(request, forcing, null);
    if (request.thinkingFormat === STEPS_FORMAT) {
      const thinkingFormat = forcing ? STEPS_UNTIL_ZERO_FORMAT : STEPS_FORMAT;
      return solveOnce(engine, { ...asked, thinkingFormat }, controls, steps(limit));
    }
    return forcing ? untilStep(engine, asked, controls, limit) : solveOnce(engine, asked, controls, steps(limit));
  };
}

function withBudget(request: MethodRequest, forcing: boolean, maxThinking: number | null): MethodRequest {
  const budget = forcing
    ? { ...request.budget, maxThinking }
    : { ...request.budget, maxThinking: null, minThinking: 0, waits: 0 };
  return { ...request, budget };
}

function untilStep(engine: Engine, request: MethodRequest, controls: RunControls, limit: number): MethodRun {
  const counter = new StepCounter();
  let asked = false;
  const watch = (event: TraceEvent) => {
    if (event.type === 'tokens' && event.role === 'thinking') counter.push(event.text);
    if (counter.finished < limit || asked) return;
    asked = true;
    controls.send({ kind: 'answer-now' });
  };
  return solveOnce(engine, request, controls, steps(limit), watch);
}

/** Counts the steps of streamed thinking: parts of text between empty lines, whatever pieces they arrive in. */
export class StepCounter {
  /** Steps behind which an empty line stands. */
  finished = 0;
  #inStep = false;
  #breaks = 0;

  push(text: string): void {
    for (const char of text) {
      if (char === '\n') {
        if (++this.#breaks === 2 && this.#inStep) {
          this.finished++;
          this.#inStep = false;
        }
      } else if (char.trim() !== '') {
        this.#breaks = 0;
        this.#inStep = true;
      }
    }
  }

  /** Steps so far, one that is not finished included. */
  get begun(): number {
    return this.finished + (this.#inStep ? 1 : 0);
  }
}

/** Steps in a whole text of thinking. */
export function countSteps(thinking: string): number {
  const counter = new StepCounter();
  counter.push(thinking);
  return counter.begun;
}
