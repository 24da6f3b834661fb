import { CurationError } from '../errors.js';
import type { AsideCount } from '../records/aside.js';
import { inspectColumns } from '../records/columns.js';
import type { ReadRow } from '../records/read.js';

/** Rows that are looked at to find a column by its name. */
export const SAMPLE = 100;

/**
 * The column of a file with its questions: the one that was named, or the one that is found by its name.
 * @param rows the file's first rows, or all of them
 * @throws CurationError 'no-column'
 */
export function questionColumn(path: string, rows: readonly ReadRow[], named: string | undefined): string {
  const columns = Object.keys(rows[0]?.fields ?? {}).join(', ');
  if (named !== undefined) {
    if (rows.some(({ fields }) => Object.hasOwn(fields, named))) return named;
    throw new CurationError('no-column', `${path} has no column "${named}": name one of ${columns}.`);
  }
  const { question } = inspectColumns(rows.slice(0, SAMPLE).map(({ fields }) => fields));
  if (question !== undefined) return question;
  throw new CurationError('no-column', `${path} has no column that looks like a question: name one of ${columns}.`);
}

/** The error of a file or folder in which nothing can be compared: that is no clean bill. */
export function noQuestions(path: string, aside: AsideCount): CurationError {
  const why = aside.text === '' ? '' : ` (${aside.text})`;
  return new CurationError('no-rows', `${path} has no questions: give a file that has some${why}.`);
}
