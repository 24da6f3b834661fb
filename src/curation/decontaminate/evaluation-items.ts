import { realpath } from 'node:fs/promises';
import { AsideCount, excerptOf, type SetAside } from '../records/aside.js';
import { readRows, type ReadRow } from '../records/read.js';
import type { EvaluationItem } from './evaluation-item.js';
import { noQuestions, questionColumn } from './question-column.js';
import { questionText } from './question-text.js';

/** A file with evaluation questions, and the name under which its hits are told. */
export interface TaskFile {
  readonly name: string;
  readonly path: string;
}

/**
 * The questions of evaluation tasks, one of each task at least. Rows without a question go to `aside`, under the task's
 * name. A file that is given twice counts once.
 * @param column the question's column; without it, it is found by its name in each file
 * @throws CurationError 'no-column', 'no-rows' and those of reading
 */
export async function evaluationItems(
  tasks: readonly TaskFile[],
  column: string | undefined,
  aside: (piece: SetAside) => void,
): Promise<EvaluationItem[]> {
  const items: EvaluationItem[] = [];
  for (const task of await distinct(tasks)) {
    for await (const item of itemsOf(task, column, aside)) items.push(item);
  }
  return items;
}

async function* itemsOf(
  { name, path }: TaskFile,
  column: string | undefined,
  aside: (piece: SetAside) => void,
): AsyncGenerator<EvaluationItem> {
  const asides = new AsideCount((piece) => aside({ ...piece, file: name }));
  const rows: ReadRow[] = [];
  for await (const row of readRows(path, asides.add)) rows.push(row);
  if (rows.length === 0) throw noQuestions(path, asides);
  const asked = questionColumn(path, rows, column);
  let questions = 0;
  for (const [row, { fields, line }] of rows.entries()) {
    const question = questionText(fields, asked);
    if ('reason' in question) {
      asides.add({ file: path, line, reason: question.reason, text: excerptOf(JSON.stringify(fields)) });
    } else {
      questions += 1;
      yield { task: name, row, text: question.text };
    }
  }
  if (questions === 0) throw noQuestions(path, asides);
}

/** The first name of each file. */
async function distinct(tasks: readonly TaskFile[]): Promise<TaskFile[]> {
  const byPlace = new Map<string, TaskFile>();
  for (const task of tasks) {
    const place = await realpath(task.path).catch(() => task.path); // reading says what is missing
    if (!byPlace.has(place)) byPlace.set(place, task);
  }
  return [...byPlace.values()];
}
