/** What goes on with questions, told to the language server: only what changed, and not too often. PURE. */
import type { RunState } from '../../language-server/protocol.js';
import { Throttle } from '../../language-server/throttle.js';

/** The server is told at most this often. */
const EVERY_MS = 500;

export interface RunChange {
  readonly hash: string;
  readonly state: RunState;
}

export class RunStates implements Disposable {
  readonly #states = new Map<string, RunState>();
  readonly #changed = new Set<string>();
  readonly #throttle: Throttle;

  constructor(private readonly tell: (runs: readonly RunChange[]) => void) {
    this.#throttle = new Throttle(EVERY_MS, () => this.#flush());
  }

  get(hash: string): RunState {
    return this.#states.get(hash) ?? { kind: 'idle' };
  }

  set(hash: string, state: RunState): void {
    if (same(this.get(hash), state)) return;
    if (state.kind === 'idle') this.#states.delete(hash);
    else this.#states.set(hash, state);
    this.#changed.add(hash);
    this.#throttle.request();
  }

  /** Everything that is not at rest, for a server that knows nothing yet. */
  all(): readonly RunChange[] {
    return [...this.#states].map(([hash, state]) => ({ hash, state }));
  }

  #flush(): void {
    const runs = [...this.#changed].map((hash) => ({ hash, state: this.get(hash) }));
    this.#changed.clear();
    if (runs.length > 0) this.tell(runs);
  }

  [Symbol.dispose](): void {
    this.#throttle[Symbol.dispose]();
  }
}

function same(a: RunState, b: RunState): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
