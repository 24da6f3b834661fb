import type { Control } from './trace.js';

/**
 * The live controls of one run: a person or a program sends, the method takes them between two tokens. Synchronous and
 * without I/O, so that `send` can be called from any event handler.
 */
export class RunControls {
  readonly #waiting: Control[] = [];
  readonly #stopped = new AbortController();

  /** Takes effect on the next token. */
  send(control: Control): void {
    this.#waiting.push(control);
    if (control.kind === 'stop') this.#stopped.abort();
  }

  /** Aborted by "stop": ends work that has no tokens yet, such as reading a long question. */
  get stopSignal(): AbortSignal {
    return this.#stopped.signal;
  }

  /** What was sent since the last call, oldest first. `_at` is for sources that follow a schedule (replay). */
  take(_at: number): Control[] {
    return this.#waiting.splice(0);
  }
}
