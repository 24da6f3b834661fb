import type { QuestionRow } from '../../evaluation/report/report.js';

/** What is looked for among the questions. PURE. */
export interface Filter {
  /** Words that id, question, reference or an answer holds. */
  readonly text: string;
  /** Index of a run; null: any. */
  readonly run: number | null;
  /** A verdict; "flipped": right in one run and not in another; null: any. */
  readonly verdict: string | null;
}

export const NO_FILTER: Filter = { text: '', run: null, verdict: null };

export function matching(questions: readonly QuestionRow[], filter: Filter): QuestionRow[] {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return questions.filter((row) => hasWords(row, words) && hasVerdict(row, filter));
}

function hasWords({ id, text = '', reference, cells }: QuestionRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const all = [id, text, reference, ...cells.map((cell) => cell?.answer ?? '')].join('\n').toLowerCase();
  return words.every((word) => all.includes(word));
}

function hasVerdict({ cells }: QuestionRow, { run, verdict }: Filter): boolean {
  if (verdict === null) return run === null || cells[run] !== null;
  if (verdict === 'flipped') {
    const right = cells.filter((cell) => cell !== null).map(({ score }) => score > 0.5);
    return right.includes(true) && right.includes(false) && (run === null || cells[run] !== null);
  }
  const looked = run === null ? cells : [cells[run]];
  return looked.some((cell) => cell?.verdict === verdict);
}
