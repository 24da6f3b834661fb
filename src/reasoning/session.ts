import { beginTrace, feed, roomFor, runOn, thinkingFormatOf, tokensOf, type SolveRequest } from './beginning.js';
import type { Budget } from './budget.js';
import type { RunControls } from './controls.js';
import type { Engine, Sequence, Token } from './engine.js';
import { ReasoningError } from './errors.js';
import type { TraceEvent } from './events.js';
import type { Run } from './run.js';
import { answerOnly, thinkAndAnswer } from './think-and-answer.js';
import { StoppableEngine } from './stoppable-engine.js';
import type { ThinkingFormat } from './thinking-formats/index.js';
import { Clock, TraceLog } from './trace-log.js';
import { liveSpans, type Trace } from './trace.js';

export type { SolveRequest } from './beginning.js';

/**
 * Solves questions on one engine. The sequence of the last one is kept, so that thinking harder about it costs nothing
 * but the new tokens; any other trace is fed again from its token ids first.
 *
 * Every method is an async generator of events that returns the finished trace. One runs at a time. A generator that is
 * ended early, or that throws, leaves the session usable.
 */
export class ReasoningSession implements AsyncDisposable {
  #kept: { readonly sequence: Sequence; tokens: Token[] } | undefined;

  constructor(private readonly engine: Engine) {}

