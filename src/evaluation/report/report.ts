import type { RunResult, SampleRow } from '../runs/results.js';
import { majorityAtK, passAtK, powersOfTwo } from '../statistics/at-k.js';
import { intervalOfMean, mean, resamplesOf, type Interval } from '../statistics/bootstrap.js';
import { compareRuns, type Comparison, type QuestionScore } from '../statistics/compare.js';
import type { RunConditions } from '../statistics/conditions.js';
import { classControl, control, performance, scaling } from '../statistics/paper-metrics.js';
import { standardError } from '../statistics/power.js';
import { waitTable, type WaitRow } from '../statistics/waits.js';
import { accuracies, countVerdicts, type VerdictCounts } from '../verdicts.js';
import { equalTokens, type EqualTokensRow } from './equal-tokens.js';
import { unmovedKnobs } from './knobs.js';
import { publishedFor, publishedMethods, publishedVotes, type PublishedSeries } from './published.js';

/** A report as plain data: every view and export is made from it. Shares are 0 to 1; lengths are tokens a sample. */
export interface Report {
  readonly title: string;
  readonly task: {
    readonly title: string;
    /** Of a ready task; null: it is none. */
    readonly name: string | null;
    readonly questions: number;
    readonly closed: boolean;
  };
  readonly model: string;
  /** Examples that the model was finetuned on to reason; null: nobody said. */
  readonly trainingExamples: number | null;
  /** Model, engine, sampling, seed, hardware: name and value, for people. */
  readonly conditions: readonly (readonly [name: string, value: string])[];
  readonly runs: readonly RunSummary[];
  readonly families: readonly FamilySummary[];
  readonly comparisons: readonly RunComparison[];
  readonly waits: readonly { readonly label: string; readonly rows: readonly WaitRow[] }[];
  readonly questions: readonly QuestionRow[];
  /** Votes beside one-sample runs that generated about as many tokens. */
  readonly equalTokens: readonly EqualTokensRow[];
  /** Lines over thinking tokens (Figure 1, Tables 12 to 14). */
  readonly published: readonly PublishedSeries[];
  /** Lines over all tokens generated for a question (Figure 4). */
  readonly publishedVotes: readonly PublishedSeries[];
  /** Rows of the method table (Table 3). */
  readonly publishedMethods: readonly FamilySummary[];
  readonly warnings: readonly string[];
  /** Of the resampled questions: whoever compares runs further does it with the same ones. */
  readonly seed: number;
}

export interface RunSummary {
  readonly key: string;
  readonly label: string;
  readonly family: string;
  readonly samples: number;
  readonly accuracy: number;
  readonly standardError: number;
  /** 95 %, resampling questions. */
  readonly interval: Interval;
  /** Without the censored samples. */
  readonly accuracyUncensored: number;
  readonly verdicts: VerdictCounts;
  readonly thinking: number;
  readonly answerTokens: number;
  readonly forced: number;
  /** Everything generated, thrown away samples included: sequential and parallel methods are compared by this. */
  readonly generated: number;
  readonly tries: number;
  readonly seconds: number;
  readonly tokensPerSecond: number;
  readonly parallel: boolean;
  /** What its numbers depend on: `unlikeWarning` says when two runs cannot be compared. */
  readonly conditions: RunConditions;
  /** pass@k and maj@k where a question has several samples. */
  readonly atK: readonly {
    readonly k: number;
    readonly pass: number;
    readonly majority: number;
    readonly tokens: number;
  }[];
}

/** Runs of one method together: the columns of the paper's Table 3. */
export interface FamilySummary {
  readonly family: string;
  readonly runs: number;
  readonly control?: number;
  readonly scaling?: number;
  readonly performance?: number;
}

export interface RunComparison extends Comparison {
  readonly a: string;
  readonly b: string;
}

export interface QuestionRow {
  readonly id: string;
  /** Absent where the task's questions must not be published. */
  readonly text?: string;
  readonly reference: string;
  /** One for each run, in the order of `runs`. */
  readonly cells: readonly (QuestionCell | null)[];
}

export interface QuestionCell {
  readonly verdict: SampleRow['verdict'];
  readonly answer: string;
  readonly thinking: number;
  /** Share of samples that were right. */
  readonly score: number;
  readonly reason: string;
  /** How many samples there are. */
  readonly samples: number;
}

