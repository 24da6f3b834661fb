import { RunControls } from './controls.js';
import type { Engine, Token } from './engine.js';
import { ReasoningError } from './errors.js';
import type { TraceEvent } from './events.js';
import { ReasoningSession } from './session.js';
import type { Control, ControlChange, Trace } from './trace.js';

/**
 * Makes a trace again from its file: the same prompt, sampling and controls, each control at the place where it took
 * effect. On the same engine, device and thread count the tokens are the same (issue 3, "Trace format").
 * @throws ReasoningError not-replayable when another model is loaded.
 */
export async function* replay(engine: Engine, trace: Trace): AsyncGenerator<TraceEvent, Trace> {
  if (trace.model.sha256 !== engine.model.sha256) {
    throw new ReasoningError(
      'not-replayable',
      `This trace was made by ${trace.model.name}: load that model to replay it.`,
    );
  }
  const controls = new ScheduledControls(trace.controls);
  await using session = new ReasoningSession(engine);
  const { id, question, budget, sampling, thinkingFormat, prompt } = trace;
  let made = yield* session.solve({ id, question, budget, sampling, thinkingFormat, prompt }, controls);
  for (let next = controls.nextSegment(); next !== undefined; next = controls.nextSegment()) {
    made =
      next.kind === 'think-harder'
        ? yield* session.thinkHarder(made, next.budget, controls)
        : yield* session.continueRun(made, next.budget, controls);
  }
  return made;
}

/** Index of the first token in which two traces differ, prompt included; undefined when they are equal. */
export function firstDifference(a: Trace, b: Trace): number | undefined {
  const left = allTokens(a);
  const right = allTokens(b);
  const length = Math.max(left.length, right.length);
  for (let i = 0; i < length; i++) if (left[i] !== right[i]) return i;
  return undefined;
}

function allTokens(trace: Trace): Token[] {
  return [...trace.prompt.tokens, ...trace.spans.flatMap((span) => span.tokens)];
}

type Segment = Extract<Control, { kind: 'think-harder' | 'continue' }>;

function isSegment(control: Control): control is Segment {
  return control.kind === 'think-harder' || control.kind === 'continue';
}

/** Controls by schedule: each is given when the run has come to its place. */
class ScheduledControls extends RunControls {
  readonly #left: ControlChange[];

  constructor(changes: readonly ControlChange[]) {
    super();
    this.#left = [...changes];
  }

  override take(at: number): Control[] {
    const due: Control[] = [];
    for (
      let next = this.#left[0];
      next !== undefined && next.at <= at && !isSegment(next.control);
      next = this.#left[0]
    ) {
      due.push(next.control);
      this.#left.shift();
    }
    return due;
  }

  /** The next "think harder" or "continue"; controls in front of it that found no place are dropped. */
  nextSegment(): Segment | undefined {
    while (this.#left.length > 0) {
      const next = this.#left.shift();
      if (next !== undefined && isSegment(next.control)) return next.control;
    }
    return undefined;
  }
}
