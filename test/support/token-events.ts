import type { TraceEvent } from '../../src/reasoning/events.js';
import type { Span } from '../../src/reasoning/trace.js';

/** Tokens that were committed: one for each call. */
export function tokens(
  role: Span['role'],
  text: string,
  more: { origin?: Span['origin']; note?: NonNullable<Span['note']> } = {},
): Extract<TraceEvent, { type: 'tokens' }> {
  return { type: 'tokens', role, origin: 'sampled', text, tokens: [7], ...more };
}