export interface ReportInput {
  readonly title: string;
  readonly taskName?: string;
  readonly taskTitle: string;
  readonly model: string;
  readonly trainingExamples?: number;
  readonly closed: boolean;
  readonly questions: readonly { readonly id: string; readonly text: string; readonly reference: string }[];
  readonly conditions: Report['conditions'];
  readonly results: readonly RunResult[];
  /** Those of each result. */
  readonly conditionsOf: (run: RunResult['run']) => RunConditions;
  readonly seed: number;
  /** Problems of the task file and of the journals. */
  readonly notes: readonly string[];
}

/** Fewer questions than this show nothing but very large differences. */
const FEW_QUESTIONS = 30;

export function makeReport(input: ReportInput): Report {
  const runs = input.results.map((result) => summaryOf(result, input));
  const families = familiesOf(input.results, runs);
  const [first, ...others] = input.results;
  const comparisons =
    first === undefined
      ? []
      : others.map((other) => ({
          a: first.run.label,
          b: other.run.label,
          ...compareRuns(scoresOf(first.rows), scoresOf(other.rows), input.seed, [
            input.conditionsOf(first.run),
            input.conditionsOf(other.run),
          ]),
        }));
  return {
    title: input.title,
    task: {
      title: input.taskTitle,
      name: input.taskName ?? null,
      questions: input.questions.length,
      closed: input.closed,
    },
    model: input.model,
    trainingExamples: input.trainingExamples ?? null,
    conditions: input.conditions,
    runs,
    families,
    comparisons,
    waits: waitsOf(input.results),
    questions: questionRows(input),
    equalTokens: equalTokens(input.results, input.seed),
    published: publishedFor(input.taskName),
    publishedVotes: publishedVotes(input.taskName),
    publishedMethods: publishedMethods(input.taskName),
    warnings: [...input.notes, ...warningsOf(input, runs)],
    seed: input.seed,
  };
}

/** How good a run was on each question: the share of its samples that were right. */
export function scoresOf(rows: readonly SampleRow[]): QuestionScore[] {
  const right = new Map<string, boolean[]>();
  for (const { questionId, verdict } of rows) {
    right.set(questionId, [...(right.get(questionId) ?? []), verdict === 'correct']);
  }
  return [...right].map(([questionId, all]) => ({ questionId, score: all.filter(Boolean).length / all.length }));
}

function summaryOf({ run, key, rows }: RunResult, { seed, conditionsOf }: ReportInput): RunSummary {
  const scores = Float64Array.from(scoresOf(rows), ({ score }) => score);
  const verdicts = countVerdicts(rows.map(({ verdict }) => verdict));
  const average = (of: (row: SampleRow) => number) => mean(rows.map(of));
  const seconds = rows.reduce((n, { ms }) => n + ms, 0) / 1000;
  const generated = rows.reduce((n, row) => n + row.generated, 0);
  return {
    key,
    label: run.label,
    family: run.family,
    samples: rows.length,
    accuracy: mean(scores),
    standardError: standardError(scores),
    interval:
      scores.length === 0
        ? { low: Number.NaN, high: Number.NaN }
        : intervalOfMean(scores, resamplesOf(scores.length, seed)),
    accuracyUncensored: accuracies(verdicts).uncensored,
    verdicts,
    thinking: average(({ thinking }) => thinking),
    answerTokens: average(({ answerTokens }) => answerTokens),
    forced: average(({ forced }) => forced),
    generated: average((row) => row.generated),
    tries: average(({ tries }) => tries),
    seconds,
    tokensPerSecond: seconds === 0 ? 0 : generated / seconds,
    parallel: run.parallel > 1,
    conditions: conditionsOf(run),
    // Paths of a tree search are not drawn independently: the first k of them are no smaller search.
    atK: run.settings.method === 'rebase' ? [] : atK(rows, run.parallel),
  };
}

/** pass@k and maj@k of a run with parallel samples; its tokens at k are those of the first k samples on average. */
function atK(rows: readonly SampleRow[], parallel: number): RunSummary['atK'] {
  if (parallel < 2 || rows.length === 0) return [];
  return powersOfTwo(parallel).map((k) => {
    const usable = rows.filter(({ answers }) => answers.length >= k);
    return {
      k,
      pass: mean(
        usable.map(({ answers }) => passAtK(answers.length, answers.filter(({ correct }) => correct).length, k) ?? 0),
      ),
      majority: mean(usable.map(({ answers }) => (majorityAtK(answers, k) === true ? 1 : 0))),
      tokens: mean(usable.map(({ generated, answers }) => (generated * k) / answers.length)),
    };
  });
}

