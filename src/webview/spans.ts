import type { Span, Trace } from '../reasoning/trace.js';

/** A span as it is drawn: without token ids. */
export interface ViewSpan {
  readonly role: Span['role'];
  readonly origin: Span['origin'];
  readonly text: string;
  /** How many tokens it has. */
  readonly count: number;
  readonly note?: NonNullable<Span['note']>;
  readonly superseded?: true;
}

/** How a list of spans changed: `keep` spans stay, `append` is added to the last of those, `add` follows. */
export interface SpanPatch {
  readonly keep: number;
  readonly append?: { readonly text: string; readonly count: number };
  readonly add: readonly ViewSpan[];
}

/** Spans of a trace as they are drawn. */
export function viewSpans(trace: Pick<Trace, 'spans'>): ViewSpan[] {
  return trace.spans.map(viewSpan);
}

function viewSpan(span: Span): ViewSpan {
  return {
    role: span.role,
    origin: span.origin,
    text: span.text,
    count: span.tokens.length,
    ...(span.note === undefined ? {} : { note: span.note }),
    ...(span.superseded === true ? { superseded: true as const } : {}),
  };
}

/**
 * What leads from `before` to `after`; undefined when nothing changed. `applyEvent` shares the spans that an event does
 * not touch, so they are compared by identity.
 */
export function patchBetween(before: readonly Span[], after: readonly Span[]): SpanPatch | undefined {
  let same = 0;
  while (same < before.length && same < after.length && before[same] === after[same]) same++;
  if (same === before.length && same === after.length) return undefined;
  const old = before[same];
  const now = after[same];
  if (old !== undefined && now !== undefined && same === before.length - 1 && continues(old, now)) {
    return {
      keep: same + 1,
      append: { text: now.text.slice(old.text.length), count: now.tokens.length - old.tokens.length },
      add: after.slice(same + 1).map(viewSpan),
    };
  }
  return { keep: same, add: after.slice(same).map(viewSpan) };
}

function continues(old: Span, now: Span): boolean {
  return (
    old.role === now.role &&
    old.origin === now.origin &&
    old.note === now.note &&
    old.superseded === now.superseded &&
    now.tokens.length >= old.tokens.length &&
    now.text.startsWith(old.text)
  );
}

/** The spans after a patch. Spans that it keeps are shared. */
export function applyPatch(spans: readonly ViewSpan[], patch: SpanPatch): ViewSpan[] {
  const kept = spans.slice(0, patch.keep);
  const last = kept.at(-1);
  if (patch.append !== undefined && last !== undefined) {
    kept[kept.length - 1] = {
      ...last,
      text: last.text + patch.append.text,
      count: last.count + patch.append.count,
    };
  }
  return [...kept, ...patch.add];
}
