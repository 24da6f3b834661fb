import { GrowingText } from '../markdown/pieces.js';
import type { ViewSpan } from '../spans.js';

/** One row of the thinking or of the answer. Rows that did not change keep their identity. */
export type FlowItem =
  | {
      readonly kind: 'text';
      readonly key: string;
      readonly text: string;
      readonly growing: boolean;
      /** What was put in place of an end of thinking, where this text goes on after it. */
      readonly wait?: Wait;
    }
  /** Other text that the method or the user put there. */
  | { readonly kind: 'forced'; readonly key: string; readonly text: string }
  /** An ending that thinking harder took back. */
  | { readonly kind: 'earlier'; readonly key: string; readonly answer: string; readonly index: number };

export interface Wait {
  readonly text: string;
  /** Counts from 1. */
  readonly index: number;
}

interface Cached {
  span: ViewSpan;
  text: GrowingText;
  items: FlowItem[];
}

/** Rows of growing spans: each piece of text is cut, and later typeset, once. PURE but for its cache. */
export class Flow {
  readonly #cached = new Map<number, Cached>();

  /** Rows of the thinking, with earlier answers where they were taken back. `running`: the last row may still grow. */
  thinking(spans: readonly ViewSpan[], running: boolean): FlowItem[] {
    const items: FlowItem[] = [];
    let waits = 0;
    let earlier = 0;
    let wait: Wait | undefined;
    for (const [at, span] of spans.entries()) {
      if (span.superseded === true) {
        if (span.role !== 'answer' || span.text.trim() === '') continue;
        items.push(this.#one(at, span, { kind: 'earlier', key: `${at}`, answer: span.text, index: ++earlier }));
      } else if (span.role === 'thinking' && span.note === 'wait') {
        if (wait !== undefined) items.push(bare(at - 1, wait));
        wait = { text: span.text, index: ++waits };
      } else if (span.role === 'thinking' && span.origin !== 'sampled') {
        items.push(this.#one(at, span, { kind: 'forced', key: `${at}`, text: span.text }));
      } else if (span.role === 'thinking') {
        items.push(...this.#text(at, span, running && at === spans.length - 1, wait));
        wait = undefined;
      }
    }
    if (wait !== undefined) items.push(bare(spans.length - 1, wait));
    return items;
  }

  /** Rows of the answer in force: the final cue, if one was forced, and the text. */
  answer(spans: readonly ViewSpan[], running: boolean): FlowItem[] {
    const items: FlowItem[] = [];
    for (const [at, span] of spans.entries()) {
      if (span.superseded === true) continue;
      if (span.note === 'cue') items.push(this.#one(at, span, { kind: 'forced', key: `${at}`, text: span.text }));
      else if (span.role === 'answer') items.push(...this.#text(at, span, running && at === spans.length - 1));
    }
    return items;
  }

  #one(at: number, span: ViewSpan, item: FlowItem): FlowItem {
    const cached = this.#cached.get(at);
    if (cached?.span === span && cached.items[0]?.kind === item.kind) return cached.items[0];
    this.#cached.set(at, { span, text: new GrowingText(), items: [item] });
    return item;
  }

  #text(at: number, span: ViewSpan, growing: boolean, wait?: Wait): FlowItem[] {
    let cached = this.#cached.get(at);
    const continues = cached !== undefined && (cached.span === span || span.text.startsWith(cached.span.text));
    if (cached === undefined || !continues || cached.items.some(({ kind }) => kind !== 'text')) {
      cached = { span, text: new GrowingText(span.text), items: [] };
      this.#cached.set(at, cached);
    } else if (cached.span !== span) {
      cached.text.append(span.text.slice(cached.span.text.length));
      cached.span = span;
    }
    const { pieces } = cached.text;
    cached.items.length = Math.min(cached.items.length, pieces.length);
    for (const [i, text] of pieces.entries()) {
      const old = cached.items[i];
      const grows = growing && i === pieces.length - 1;
      if (old?.kind === 'text' && old.text === text && old.growing === grows) continue;
      const led = i === 0 && wait !== undefined ? { wait } : {};
      cached.items[i] = { kind: 'text', key: `${at}.${i}`, text, growing: grows, ...led };
    }
    return cached.items.filter((item) => item.kind !== 'text' || item.wait !== undefined || item.text.trim() !== '');
  }
}

/** A wait after which nothing has been thought yet. */
function bare(at: number, wait: Wait): FlowItem {
  return { kind: 'text', key: `${at}`, text: '', growing: true, wait };
}
