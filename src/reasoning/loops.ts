import type { Token } from './engine.js';
import type { LoopMark } from './trace.js';

/** Tokens looked back at: a repeated part may be at most half of it. */
const WINDOW = 3072;
/** Tokens between two looks; a look costs time proportional to the window. */
const STRIDE = 32;
/** Repetitions from which on a passage counts as a loop. */
const LEAST_TIMES = 2;
/**
 * Tokens that the repetitions must cover. Below it lie tables, digits of long numbers and refrains: in the closed
 * R1 traces that the tests look at (test/unit/reasoning/loops.test.ts) the longest repetition covers 106, while the loops
 * among the truncated ones cover 390 and more.
 */
const LEAST_COVER = 300;

/**
 * Notices that a trace repeats itself: the same tokens, over and over, up to its end.
 */
export class LoopDetector {
  #tokens: Token[] = [];
  #dropped = 0;
  #sinceLook = 0;

  /** @param start number of thinking tokens in front of the first one pushed. */
  constructor(start = 0) {
    this.#dropped = start;
  }

  /** Forgets what it saw: a forced text asked for a repetition. `position`: thinking tokens so far. */
  restart(position: number): void {
    this.#tokens = [];
    this.#dropped = position;
    this.#sinceLook = 0;
  }

  /** The loop at the end of the trace after `tokens`, if there is one. Looked for every few tokens. */
  push(tokens: readonly Token[]): LoopMark | undefined {
    this.#tokens.push(...tokens);
    this.#sinceLook += tokens.length;
    if (this.#sinceLook < STRIDE) return undefined;
    this.#sinceLook = 0;
    if (this.#tokens.length > 2 * WINDOW) {
      const extra = this.#tokens.length - WINDOW;
      this.#tokens.splice(0, extra);
      this.#dropped += extra;
    }
    const found = repetition(this.#tokens.slice(-WINDOW));
    if (found === undefined) return undefined;
    const at = this.#dropped + this.#tokens.length;
    return {
      at,
      from: at - found.cover,
      period: found.period,
      times: Math.round((found.cover / found.period) * 10) / 10,
    };
  }
}

/**
 * The longest end of `tokens` that is one passage repeated at least twice and covers enough to be a loop.
 *
 * With the tokens reversed, an end with period p and length c is a prefix with that period; the Z-function gives for each
 * p how far it reaches, z[p] + p, in linear time (D. Gusfield, Algorithms on Strings, Trees, and Sequences, 1997, ch. 1).
 */
export function repetition(tokens: readonly Token[]): { period: number; cover: number } | undefined {
  const n = tokens.length;
  if (n < LEAST_COVER) return undefined;
  const z = zFunction(tokens.toReversed());
  for (let period = 1; period * LEAST_TIMES <= n; period++) {
    const cover = (z[period] ?? 0) + period;
    if (cover >= LEAST_COVER && cover >= LEAST_TIMES * period) return { period, cover };
  }
  return undefined;
}

/** z[i]: length of the longest common prefix of `s` and its end from i on; z[0] is 0. */
function zFunction(s: readonly Token[]): Int32Array {
  const z = new Int32Array(s.length);
  let left = 0;
  let right = 0;
  for (let i = 1; i < s.length; i++) {
    let k = i < right ? Math.min(right - i, z[i - left] ?? 0) : 0;
    while (i + k < s.length && s[k] === s[i + k]) k++;
    z[i] = k;
    if (i + k > right) {
      left = i;
      right = i + k;
    }
  }
  return z;
}
