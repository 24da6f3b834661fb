import { TASKS } from '../tasks/definitions.js';
import { publishedExamples, publishedScores } from './published.js';
import type { Report, RunSummary } from './report.js';

/** Models × tasks, the paper's Table 1: own rows first, published ones after them as reference. */
export interface ModelTable {
  readonly tasks: readonly string[];
  readonly rows: readonly ModelRow[];
}

export interface ModelRow {
  readonly model: string;
  /** Examples it was finetuned on to reason; null: not known, or none. */
  readonly examples: number | null;
  readonly published: boolean;
  /** One for each task; null: not measured. */
  readonly cells: readonly (ScoreCell | null)[];
}

export interface ScoreCell {
  readonly accuracy: number;
  /** Of an own run: which one, and its standard error. */
  readonly run?: string;
  readonly standardError?: number;
}

/** A point of the paper's Figure 2: accuracy against the number of training examples. */
export interface ExamplesPoint {
  readonly label: string;
  readonly examples: number;
  readonly accuracy: number;
  readonly low?: number;
  readonly high?: number;
  readonly published: boolean;
}

/** The table of all reports together. A cell is the best run of its report: "Performance", as the paper defines it. */
export function modelTable(reports: readonly Report[]): ModelTable {
  const tasks = [...new Set(reports.map(({ task }) => task.title))];
  const models = new Map<string, ModelRow>();
  for (const report of reports) {
    const { model, trainingExamples } = report;
    const row = models.get(model) ?? { model, examples: null, published: false, cells: tasks.map(() => null) };
    const at = tasks.indexOf(report.task.title);
    const best = bestRun(report);
    const cell =
      best === undefined ? null : { accuracy: best.accuracy, run: best.label, standardError: best.standardError };
    const cells = row.cells.map((old, i) => (i === at ? better(old, cell) : old));
    models.set(model, { ...row, examples: trainingExamples ?? row.examples, cells });
  }
  const names = tasks.map((title) => Object.keys(TASKS).find((name) => TASKS[name]?.title === title));
  const published = publishedScores()
    .map(({ model, examples, scores }) => ({
      model,
      examples,
      published: true,
      cells: names.map((name) => {
        const accuracy = name === undefined ? undefined : scores[name];
        return accuracy === undefined ? null : { accuracy };
      }),
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== null));
  return { tasks, rows: [...models.values(), ...published] };
}

/** Accuracy against training examples on one task: reports of models whose number is known, and the published ones. */
export function examplesFigure(reports: readonly Report[], task: string): ExamplesPoint[] {
  const own = reports.flatMap((report): ExamplesPoint[] => {
    const best = bestRun(report);
    if (report.task.name !== task || report.trainingExamples === null || best === undefined) return [];
    const { accuracy, interval } = best;
    const label = `${report.model}: ${best.label}`;
    return [{ label, examples: report.trainingExamples, accuracy, ...interval, published: false }];
  });
  return [...own, ...publishedExamples(task).map((point) => ({ ...point, published: true }))];
}

function bestRun({ runs }: Report): RunSummary | undefined {
  return runs.filter(({ samples }) => samples > 0).toSorted((a, b) => b.accuracy - a.accuracy)[0];
}

function better(a: ScoreCell | null, b: ScoreCell | null): ScoreCell | null {
  if (a === null || b === null) return a ?? b;
  return b.accuracy > a.accuracy ? b : a;
}
