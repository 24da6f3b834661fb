import type { Trace } from '../../reasoning/trace.js';
import type { VerdictName } from '../verdicts.js';

/** A trace as a person reads it: text and where it came from, without token ids. */
export interface ReadTrace {
  readonly spans: readonly ReadSpan[];
  readonly verdict: VerdictName;
  readonly reason: string;
  /** The answer that was taken out of it; absent: none was found. */
  readonly answer?: string;
  /** Where that answer stands in the text of the answer, in UTF-16 units. */
  readonly place?: { readonly start: number; readonly end: number };
  /** Whether its answer is the one that counts (the winner of a vote, the best of n). */
  readonly counts: boolean;
  /** Tokens. */
  readonly thinking: number;
  readonly answerTokens: number;
  readonly forced: number;
}

export interface ReadSpan {
  readonly role: Trace['spans'][number]['role'];
  readonly origin: Trace['spans'][number]['origin'];
  readonly text: string;
  /** How many tokens it has. */
  readonly count: number;
  readonly note?: NonNullable<Trace['spans'][number]['note']>;
  readonly superseded?: true;
}

/** What was found in a trace. */
export interface Finding {
  readonly verdict: VerdictName;
  readonly reason: string;
  readonly answer?: string;
  readonly place?: { readonly start: number; readonly end: number };
}

export function readTrace({ spans, counts: tokens }: Trace, found: Finding, counts: boolean): ReadTrace {
  const { verdict, reason, answer, place } = found;
  return {
    spans: spans.map(({ role, origin, text, tokens: ids, note, superseded }) => ({
      role,
      origin,
      text,
      count: ids.length,
      ...(note === undefined ? {} : { note }),
      ...(superseded === true ? { superseded } : {}),
    })),
    verdict,
    reason,
    ...(answer === undefined ? {} : { answer }),
    ...(place === undefined ? {} : { place }),
    counts,
    thinking: tokens.thinking,
    answerTokens: tokens.answer,
    forced: tokens.forced,
  };
}
