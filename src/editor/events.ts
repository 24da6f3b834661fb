/** One kind of event, without 'vscode': the parts that use it are tested in plain Node. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Listens until what is returned is disposed of. */
  readonly event = (listener: (value: T) => void): { dispose(): void } => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
