/** Evaluation: tasks, runs, statistics, reports. */
export { EvaluationError } from './errors.js';
export { toCsv, toJsonLines, toMarkdown } from './report/export.js';
export { withoutClosed } from './report/closed.js';
export { readViewer, toHtml, type Viewer } from './report/html.js';
export { TraceShelf } from './report/trace-shelf.js';
export { makeReport, type Report } from './report/report.js';
export { EvalFile, parseEvalFile } from './runs/eval-file.js';
export { factsOf, ownModel, type Loan, type ModelFacts, type ModelLender } from './runs/model-facts.js';
export { factsIn, openEvaluation, resultsFolder, type Evaluation } from './runs/open-evaluation.js';
export { placesWanted } from './runs/plan.js';
export { resultOf } from './runs/results.js';
export { DEFAULT_SEED, evaluate, plannedRuns, type EvaluationInput, type Progress } from './runs/runner.js';
export { reportOf, samplesOf } from './runs/report-of.js';
export { openTask, type Task, type TaskQuestion } from './tasks/read-task.js';
