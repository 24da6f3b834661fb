import { compareRuns, type QuestionScore } from '../statistics/compare.js';
import { CONDITION_NAMES, differencesOf } from '../statistics/conditions.js';
import type { QuestionCell, QuestionRow, Report, RunSummary } from './report.js';

/**
 * Several evaluations as one report: their runs side by side on the questions they share, and a warning for every
 * condition in which they differ.
 */
export function mergeReports(reports: readonly Report[]): Report {
  const [first] = reports;
  if (first === undefined) throw new RangeError('there is no report');
  const labels = namesOf(reports);
  const named = (report: Report, i: number, text: string) =>
    reports.length === 1 ? text : `${labels[i] ?? report.title}: ${text}`;
  const runs: RunSummary[] = reports.flatMap((report, i) =>
    report.runs.map((run) => ({ ...run, label: named(report, i, run.label), family: named(report, i, run.family) })),
  );
  const questions = joined(reports);
  const [reference, ...others] = runs.map((run, i) => ({ ...run, scores: scoresOf(questions, i) }));
  const tasks = [...new Set(reports.map(({ task }) => task.title))];
  return {
    title: labels.join(' · '),
    task: {
      title: tasks.join(', '),
      name: tasks.length === 1 ? first.task.name : null,
      questions: questions.length,
      closed: reports.some(({ task }) => task.closed),
    },
    model: [...new Set(reports.map(({ model }) => model))].join(', '),
    trainingExamples: null,
    conditions: conditionsOf(reports, labels),
    runs,
    families: reports.flatMap((report, i) =>
      report.families.map((family) => ({ ...family, family: named(report, i, family.family) })),
    ),
    comparisons:
      reference === undefined
        ? []
        : others.map(({ label, conditions, scores }) => ({
            a: reference.label,
            b: label,
            ...compareRuns(reference.scores, scores, first.seed, [reference.conditions, conditions]),
          })),
    waits: reports.flatMap((report, i) =>
      report.waits.map((wait) => ({ ...wait, label: named(report, i, wait.label) })),
    ),
    questions,
    equalTokens: reports.flatMap((report, i) =>
      report.equalTokens.map((row) => ({
        ...row,
        parallel: named(report, i, row.parallel),
        ...(row.sequential === undefined
          ? {}
          : { sequential: { ...row.sequential, label: named(report, i, row.sequential.label) } }),
      })),
    ),
    published: tasks.length === 1 ? first.published : [],
    publishedVotes: tasks.length === 1 ? first.publishedVotes : [],
    publishedMethods: tasks.length === 1 ? first.publishedMethods : [],
    warnings: [
      ...differences(reports, labels),
      ...(tasks.length === 1 ? [] : ['These are different tasks: only questions that both have are compared.']),
      ...reports.flatMap(({ warnings }, i) => warnings.map((text) => `${labels[i] ?? ''}: ${text}`)),
    ],
    seed: first.seed,
  };
}

/** Titles; where two are the same, numbered. */
function namesOf(reports: readonly Report[]): string[] {
  return reports.map(({ title }, i) => {
    const same = reports.filter((other) => other.title === title).length > 1;
    return same ? `${title} (${i + 1})` : title;
  });
}

/** Every question that one of them has, with the cells of all runs. */
function joined(reports: readonly Report[]): QuestionRow[] {
  const rows = new Map<string, { row: QuestionRow; cells: (QuestionCell | null)[] }>();
  const total = reports.reduce((n, { runs }) => n + runs.length, 0);
  let from = 0;
  for (const { questions, runs } of reports) {
    for (const row of questions) {
      const known = rows.get(row.id) ?? { row, cells: new Array<QuestionCell | null>(total).fill(null) };
      for (const [i, cell] of row.cells.entries()) known.cells[from + i] = cell;
      rows.set(row.id, known);
    }
    from += runs.length;
  }
  return [...rows.values()].map(({ row, cells }) => ({ ...row, cells }));
}

function scoresOf(questions: readonly QuestionRow[], run: number): QuestionScore[] {
  return questions.flatMap(({ id, cells }) => {
    const cell = cells[run];
    return cell === null || cell === undefined ? [] : [{ questionId: id, score: cell.score }];
  });
}

function conditionsOf(reports: readonly Report[], labels: readonly string[]): Report['conditions'] {
  return valuesByName(reports).flatMap(([name, values]): (readonly [string, string])[] => {
    const distinct = new Set(values);
    if (distinct.size === 1) return [[name, values[0] ?? '']];
    return values.map((value, i) => [`${name} (${labels[i] ?? ''})`, value]);
  });
}

/** In what their first runs differ beside the method. */
function differences(reports: readonly Report[], labels: readonly string[]): string[] {
  const [first, ...others] = reports.map(({ runs }) => runs[0]?.conditions);
  if (first === undefined) return [];
  const names = others.flatMap((other) => (other === undefined ? [] : differencesOf(first, other)));
  const different = [...new Set(names)].filter((name) => name !== 'method').map((name) => CONDITION_NAMES[name]);
  if (different.length < 2) return [];
  return [
    `${labels.join(' and ')} differ in more than one thing (${different.join(', ')}): a difference in accuracy may come from any of them.`,
  ];
}

/** Each condition with its value in every report; '' where one does not say it. */
function valuesByName(reports: readonly Report[]): [string, string[]][] {
  const names = [...new Set(reports.flatMap(({ conditions }) => conditions.map(([name]) => name)))];
  return names.map((name) => [
    name,
    reports.map(({ conditions }) => conditions.find(([other]) => other === name)?.[1] ?? ''),
  ]);
}
