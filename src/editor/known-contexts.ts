import type { LoadOptions } from '../backend/protocol.js';

/** How a model is loaded, as far as its context depends on it. */
export type ContextKey = Pick<LoadOptions, 'path' | 'contextSize' | 'kvType'>;

/** So many loads are remembered; the oldest go first. */
const MOST = 20;

/**
 * Tokens that contexts hold, by how their model was loaded: learnt from loads, so that the budget slider has its end
 * before a model is loaded again. `before` says what is known of models that were never loaded.
 */
export class KnownContexts {
  readonly #tokens = new Map<string, number>();

  constructor(private readonly before: (load: ContextKey) => number | null = () => null) {}

  /** Tokens; null: nobody knows yet. */
  of(load: ContextKey): number | null {
    return this.#tokens.get(keyOf(load)) ?? this.before(load);
  }

  /** @returns whether that is news. */
  learn(load: ContextKey, tokens: number): boolean {
    const key = keyOf(load);
    if (this.#tokens.get(key) === tokens) return false;
    this.#tokens.delete(key);
    this.#tokens.set(key, tokens);
    for (const oldest of this.#tokens.keys()) {
      if (this.#tokens.size <= MOST) break;
      this.#tokens.delete(oldest);
    }
    return true;
  }

  /** All of it, to be kept. */
  entries(): [string, number][] {
    return [...this.#tokens];
  }

  /** Takes what was kept; what is no entry is left out. */
  restore(kept: unknown): void {
    if (!Array.isArray(kept)) return;
    for (const entry of kept.slice(-MOST)) {
      if (!Array.isArray(entry)) continue;
      const [key, tokens] = entry as unknown[];
      if (typeof key === 'string' && Number.isSafeInteger(tokens)) this.#tokens.set(key, tokens as number);
    }
  }
}

function keyOf({ path, contextSize, kvType }: ContextKey): string {
  return `${contextSize ?? ''}|${kvType}|${path}`;
}
