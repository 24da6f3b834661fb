/** Something a person can put right: `message` is one sentence that names file and line and says what to do. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  readonly kind = 'bad-evaluation';
}

/** A place in a file, as people and editors write it. */
export function at(file: string, line: number): string {
  return `${file}:${line}`;
}