  /**
   * Solves a question from the start.
   * @throws ReasoningError empty-question, question-too-long, no-template, bad-template, context-full, bad-settings.
   */
  async *solve(request: SolveRequest, controls: RunControls, signal?: AbortSignal): AsyncGenerator<TraceEvent, Trace> {
    const engine = this.#engineUntil(controls, signal);
    const { trace, format } = await beginTrace(engine, request);
    const log = new TraceLog(trace);
    yield* log.pass({ type: 'start', trace });
    // From an empty sequence always: the same question must be evaluated in the same pieces to be answered the same.
    if (this.#kept !== undefined) this.#kept.tokens = [];
    return yield* this.#run(engine, log, format, request.budget, controls, signal, thinkAndAnswer);
  }

  /**
   * Takes the end of thinking and the answer behind it back, puts the continuation there, goes on. The earlier answer
   * stays in the trace as superseded. `budget.maxThinking` counts all thinking of the trace; `budget.waits` are further
   * suppressed ends.
   * @throws ReasoningError not-replayable, context-full, bad-settings.
   */
  async *thinkHarder(
    trace: Trace,
    budget: Budget,
    controls: RunControls,
    signal?: AbortSignal,
  ): AsyncGenerator<TraceEvent, Trace> {
    const engine = this.#engineUntil(controls, signal);
    const format = await this.#formatOf(engine, trace);
    const log = new TraceLog(trace);
    const continuation = this.#continuationAfter(trace, budget.continuation);
    this.#checkMore(trace, budget, (await engine.tokenizer.encodeText(continuation)).length);
    yield* log.pass({ type: 'start', trace });
    yield* log.control({ kind: 'think-harder', budget });
    yield* log.pass({ type: 'reopened' });
    return yield* this.#run(engine, log, format, budget, controls, signal, async function* (run) {
      const tokens = await run.tokenizer.encodeText(continuation);
      await run.sequence.append(tokens);
      yield* run.commit('thinking', 'forced', tokens, continuation, 'wait');
      yield* thinkAndAnswer(run);
    });
  }

  /**
   * Goes on where a trace was stopped, cut or broken off, taking nothing back: in the middle of a thought, or in the
   * answer with a new cap.
   */
  async *continueRun(
    trace: Trace,
    budget: Budget,
    controls: RunControls,
    signal?: AbortSignal,
  ): AsyncGenerator<TraceEvent, Trace> {
    const engine = this.#engineUntil(controls, signal);
    const format = await this.#formatOf(engine, trace);
    const log = new TraceLog(trace);
    yield* log.pass({ type: 'start', trace });
    yield* log.control({ kind: 'continue', budget });
    const inAnswer = trace.end.thinking !== null && liveSpans(trace).at(-1)?.role !== 'thinking';
    return yield* this.#run(engine, log, format, budget, controls, signal, inAnswer ? answerOnly : thinkAndAnswer);
  }

  /** The most thinking tokens that can be offered for `trace`: context − prompt − answer reserve (issue 3, "Room"). */
  largestBudget(trace: Trace): number {
    return roomFor(this.engine, trace, trace.budget);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const kept = this.#kept;
    this.#kept = undefined;
    await kept?.sequence[Symbol.asyncDispose]();
  }

  #engineUntil(controls: RunControls, signal: AbortSignal | undefined): StoppableEngine {
    const { stopSignal } = controls;
    return new StoppableEngine(this.engine, signal === undefined ? stopSignal : AbortSignal.any([signal, stopSignal]));
  }

  async *#run(
    engine: StoppableEngine,
    log: TraceLog,
    format: ThinkingFormat,
    budget: Budget,
    controls: RunControls,
    signal: AbortSignal | undefined,
    method: (run: Run) => AsyncGenerator<TraceEvent, void>,
  ): AsyncGenerator<TraceEvent, Trace> {
    const { stop } = engine;
    const onAbort = () => controls.send({ kind: 'stop' });
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const clock = new Clock(log.trace.times);
    let sequence: Sequence | undefined;
    try {
      const wanted = tokensOf(log.trace);
      sequence = await this.#sequenceFor(engine, wanted);
      const evaluatedBefore = sequence.evaluated - log.trace.counts.evaluated;
      const read = yield* log.passAll(feed(sequence, wanted, stop));
      clock.lap('prompt');
      if (!read) {
        yield* log.pass({ type: 'answer-ended', reason: 'stopped' });
      } else {
        await sequence.checkpoint();
        const run = runOn(engine, log.trace, sequence, format, budget, controls);
        try {
          for await (const event of method(run)) {
            clock.see(event);
            yield* log.pass(event);
          }
        } catch (error) {
          if (!stop.aborted || error !== stop.reason) throw error;
          for (const event of run.takeControls()) yield* log.pass(event);
          yield* log.pass({ type: 'answer-ended', reason: 'stopped' });
        }
      }
      yield* log.pass({ type: 'cost', evaluated: sequence.evaluated - evaluatedBefore, times: clock.times });
      return log.trace;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      if (this.#kept !== undefined) this.#kept.tokens = tokensOf(log.trace);
    }
  }

  /** The kept sequence, brought back to the longest history that it shares with `wanted`, or a new one. */
  async #sequenceFor(engine: StoppableEngine, wanted: readonly Token[]): Promise<Sequence> {
    const kept = this.#kept;
    if (kept !== undefined) {
      const shared = Math.min(commonPrefix(kept.tokens, wanted), kept.sequence.length);
      if (shared < kept.sequence.length) await kept.sequence.rewind(shared);
      return kept.sequence;
    }
    const sequence = await engine.open();
    this.#kept = { sequence, tokens: [] };
    return sequence;
  }

  async #formatOf(engine: Engine, trace: Trace): Promise<ThinkingFormat> {
    if (trace.model.sha256 !== engine.model.sha256) {
      throw new ReasoningError(
        'not-replayable',
        `This trace was made by ${trace.model.name}: load that model to go on with it.`,
      );
    }
    return thinkingFormatOf(engine, trace.thinkingFormat);
  }

  /** A thought that was cut ends anywhere: the continuation then begins a line of its own. */
  #continuationAfter(trace: Trace, continuation: string): string {
    const text = liveSpans(trace).findLast((span) => span.role === 'thinking')?.text ?? '\n';
    const cut = trace.end.thinking !== 'natural' && !text.endsWith('\n');
    return cut ? `\n${continuation}` : continuation;
  }

  #checkMore(trace: Trace, budget: Budget, continuation: number): void {
    const room = roomFor(this.engine, trace, budget);
    const wanted = trace.counts.thinking + continuation;
    if (wanted > room) {
      throw new ReasoningError(
        'context-full',
        `${trace.counts.thinking} tokens of thinking fill the context of ${this.engine.model.contextSize}: load the model with a larger context to think harder.`,
      );
    }
    if (budget.maxThinking !== null && wanted > budget.maxThinking) {
      throw new ReasoningError(
        'bad-settings',
        `The budget of ${budget.maxThinking} thinking tokens is used up (${trace.counts.thinking}): raise it to think harder.`,
      );
    }
  }
}

function commonPrefix(a: readonly Token[], b: readonly Token[]): number {
  const n = Math.min(a.length, b.length);
  let i = 0;
  while (i < n && a[i] === b[i]) i++;
  return i;
}
