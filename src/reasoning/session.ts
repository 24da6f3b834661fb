import { answer } from './answer.js';
import { think } from './budget-forcing.js';
import type { Budget } from './budget.js';
import type { RunControls } from './controls.js';
import { endThinking } from './ending.js';
import type { Engine, Sampling, Sequence, Token } from './engine.js';
import { ContextFullError, ReasoningError } from './errors.js';
import type { TraceEvent } from './events.js';
import { buildPrompt, type Prompt } from './prompt.js';
import { Run, type Start } from './run.js';
import { samplingFor } from './sampling-defaults.js';
import { detectThinkingFormat, thinkingFormatNamed, type ThinkingFormat } from './thinking-formats/index.js';
import { Clock, TraceLog } from './trace-log.js';
import { liveSpans, TRACE_VERSION, type AnswerEnd, type Trace } from './trace.js';

export interface SolveRequest {
  /** Becomes the trace's id. */
  readonly id: string;
  readonly question: Trace['question'];
  readonly budget: Budget;
  /** What is missing comes from the model family's recommendation. */
  readonly sampling: Partial<Sampling>;
  /** Name of a thinking format; recognised from the model where it is missing. */
  readonly thinkingFormat?: string;
  /** The prompt of an earlier trace, used as it is: a replay must not depend on what a template says today. */
  readonly prompt?: Prompt;
}

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
    const format = this.#format(request.thinkingFormat);
    const { model, tokenizer } = this.engine;
    const prompt = request.prompt ?? buildPrompt(request.question.text, model, format, tokenizer);
    this.#checkRoom(prompt.tokens.length, request.budget);
    const trace = this.#newTrace(request, format, prompt);
    const log = new TraceLog(trace);
    yield* log.pass({ type: 'start', trace });
    // From an empty sequence always: the same question must be evaluated in the same pieces to be answered the same.
    if (this.#kept !== undefined) this.#kept.tokens = [];
    return yield* this.#run(log, format, request.budget, controls, signal, thinkAndAnswer);
  }

  /**
   * Takes the end of thinking and the answer behind it back, puts the continuation there, goes on. The earlier answer
   * stays in the trace as superseded. `budget.maxThinking` counts all thinking of the trace; `budget.waits` are further
   * suppressed ends.
   * @throws ReasoningError no-trace, context-full, bad-settings.
   */
  async *thinkHarder(
    trace: Trace,
    budget: Budget,
    controls: RunControls,
    signal?: AbortSignal,
  ): AsyncGenerator<TraceEvent, Trace> {
    const format = this.#formatOf(trace);
    const log = new TraceLog(trace);
    const continuation = this.#continuationAfter(trace, budget.continuation);
    this.#checkMore(trace, budget, this.engine.tokenizer.encodeText(continuation).length);
    yield* log.pass({ type: 'start', trace });
    yield* log.control({ kind: 'think-harder', budget });
    yield* log.pass({ type: 'reopened' });
    return yield* this.#run(log, format, budget, controls, signal, async function* (run) {
      const tokens = run.tokenizer.encodeText(continuation);
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
    const format = this.#formatOf(trace);
    const log = new TraceLog(trace);
    yield* log.pass({ type: 'start', trace });
    yield* log.control({ kind: 'continue', budget });
    const inAnswer = trace.end.thinking !== null && liveSpans(trace).at(-1)?.role !== 'thinking';
    return yield* this.#run(log, format, budget, controls, signal, inAnswer ? answerOnly : thinkAndAnswer);
  }

  /** The most thinking tokens that can be offered for `trace`: context − prompt − answer reserve (issue 3, "Room"). */
  largestBudget(trace: Trace): number {
    return Math.max(0, this.engine.model.contextSize - trace.prompt.tokens.length - trace.budget.answerReserve);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const kept = this.#kept;
    this.#kept = undefined;
    await kept?.sequence[Symbol.asyncDispose]();
  }

  async *#run(
    log: TraceLog,
    format: ThinkingFormat,
    budget: Budget,
    controls: RunControls,
    signal: AbortSignal | undefined,
    method: (run: Run) => AsyncGenerator<TraceEvent, void>,
  ): AsyncGenerator<TraceEvent, Trace> {
    const stop = signal === undefined ? controls.stopSignal : AbortSignal.any([signal, controls.stopSignal]);
    const onAbort = () => controls.send({ kind: 'stop' });
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const clock = new Clock(log.trace.times);
    let sequence: Sequence | undefined;
    try {
      const wanted = tokensOf(log.trace);
      sequence = await this.#sequenceFor(wanted);
      const evaluatedBefore = sequence.evaluated - log.trace.counts.evaluated;
      const read = yield* this.#feed(log, sequence, wanted, stop);
      clock.lap('prompt');
      if (!read) {
        yield* log.pass({ type: 'answer-ended', reason: 'stopped' });
      } else {
        await sequence.checkpoint();
        const run = this.#newRun(log.trace, sequence, format, budget, controls);
        for await (const event of method(run)) {
          clock.see(event);
          yield* log.pass(event);
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
  async #sequenceFor(wanted: readonly Token[]): Promise<Sequence> {
    const kept = this.#kept;
    if (kept !== undefined) {
      const shared = Math.min(commonPrefix(kept.tokens, wanted), kept.sequence.length);
      if (shared < kept.sequence.length) await kept.sequence.rewind(shared);
      return kept.sequence;
    }
    const sequence = await this.engine.open();
    this.#kept = { sequence, tokens: [] };
    return sequence;
  }

  /** Feeds what the sequence lacks of `wanted`, with progress. @returns whether it was not stopped. */
  async *#feed(
    log: TraceLog,
    sequence: Sequence,
    wanted: readonly Token[],
    stop: AbortSignal,
  ): AsyncGenerator<TraceEvent, boolean> {
    const total = wanted.length - sequence.length;
    for (let done = 0; done < total;) {
      if (stop.aborted) return false;
      const size = Math.min(FEED, total - done);
      const from = sequence.length;
      await sequence.append(wanted.slice(from, from + size));
      done += size;
      yield* log.pass({ type: 'reading', done, total });
    }
    return true;
  }

  #newRun(trace: Trace, sequence: Sequence, format: ThinkingFormat, budget: Budget, controls: RunControls): Run {
    const tokens = tokensOf(trace);
    const before = tokens.slice(-CONTEXT_TOKENS);
    const start: Start = {
      position: tokens.length,
      thinking: trace.counts.thinking,
      waits: trace.counts.waits,
      clock: trace.spans.reduce((n, span) => n + span.tokens.length, 0),
      before,
      lastChar: this.engine.tokenizer.decode(before).slice(-1),
    };
    const room = Math.max(0, this.engine.model.contextSize - trace.prompt.tokens.length - budget.answerReserve);
    return new Run(this.engine, sequence, format, trace.sampling, budget, controls, room, start);
  }

  #newTrace(request: SolveRequest, format: ThinkingFormat, prompt: Prompt): Trace {
    const { model, version } = this.engine;
    return {
      format: 'think-harder/trace',
      version: TRACE_VERSION,
      id: request.id,
      created: new Date().toISOString(),
      question: request.question,
      model: {
        name: model.name,
        sha256: model.sha256,
        architecture: model.architecture,
        template: model.chatTemplate ?? '',
      },
      engine: { version, device: model.device, threads: model.threads, contextSize: model.contextSize },
      thinkingFormat: format.name,
      sampling: samplingFor(model, request.sampling),
      budget: request.budget,
      prompt: { text: prompt.text, tokens: [...prompt.tokens] },
      spans: [],
      branches: [],
      controls: [],
      loops: [],
      end: { thinking: null, answer: null },
      counts: { prompt: prompt.tokens.length, thinking: 0, answer: 0, forced: 0, waits: 0, evaluated: 0 },
      times: { prompt: 0, thinking: 0, answer: 0 },
    };
  }

  #format(name: string | undefined): ThinkingFormat {
    const { model, tokenizer } = this.engine;
    const clues = {
      chatTemplate: model.chatTemplate ?? '',
      title: model.title ?? model.name,
      hasToken: (text: string) => tokenizer.encodeTemplate(text).length === 1,
    };
    return name === undefined ? detectThinkingFormat(clues) : thinkingFormatNamed(name, clues);
  }

  #formatOf(trace: Trace): ThinkingFormat {
    if (trace.model.sha256 !== this.engine.model.sha256) {
      throw new ReasoningError(
        'not-replayable',
        `This trace was made by ${trace.model.name}: load that model to go on with it.`,
      );
    }
    return this.#format(trace.thinkingFormat);
  }

  /** A thought that was cut ends anywhere: the continuation then begins a line of its own. */
  #continuationAfter(trace: Trace, continuation: string): string {
    const text = liveSpans(trace).findLast((span) => span.role === 'thinking')?.text ?? '\n';
    const cut = trace.end.thinking !== 'natural' && !text.endsWith('\n');
    return cut ? `\n${continuation}` : continuation;
  }

  #checkRoom(prompt: number, budget: Budget): void {
    const { contextSize } = this.engine.model;
    if (prompt + budget.answerReserve < contextSize) return;
    throw new ReasoningError(
      'context-full',
      `The question takes ${prompt} tokens and the answer keeps ${budget.answerReserve}, but the context holds ${contextSize}: ` +
        'shorten the question, lower the answer reserve, or load the model with a larger context.',
    );
  }

  #checkMore(trace: Trace, budget: Budget, continuation: number): void {
    const room = Math.max(0, this.engine.model.contextSize - trace.prompt.tokens.length - budget.answerReserve);
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

/** Tokens evaluated between two looks at "stop" while a prompt is read. */
const FEED = 256;
const CONTEXT_TOKENS = 64;

/** Thinks and answers; goes back to thinking where the answer does. */
async function* thinkAndAnswer(run: Run): AsyncGenerator<TraceEvent, void> {
  const outcome = yield* think(run);
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

async function* answerOnly(run: Run): AsyncGenerator<TraceEvent, void> {
  const outcome = yield* answer(run);
  if (outcome === 'thinks-again') {
    yield* thinkAndAnswer(run);
    return;
  }
  const reason: AnswerEnd = outcome;
  yield { type: 'answer-ended', reason };
}

/** Prompt and live spans: what the context of `trace` holds. */
function tokensOf(trace: Trace): Token[] {
  return [...trace.prompt.tokens, ...liveSpans(trace).flatMap((span) => span.tokens)];
}

function commonPrefix(a: readonly Token[], b: readonly Token[]): number {
  const n = Math.min(a.length, b.length);
  let i = 0;
  while (i < n && a[i] === b[i]) i++;
  return i;
}
