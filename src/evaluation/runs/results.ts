import type { Grader } from '../../grading/index.js';
import { vote } from '../../reasoning/methods/majority.js';
import type { Trace } from '../../reasoning/trace.js';
import type { GroupedAnswer } from '../statistics/at-k.js';
import { readTrace, type ReadTrace } from '../report/read-trace.js';
import type { TaskQuestion } from '../tasks/read-task.js';
import type { VerdictName } from '../verdicts.js';
import { gradeTrace, type GradedTrace, type GradingSettings } from './grade-sample.js';
import { scanJournal } from './journal.js';
import { sampleKey, type PlannedRun } from './plan.js';
import { journalPath, type JournalRecord, type SampleRecord } from './runner.js';

/** One sample with its verdict: a row of the results. */
export interface SampleRow {
  readonly questionId: string;
  readonly sample: number;
  readonly verdict: VerdictName;
  readonly answer?: string;
  readonly reference: string;
  readonly reason: string;
  /** Tokens of all its traces: thinking, answer, forced; and everything generated, thrown away samples included. */
  readonly thinking: number;
  readonly answerTokens: number;
  readonly forced: number;
  readonly generated: number;
  readonly evaluated: number;
  readonly tries: number;
  readonly ms: number;
  /** The answers of its traces, where it has several, for pass@k and maj@k. */
  readonly answers: readonly GroupedAnswer[];
}

export interface RunResult {
  readonly run: PlannedRun;
  readonly key: string;
  readonly rows: readonly SampleRow[];
  /** Questions whose text has changed since a sample of them was made; that sample is kept and not counted. */
  readonly edited: ReadonlySet<string>;
}

/** Called with the trace of each sample whose answer is the sample's. */
export type OnTrace = (questionId: string, sample: number, trace: ReadTrace) => void;

/**
 * The results of one run, graded now: every sample of `questions` that its journal holds, in their order.
 */
export async function resultOf(
  folder: string,
  key: string,
  run: PlannedRun,
  questions: readonly TaskQuestion[],
  samples: number,
  grading: GradingSettings,
  grader: Grader,
  onTrace?: OnTrace,
): Promise<RunResult> {
  const wanted = new Map<string, { readonly question: TaskQuestion; readonly place: number }>();
  const asked = new Set<string>();
  for (const question of questions) {
    asked.add(question.id);
    for (let sample = 0; sample < samples; sample++) {
      wanted.set(sampleKey(key, question, sample), { question, place: wanted.size });
    }
  }
  const rows: SampleRow[] = [];
  const edited = new Set<string>();
  // One by one: the traces of a run need not be in memory together.
  await scanJournal(journalPath(folder, key), async (record) => {
    const sample = record as JournalRecord;
    if (sample.type !== 'sample') return;
    const found = wanted.get(sample.key);
    if (found === undefined) {
      if (asked.has(sample.questionId) && sample.sample < samples) edited.add(sample.questionId);
      return;
    }
    // Twice the same key: two processes met in spite of the lock; the first counts.
    rows[found.place] ??= await rowOf(sample, found.question, grading, grader, onTrace);
  });
  return { run, key, rows: Object.values(rows), edited };
}

/** One sample out of a run's journal. */
export async function findSample(folder: string, run: string, key: string): Promise<SampleRecord | undefined> {
  let found: SampleRecord | undefined;
  await scanJournal(journalPath(folder, run), (record) => {
    const sample = record as JournalRecord;
    if (sample.type === 'sample' && sample.key === key) found ??= sample;
  });
  return found;
}

/** The traces of a sample with their verdicts, and which of them counts. */
export interface GradedSample {
  readonly graded: readonly GradedTrace[];
  readonly answers: readonly GroupedAnswer[];
  /** Index of the trace whose answer is the sample's; undefined: none has one. */
  readonly winner: number | undefined;
}

export async function gradeSample(
  record: SampleRecord,
  question: Pick<TaskQuestion, 'reference' | 'choices'>,
  grading: GradingSettings,
  grader: Grader,
): Promise<GradedSample> {
  const graded: GradedTrace[] = [];
  for (const trace of record.traces) graded.push(await gradeTrace(trace, question, grading, grader));
  const answers = await grouped(graded, grading, question.choices, grader);
  const groups = answers.map(({ group }) => group);
  const winner = record.chosen ?? vote(groups, (a, b) => a === b, record.weights);
  return { graded, answers, winner };
}

async function rowOf(
  record: SampleRecord,
  question: TaskQuestion,
  grading: GradingSettings,
  grader: Grader,
  onTrace?: OnTrace,
): Promise<SampleRow> {
  const { graded, answers, winner } = await gradeSample(record, question, grading, grader);
  const best: GradedTrace = (winner === undefined ? graded[0] : graded[winner]) ?? {
    verdict: 'censored',
    reason: record.error ?? `no sample of ${record.tries} fitted the limit`,
  };
  const counting = record.traces[winner ?? 0];
  if (counting !== undefined) onTrace?.(question.id, record.sample, readTrace(counting, best, true));
  const sum = (count: (trace: Trace) => number) => record.traces.reduce((n, trace) => n + count(trace), 0);
  return {
    questionId: record.questionId,
    sample: record.sample,
    verdict: best.verdict,
    ...(best.answer === undefined ? {} : { answer: best.answer }),
    reference: question.reference,
    reason: best.reason,
    thinking: sum(({ counts }) => counts.thinking),
    answerTokens: sum(({ counts }) => counts.answer),
    forced: sum(({ counts }) => counts.forced),
    generated: record.generated,
    evaluated: record.evaluated,
    tries: record.tries,
    ms: record.ms,
    answers: record.traces.length > 1 ? answers : [],
  };
}

/** Answers in groups of the same ones; each is compared with the first of every group. */
async function grouped(
  graded: readonly GradedTrace[],
  grading: GradingSettings,
  choices: readonly string[] | undefined,
  grader: Grader,
): Promise<GroupedAnswer[]> {
  const firsts: string[] = [];
  const answers: GroupedAnswer[] = [];
  const options = { ...grading, ...(choices === undefined ? {} : { choices }) };
  for (const { answer, verdict } of graded) {
    let group: number | undefined;
    if (answer !== undefined && graded.length > 1) {
      group = firsts.indexOf(answer);
      for (let i = 0; group < 0 && i < firsts.length; i++) {
        const { verdict: same } = await grader.same(firsts[i] ?? '', answer, options);
        if (same === 'same') group = i;
      }
      if (group < 0) group = firsts.push(answer) - 1;
    }
    answers.push({ group, correct: verdict === 'correct' });
  }
  return answers;
}