function familiesOf(results: readonly RunResult[], runs: readonly RunSummary[]): FamilySummary[] {
  const names = [...new Set(runs.map(({ family }) => family))];
  const neither = runs.find(({ family }) => family === 'no forcing')?.thinking;
  return names.map((family) => {
    const own = runs.filter((run) => run.family === family && run.samples > 0);
    const planned = own.map(({ key, thinking }) => ({ thinking, run: results.find((r) => r.key === key)?.run }));
    const asked = planned.flatMap(({ thinking, run }) =>
      run?.asked === undefined ? [] : [{ tokens: thinking, ...run.asked }],
    );
    const kinds = planned.flatMap(({ thinking, run }) =>
      run?.kind === undefined ? [] : [{ tokens: thinking, kind: run.kind }],
    );
    const points = own.map(({ thinking, accuracy }) => ({ tokens: thinking, accuracy }));
    const inControl = kinds.length > 0 && neither !== undefined ? classControl(kinds, neither) : control(asked);
    const slope = scaling(points);
    const best = performance(points);
    return {
      family,
      runs: own.length,
      ...(inControl === undefined ? {} : { control: inControl }),
      ...(slope === undefined ? {} : { scaling: slope }),
      ...(best === undefined ? {} : { performance: best }),
    };
  });
}

/** Runs that differ in their suppressed ends only: what each "Wait" did. */
function waitsOf(results: readonly RunResult[]): Report['waits'] {
  const groups = new Map<string, RunResult[]>();
  for (const result of results) {
    if (result.run.settings.method !== 'budget-forcing') continue;
    const name = JSON.stringify([{ ...result.run.settings, waits: null }, result.run.entry]);
    groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  return [...groups.values()]
    .map((group) => group.toSorted((a, b) => a.run.budget.waits - b.run.budget.waits))
    .filter((group) => group.length > 1 && group.every(({ run }, i) => run.budget.waits === i))
    .map((group) => {
      const [first] = group;
      const right = (first?.rows ?? []).map(({ questionId, sample }) =>
        group.flatMap(({ rows }) =>
          rows
            .filter((row) => row.questionId === questionId && row.sample === sample)
            .map(({ verdict }) => verdict === 'correct'),
        ),
      );
      return { label: first?.run.label ?? '', rows: waitTable(right) };
    });
}

function questionRows({ questions, results, closed }: ReportInput): QuestionRow[] {
  const byQuestion = results.map(({ rows }) => {
    const map = new Map<string, SampleRow[]>();
    for (const row of rows) map.set(row.questionId, [...(map.get(row.questionId) ?? []), row]);
    return map;
  });
  return questions.map(({ id, text, reference }) => ({
    id,
    ...(closed ? {} : { text }),
    reference,
    cells: byQuestion.map((map) => {
      const [first, ...more] = map.get(id) ?? [];
      if (first === undefined) return null;
      const all = [first, ...more];
      return {
        verdict: first.verdict,
        answer: first.answer ?? '',
        thinking: mean(all.map(({ thinking }) => thinking)),
        score: all.filter(({ verdict }) => verdict === 'correct').length / all.length,
        reason: first.reason,
        samples: all.length,
      };
    }),
  }));
}

function warningsOf(input: ReportInput, runs: readonly RunSummary[]): string[] {
  const warnings: string[] = [];
  const n = input.questions.length;
  if (n < FEW_QUESTIONS) warnings.push(`With ${n} questions only very large differences can be told from chance.`);
  for (const run of runs) {
    const questions = new Set(
      input.results.find(({ key }) => key === run.key)?.rows.map(({ questionId }) => questionId),
    );
    if (questions.size < n)
      warnings.push(`"${run.label}" has ${questions.size} of ${n} questions: it is not finished.`);
    if (run.verdicts.ungraded > 0) {
      warnings.push(
        `"${run.label}" has ${run.verdicts.ungraded} answers that could not be graded; they count as wrong.`,
      );
    }
  }
  return [...warnings, ...unmovedKnobs(input.results)];
}
