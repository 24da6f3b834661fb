/** What stopped the local engine, as a word that code can switch on. */
export type EngineErrorKind =
  | 'model-missing'
  | 'model-is-directory'
  | 'model-not-readable'
  | 'model-not-gguf'
  | 'model-truncated'
  | 'model-unsupported'
  | 'out-of-memory'
  | 'bad-setting'
  | 'no-binary'
  | 'gpu-unavailable'
  | 'state-file'
  | 'evaluation-failed'
  | 'closed';

/**
 * An error a person can meet while a model is loaded or used. `message` is one sentence that says what to do; `cause` is
 * for the log.
 */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  constructor(
    readonly kind: EngineErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The text of anything thrown, for logs and causes. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Something was asked of a model that is no longer loaded. */
export function unloaded(cause?: unknown): EngineError {
  return new EngineError('closed', 'The model was unloaded: solve the question again.', { cause });
}
