import { isDeepStrictEqual } from 'node:util';
import type { Span } from '../reasoning/trace.js';
import type { ReasoningState, Update } from '../webview/protocol.js';
import { patchBetween, viewSpans } from '../webview/spans.js';

/** A display draws a frame in about this time. */
export const FRAME_MS = 16;

type Rest = Omit<ReasoningState, 'spans'>;

/**
 * Turns states into updates: what changed since the one before, at most one a frame, however many tokens came. It sends
 * nothing until somebody has asked for the whole state.
 */
export class ViewPublisher {
  #sent: { readonly rest: Rest; readonly spans: readonly Span[] } | null = null;
  #revision = 0;
  #timer: NodeJS.Timeout | undefined;
  #pending = false;

  constructor(
    private readonly rest: () => Rest,
    private readonly spans: () => readonly Span[],
    private readonly send: (update: Update) => void,
  ) {}

  /** The whole state, after which updates follow. */
  whole(): { readonly state: ReasoningState; readonly revision: number } {
    const rest = this.rest();
    const spans = this.spans();
    this.#sent = { rest, spans };
    return { state: { ...rest, spans: viewSpans({ spans: [...spans] }) }, revision: this.#revision };
  }

  /** Nobody is there any more. */
  forget(): void {
    this.#sent = null;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = false;
  }

  /** Something changed: it is sent now, or with what else changes within a frame. */
  changed(): void {
    if (this.#sent === null) return;
    if (this.#timer !== undefined) {
      this.#pending = true;
      return;
    }
    this.#flush();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.#pending) return;
      this.#pending = false;
      this.changed();
    }, FRAME_MS);
  }

  #flush(): void {
    if (this.#sent === null) return;
    const before = this.#sent;
    const rest = this.rest();
    const spans = this.spans();
    const changes = difference(before.rest, rest);
    const patch = patchBetween(before.spans, spans);
    this.#sent = { rest, spans };
    if (patch === undefined && Object.keys(changes).length === 0) return;
    this.#revision++;
    this.send({ revision: this.#revision, changes, ...(patch === undefined ? {} : { spans: patch }) });
  }
}

function difference(before: Rest, now: Rest): Partial<Rest> {
  const keys = Object.keys(now) as (keyof Rest)[];
  return Object.fromEntries(
    keys.filter((key) => !isDeepStrictEqual(before[key], now[key])).map((key) => [key, now[key]]),
  );
}
