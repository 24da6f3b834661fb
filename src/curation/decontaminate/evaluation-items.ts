import { CurationError } from '../errors.js';
import type { SetAside } from '../records/aside.js';
import { inspectColumns } from '../records/columns.js';
import { readRows, type ReadRow } from '../records/read.js';
import type { EvaluationItem } from './evaluation-item.js';

/** A file with evaluation questions, and the name under which its hits are told. */
export interface TaskFile {
  readonly name: string;
  readonly path: string;
}

/**
 * The questions of evaluation tasks. Rows without a question go to `aside`.
 * @param column the question's column; without it, it is found by its name in each file
 * @throws CurationError 'no-column', 'no-rows' and those of reading
 */
export async function evaluationItems(
  tasks: readonly TaskFile[],
  column: string | undefined,
  aside: (piece: SetAside) => void,
): Promise<EvaluationItem[]> {
  const items: EvaluationItem[] = [];
  for (const { name: task, path } of tasks) {
    const rows: ReadRow[] = [];
    for await (const row of readRows(path, aside)) rows.push(row);
    if (rows.length === 0) throw new CurationError('no-rows', `${path} has no rows: give a task with questions.`);
    const asked = column ?? questionColumn(path, rows);
    for (const [row, { fields, line }] of rows.entries()) {
      const text = fields[asked];
      if (typeof text === 'string') items.push({ task, row, text });
      else aside({ file: path, line, reason: `no text in the column "${asked}"`, text: '' });
    }
  }
  return items;
}

/** @throws CurationError 'no-column' */
export function questionColumn(file: string, rows: readonly ReadRow[]): string {
  const sample = rows.slice(0, 100).map(({ fields }) => fields);
  const { question } = inspectColumns(sample);
  if (question !== undefined) return question;
  const columns = Object.keys(sample[0] ?? {}).join(', ');
  throw new CurationError('no-column', `${file} has no column that looks like a question: name one of ${columns}.`);
}
