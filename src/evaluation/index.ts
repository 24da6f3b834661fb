/** Evaluation: tasks, runs, statistics, reports. */
export { EvaluationError } from './errors.js';
export { toCsv, toJsonLines, toMarkdown } from './report/export.js';
export { toHtml } from './report/html.js';
export { makeReport, type Report } from './report/report.js';
export { EvalFile, parseEvalFile } from './runs/eval-file.js';
export { resultOf } from './runs/results.js';
export { DEFAULT_SEED, evaluate, plannedRuns, type EvaluationInput, type Progress } from './runs/runner.js';
export { reportOf } from './runs/report-of.js';
export { openTask, type Task, type TaskQuestion } from './tasks/read-task.js';
