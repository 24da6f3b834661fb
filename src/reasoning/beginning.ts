import type { Budget } from './budget.js';
import type { RunControls } from './controls.js';
import type { Engine, Sampling, Sequence, Token } from './engine.js';
import { ReasoningError } from './errors.js';
import type { TraceEvent } from './events.js';
import { buildPrompt, type Prompt } from './prompt.js';
import { Run, type Start } from './run.js';
import { samplingFor } from './sampling-defaults.js';
import {
  detectThinkingFormat,
  MARKER_TOKENS,
  thinkingFormatNamed,
  type MarkerToken,
  type ThinkingFormat,
} from './thinking-formats/index.js';
import { liveSpans, TRACE_VERSION, type Trace } from './trace.js';

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

/** Tokens evaluated between two looks at "stop" while a prompt is read. */
const FEED = 256;
const CONTEXT_TOKENS = 64;

/**
 * The header of a new trace, with nothing generated yet.
 * @throws ReasoningError empty-question, question-too-long, no-template, bad-template, context-full, bad-settings.
 */
export async function beginTrace(
  engine: Engine,
  request: SolveRequest,
): Promise<{ trace: Trace; format: ThinkingFormat }> {
  const format = await thinkingFormatOf(engine, request.thinkingFormat);
  const { model, version } = engine;
  const prompt = request.prompt ?? (await buildPrompt(request.question.text, model, format, engine.tokenizer));
  checkRoom(engine, prompt.tokens.length, request.budget);
  const trace: Trace = {
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
  return { trace, format };
}

/** The format called `name`; without a name the one that the loaded model is recognised by. */
export async function thinkingFormatOf({ model, tokenizer }: Engine, name?: string): Promise<ThinkingFormat> {
  const present = new Set<string>();
  for (const text of MARKER_TOKENS) if ((await tokenizer.encodeTemplate(text)).length === 1) present.add(text);
  const clues = {
    chatTemplate: model.chatTemplate ?? '',
    title: model.title ?? model.name,
    hasToken: (text: MarkerToken) => present.has(text),
  };
  return name === undefined ? detectThinkingFormat(clues) : thinkingFormatNamed(name, clues);
}

/** Feeds what the sequence lacks of `wanted`, with progress. @returns whether it was not stopped. */
export async function* feed(
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
    yield { type: 'reading', done, total };
  }
  return true;
}

/** A run that goes on where `trace` stands; `sequence` holds the tokens of the trace. */
export function runOn(
  engine: Engine,
  trace: Trace,
  sequence: Sequence,
  format: ThinkingFormat,
  budget: Budget,
  controls: RunControls,
): Run {
  const tokens = tokensOf(trace);
  const before = tokens.slice(-CONTEXT_TOKENS);
  const start: Start = {
    position: tokens.length,
    thinking: trace.counts.thinking,
    waits: trace.counts.waits,
    clock: trace.spans.reduce((n, span) => n + span.tokens.length, 0),
    before,
    lastChar: engine.tokenizer.decode(before).slice(-1),
  };
  return new Run(engine, sequence, format, trace.sampling, budget, controls, roomFor(engine, trace, budget), start);
}

/** Thinking tokens that the context leaves room for: context − prompt − answer reserve (issue 3, "Room"). */
export function roomFor(engine: Engine, trace: Pick<Trace, 'prompt'>, budget: Budget): number {
  return Math.max(0, engine.model.contextSize - trace.prompt.tokens.length - budget.answerReserve);
}

/** Prompt and live spans: what the context of `trace` holds. */
export function tokensOf(trace: Trace): Token[] {
  return [...trace.prompt.tokens, ...liveSpans(trace).flatMap((span) => span.tokens)];
}

function checkRoom(engine: Engine, prompt: number, budget: Budget): void {
  const { contextSize } = engine.model;
  if (prompt + budget.answerReserve < contextSize) return;
  throw new ReasoningError(
    'context-full',
    `The question takes ${prompt} tokens and the answer keeps ${budget.answerReserve}, but the context holds ${contextSize}: ` +
      'shorten the question, lower the answer reserve, or load the model with a larger context.',
  );
}
