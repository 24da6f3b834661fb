import type { AnswerEnd, ControlChange, LoopMark, Origin, Span, SpanRole, ThinkingEnd, Trace } from './trace.js';

/** What a method reports while it runs. `applyEvent` folds events into a trace: the host keeps its own copy that way. */
export type TraceEvent =
  /** The header: prompt, settings, no spans. First event of every solve; also sent when a saved trace is reopened. */
  | { readonly type: 'start'; readonly trace: Trace }
  /** Evaluating the prompt, or feeding a reopened trace again: `done` of `total` tokens. */
  | { readonly type: 'reading'; readonly done: number; readonly total: number }
  /** Tokens committed to the context. Delimiters are never part of thinking or answer text. */
  | {
      readonly type: 'tokens';
      readonly role: SpanRole;
      readonly origin: Origin;
      readonly text: string;
      readonly tokens: readonly number[];
      readonly note?: NonNullable<Span['note']>;
    }
  /** A control took effect. */
  | { readonly type: 'control'; readonly change: ControlChange }
  /** The trace repeats itself. */
  | { readonly type: 'loop'; readonly mark: LoopMark }
  | { readonly type: 'thinking-ended'; readonly reason: ThinkingEnd }
  /** The end of thinking and the answer after it are taken back: those spans are superseded from now on. */
  | { readonly type: 'reopened' }
  | { readonly type: 'answer-ended'; readonly reason: AnswerEnd }
  /** Tokens that the engine has evaluated and milliseconds so far; the last word before a run rests. */
  | { readonly type: 'cost'; readonly evaluated: number; readonly times: Trace['times'] };

/**
 * The trace after `event`. The given trace is not changed; spans that the event does not touch are shared.
 */
export function applyEvent(trace: Trace, event: TraceEvent): Trace {
  switch (event.type) {
    case 'start':
      return event.trace;
    case 'reading':
      return trace;
    case 'tokens':
      return withSpan(trace, event);
    case 'control':
      return { ...trace, controls: [...trace.controls, event.change] };
    case 'loop':
      return { ...trace, loops: [...trace.loops, event.mark] };
    case 'thinking-ended':
      return { ...trace, end: { ...trace.end, thinking: event.reason } };
    case 'reopened':
      return reopened(trace);
    case 'answer-ended':
      return { ...trace, end: { ...trace.end, answer: event.reason } };
    case 'cost':
      return { ...trace, counts: { ...trace.counts, evaluated: event.evaluated }, times: event.times };
  }
}

function withSpan(trace: Trace, event: Extract<TraceEvent, { type: 'tokens' }>): Trace {
  const last = trace.spans.at(-1);
  const continues =
    last !== undefined &&
    last.superseded !== true &&
    last.role === event.role &&
    last.origin === event.origin &&
    event.note === undefined &&
    last.note === undefined;
  const spans = continues
    ? [
        ...trace.spans.slice(0, -1),
        { ...last, text: last.text + event.text, tokens: [...last.tokens, ...event.tokens] },
      ]
    : [...trace.spans, newSpan(event)];
  return { ...trace, spans, counts: counted(trace.counts, event) };
}

function newSpan(event: Extract<TraceEvent, { type: 'tokens' }>): Span {
  const span = { role: event.role, origin: event.origin, text: event.text, tokens: [...event.tokens] };
  return event.note === undefined ? span : { ...span, note: event.note };
}

function counted(counts: Trace['counts'], event: Extract<TraceEvent, { type: 'tokens' }>): Trace['counts'] {
  const n = event.tokens.length;
  return {
    ...counts,
    thinking: counts.thinking + (event.role === 'thinking' ? n : 0),
    answer: counts.answer + (event.role === 'answer' ? n : 0),
    forced: counts.forced + (event.origin === 'forced' ? n : 0),
    waits: counts.waits + (event.note === 'wait' ? 1 : 0),
  };
}

/** Everything after the last thinking span becomes superseded; the counts are those of what is left. */
function reopened(trace: Trace): Trace {
  const live = trace.spans.map((span) => span.superseded !== true);
  const lastThinking = trace.spans.findLastIndex(
    (span, i) => live[i] === true && (span.role === 'thinking' || span.note === 'begin'),
  );
  const spans = trace.spans.map((span, i) =>
    i > lastThinking && live[i] === true ? { ...span, superseded: true as const } : span,
  );
  const left = spans.filter((span) => span.superseded !== true);
  const sum = (wanted: (span: Span) => boolean) => left.filter(wanted).reduce((n, span) => n + span.tokens.length, 0);
  return {
    ...trace,
    spans,
    end: { thinking: null, answer: null },
    counts: {
      ...trace.counts,
      thinking: sum((span) => span.role === 'thinking'),
      answer: 0,
      forced: sum((span) => span.origin === 'forced'),
      waits: left.filter((span) => span.note === 'wait').length,
    },
  };
}
