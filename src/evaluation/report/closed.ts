import type { Report } from './report.js';

/** The report without the text of questions that must not be published; only the journals keep that. */
export function withoutClosed(report: Report): Report {
  if (!report.task.closed) return report;
  const questions = report.questions.map((row) => ({
    ...row,
    reference: '',
    cells: row.cells.map((cell) => (cell === null ? null : { ...cell, answer: '', reason: '' })),
  }));
  return { ...report, questions };
}
