/** What can go wrong while curating, as a word that code can switch on. */
export type CurationErrorKind =
  | 'no-file'
  | 'unreadable'
  | 'unknown-format'
  | 'no-column'
  | 'no-rows'
  | 'bad-pipeline'
  | 'output-taken'
  | 'in-use'
  | 'not-written'
  | 'no-model'
  | 'model-changed'
  | 'not-confirmed'
  | 'stopped';

/** An error a person can meet: `message` is one sentence that says what to do; `cause` is for the log. */
export class CurationError extends Error {
  override readonly name = 'CurationError';
  constructor(
    readonly kind: CurationErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
