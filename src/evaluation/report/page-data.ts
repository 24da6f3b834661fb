import { examplesFigure, modelTable, type ExamplesPoint, type ModelTable } from './overview.js';
import { mergeReports } from './merge.js';
import type { Report } from './report.js';

/** What a view of one report, or of several beside each other, shows. */
export interface PageData {
  readonly report: Report;
  /** Models × tasks. */
  readonly models: ModelTable;
  /** Accuracy against training examples, where the task has published points or a model says how many it had. */
  readonly examples: readonly ExamplesPoint[];
}

export function pageData(reports: readonly Report[]): PageData {
  const [first] = reports;
  if (first === undefined) throw new RangeError('there is no report');
  const report = reports.length === 1 ? first : mergeReports(reports);
  const { name } = report.task;
  return { report, models: modelTable(reports), examples: name === null ? [] : examplesFigure(reports, name) };
}
