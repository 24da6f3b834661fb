/** Something to do about what is missing, as a button. */
export interface Offer {
  readonly label: string;
  readonly run: () => unknown;
}

/** A request that cannot be met now; `message` says what is missing, `offer` helps. */
export class NotNowError extends Error {
  override readonly name = 'NotNowError';

  constructor(
    message: string,
    readonly offer?: Offer,
  ) {
    super(message);
  }
}

/** By name, not by class: bundles that are loaded on demand hold a class of their own. */
export function isNotNow(error: unknown): error is NotNowError {
  return error instanceof Error && error.name === 'NotNowError';
}
