/** What went wrong, as a word that code can switch on. Every kind has one sentence for the user in `message`. */
export type ReasoningErrorKind =
  | 'empty-question'
  | 'question-too-long'
  | 'context-full'
  | 'no-template'
  | 'bad-template'
  | 'no-sequence-left'
  | 'not-replayable'
  | 'bad-settings';

/**
 * An error a person can meet while solving. `message` is one sentence that says what to do; `cause` is for the log.
 */
export class ReasoningError extends Error {
  override readonly name = 'ReasoningError';
  constructor(
    readonly kind: ReasoningErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The context has no room for what was to be appended or sampled. */
export class ContextFullError extends ReasoningError {
  constructor(contextSize: number, options?: ErrorOptions) {
    super(
      'context-full',
      `The context of ${contextSize} tokens is full: answer now, or load the model with a larger context (setting thinkHarder.contextSize).`,
      options,
    );
  }
}
