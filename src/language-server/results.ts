/** What the client told about questions: answers, and what goes on. */
import type { Result, RunState } from './protocol.js';

export class Results {
  readonly #results = new Map<string, Result>();
  readonly #runs = new Map<string, RunState>();
  readonly #waiting = new Map<string, Set<(result: Result) => void>>();

  result(hash: string): Result | undefined {
    return this.#results.get(hash);
  }

  run(hash: string): RunState {
    return this.#runs.get(hash) ?? { kind: 'idle' };
  }

  readonly solved = (hash: string): boolean => this.#results.has(hash);

  add(results: readonly Result[], forgotten: readonly string[] = []): void {
    for (const hash of forgotten) this.#results.delete(hash);
    for (const result of results) {
      this.#results.set(result.hash, result);
      this.#runs.delete(result.hash);
      for (const tell of this.#waiting.get(result.hash) ?? []) tell(result);
      this.#waiting.delete(result.hash);
    }
  }

  setRun(hash: string, state: RunState): void {
    if (state.kind === 'idle') this.#runs.delete(hash);
    else this.#runs.set(hash, state);
  }
}
