import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { Budget } from './budget.js';

/**
 * The trace format, version 1: everything generated for one question, as JSON. docs/trace.schema.json is made from the
 * definitions below, so the schema, the type and the check cannot drift apart.
 */
export const TRACE_VERSION = 1;

export const SpanRole = Type.Union([Type.Literal('thinking'), Type.Literal('delimiter'), Type.Literal('answer')], {
  description:
    'thinking: between the delimiters. delimiter: begin or end of thinking and the final-answer cue; counted neither as thinking nor as answer. answer: after it.',
});
export type SpanRole = Static<typeof SpanRole>;

export const Origin = Type.Union([Type.Literal('sampled'), Type.Literal('forced'), Type.Literal('edited')], {
  description: 'sampled by the model, forced by the method, or edited by the user.',
});
export type Origin = Static<typeof Origin>;

export const Span = Type.Object(
  {
    role: SpanRole,
    origin: Origin,
    text: Type.String(),
    tokens: Type.Array(Type.Integer({ minimum: 0 })),
    note: Type.Optional(
      Type.Union([Type.Literal('wait'), Type.Literal('end'), Type.Literal('cue'), Type.Literal('begin')], {
        description: 'What a forced span or a delimiter is for.',
      }),
    ),
    superseded: Type.Optional(
      Type.Literal(true, {
        description: 'Part of an earlier ending that "think harder" took back; not in the context.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Span = Static<typeof Span>;

export const ThinkingEnd = Type.Union(
  [
    Type.Literal('natural', { description: 'The model ended it.' }),
    Type.Literal('turn', { description: 'The model ended its turn without ending its thought.' }),
    Type.Literal('budget', { description: 'The budget was reached.' }),
    Type.Literal('user', { description: '"Answer now" was asked.' }),
    Type.Literal('context', { description: 'The context had no more room.' }),
    Type.Literal('loop', { description: 'The trace repeated itself.' }),
  ],
  { description: 'Why thinking ended.' },
);
export type ThinkingEnd = Static<typeof ThinkingEnd>;

export const AnswerEnd = Type.Union(
  [
    Type.Literal('natural', { description: 'The model ended its turn.' }),
    Type.Literal('censored', {
      description: 'The cap or the context cut the answer: it is not known what it would be.',
    }),
    Type.Literal('stopped', { description: 'The user stopped it.' }),
  ],
  { description: 'Why the answer ended.' },
);
export type AnswerEnd = Static<typeof AnswerEnd>;

/** A control given while tokens streamed, or after the answer, with the place where it took effect. */
export const Control = Type.Union([
  Type.Object({ kind: Type.Literal('budget'), maxThinking: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]) }),
  Type.Object({ kind: Type.Literal('min-thinking'), minThinking: Type.Integer({ minimum: 0 }) }),
  Type.Object({ kind: Type.Literal('one-more-wait') }),
  Type.Object({ kind: Type.Literal('answer-now') }),
  Type.Object({ kind: Type.Literal('stop') }),
  Type.Object({ kind: Type.Literal('think-harder'), budget: Budget }),
  Type.Object({ kind: Type.Literal('continue'), budget: Budget }),
]);
export type Control = Static<typeof Control>;

export const ControlChange = Type.Object({
  at: Type.Integer({ minimum: 0, description: 'Tokens in spans (superseded ones included) when it took effect.' }),
  control: Control,
});
export type ControlChange = Static<typeof ControlChange>;

export const LoopMark = Type.Object({
  at: Type.Integer({ minimum: 0, description: 'Thinking tokens when it was noticed.' }),
  from: Type.Integer({ minimum: 0, description: 'Thinking token where the repeated part begins.' }),
  period: Type.Integer({ minimum: 1, description: 'Tokens of one repetition.' }),
  times: Type.Number({ minimum: 1, description: 'How often it stands there.' }),
});
export type LoopMark = Static<typeof LoopMark>;

export const Sampling = Type.Object(
  {
    temperature: Type.Number({ minimum: 0 }),
    topK: Type.Integer({ minimum: 0 }),
    topP: Type.Number({ minimum: 0, maximum: 1 }),
    minP: Type.Number({ minimum: 0, maximum: 1 }),
    seed: Type.Integer({ minimum: 0, maximum: 0xffffffff }),
  },
  { additionalProperties: false },
);

export const Trace = Type.Object(
  {
    format: Type.Literal('think-harder/trace'),
    version: Type.Literal(TRACE_VERSION),
    id: Type.String({ minLength: 1 }),
    created: Type.String({ description: 'ISO 8601, UTC.' }),
    question: Type.Object({
      text: Type.String(),
      kind: Type.Optional(
        Type.Union([Type.Literal('free'), Type.Literal('choice'), Type.Literal('proof'), Type.Literal('fill')]),
      ),
      source: Type.Optional(Type.String({ description: 'Where it came from: a document and place, a task and row.' })),
      reference: Type.Optional(Type.String({ description: 'The reference answer, where known.' })),
    }),
    model: Type.Object({
      name: Type.String(),
      sha256: Type.String(),
      architecture: Type.String(),
      template: Type.String({ description: 'The chat template that made the prompt.' }),
    }),
    engine: Type.Object({
      version: Type.String(),
      device: Type.String(),
      threads: Type.Integer(),
      contextSize: Type.Integer(),
    }),
    thinkingFormat: Type.String(),
    sampling: Sampling,
    budget: Budget,
    prompt: Type.Object({ text: Type.String(), tokens: Type.Array(Type.Integer({ minimum: 0 })) }),
    spans: Type.Array(Span, { description: 'The trunk, in order, superseded spans included.' }),
    branches: Type.Array(Type.Object({ at: Type.Integer({ minimum: 0 }), spans: Type.Array(Span) }), {
      description: 'Other continuations: `at` tokens of the trunk, then these spans. Version 1 writes the trunk only.',
    }),
    controls: Type.Array(ControlChange),
    loops: Type.Array(LoopMark),
    end: Type.Object({
      thinking: Type.Union([ThinkingEnd, Type.Null()], { description: 'null: thinking has not ended.' }),
      answer: Type.Union([AnswerEnd, Type.Null()], { description: 'null: the answer has not ended.' }),
    }),
    counts: Type.Object(
      {
        prompt: Type.Integer(),
        thinking: Type.Integer(),
        answer: Type.Integer(),
        forced: Type.Integer(),
        waits: Type.Integer(),
        evaluated: Type.Integer(),
      },
      { description: 'Tokens; superseded spans are not counted, except in evaluated. waits: suppressed ends.' },
    ),
    times: Type.Object(
      { prompt: Type.Number(), thinking: Type.Number(), answer: Type.Number() },
      { description: 'Milliseconds.' },
    ),
  },
  { $id: 'https://think-harder.invalid/trace.schema.json', title: 'Think Harder trace', additionalProperties: false },
);
export type Trace = Static<typeof Trace>;

/** Spans that are in the context: the superseded ones left out. */
export function liveSpans(trace: Pick<Trace, 'spans'>): Span[] {
  return trace.spans.filter((span) => span.superseded !== true);
}

/** Text of the live spans of one role. Delimiters and cues never appear in it. */
export function textOf(trace: Pick<Trace, 'spans'>, role: SpanRole): string {
  return liveSpans(trace)
    .filter((span) => span.role === role)
    .map((span) => span.text)
    .join('');
}

/**
 * A trace from JSON text of unknown origin.
 * @throws TraceFormatError naming the place that does not fit, when it is no trace of a version that is understood.
 */
export function parseTrace(json: string): Trace {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new TraceFormatError('This file is not JSON: choose a trace saved by Think Harder.', { cause });
  }
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version > TRACE_VERSION) {
    throw new TraceFormatError(
      `This trace was saved by a newer Think Harder (format ${version}): update the extension to open it.`,
    );
  }
  if (Value.Check(Trace, value)) return value;
  const first = Value.Errors(Trace, value).First();
  throw new TraceFormatError(
    `This file is not a Think Harder trace: ${first === undefined ? 'it' : `at ${first.path === '' ? '/' : first.path} it`} does not fit the format.`,
    { cause: first },
  );
}

/** A file that is no trace; `message` is for the user. */
export class TraceFormatError extends Error {
  override readonly name = 'TraceFormatError';
}
