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
  /** The last `tokens` of thinking, which read `text`, are taken out of the context: a published rule cuts them. */
  | { readonly type: 'cut'; readonly tokens: number; readonly text: string }
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
    case 'cut':
      return cut(trace, event);
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

/** The last tokens of thinking become superseded; a span in which the cut falls is divided. */
function cut(trace: Trace, event: Extract<TraceEvent, { type: 'cut' }>): Trace {
  let tokens = event.tokens;
  let chars = event.text.length;
  const spans: Span[] = [];
  for (const span of trace.spans.toReversed()) {
    if (tokens === 0 || span.superseded === true || span.role !== 'thinking') {
      spans.unshift(span);
    } else if (span.tokens.length <= tokens) {
      tokens -= span.tokens.length;
      chars = Math.max(0, chars - span.text.length);
      spans.unshift({ ...span, superseded: true });
    } else {
      const keep = span.tokens.length - tokens;
      const keepChars = span.text.length - Math.min(chars, span.text.length);
      spans.unshift(
        { ...span, text: span.text.slice(0, keepChars), tokens: span.tokens.slice(0, keep) },
        { ...span, text: span.text.slice(keepChars), tokens: span.tokens.slice(keep), superseded: true },
      );
      tokens = 0;
    }
  }
  return { ...trace, spans, counts: { ...trace.counts, ...countLive(spans) } };
}

/** Everything after the last thinking span becomes superseded; the counts are those of what is left. */
function reopened(trace: Trace): Trace {
  const lastThinking = trace.spans.findLastIndex(
    (span) => span.superseded !== true && (span.role === 'thinking' || span.note === 'begin'),
  );
  const spans = trace.spans.map((span, i) =>
    i > lastThinking && span.superseded !== true ? { ...span, superseded: true as const } : span,
  );
  return {
    ...trace,
    spans,
    end: { thinking: null, answer: null },
    counts: { ...trace.counts, ...countLive(spans) },
  };
}

function countLive(spans: readonly Span[]): Pick<Trace['counts'], 'thinking' | 'answer' | 'forced' | 'waits'> {
  const live = spans.filter((span) => span.superseded !== true);
  const sum = (wanted: (span: Span) => boolean) => live.filter(wanted).reduce((n, span) => n + span.tokens.length, 0);
  return {
    thinking: sum((span) => span.role === 'thinking'),
    answer: sum((span) => span.role === 'answer'),
    forced: sum((span) => span.origin === 'forced'),
    waits: live.filter((span) => span.note === 'wait').length,
  };
}
