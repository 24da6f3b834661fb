import { createHash } from 'node:crypto';
import { cpus, totalmem } from 'node:os';
import { basename } from 'node:path';
import type { Grader } from '../../grading/index.js';
import { at } from '../errors.js';
import { makeReport, type Report } from '../report/report.js';
import type { TraceShelf } from '../report/trace-shelf.js';
import type { Trace } from '../../reasoning/trace.js';
import type { TaskQuestion } from '../tasks/read-task.js';
import type { GradedTrace, GradingSettings } from './grade-sample.js';
import type { RunConditions } from '../statistics/conditions.js';
import { sampleKey, type PlannedRun } from './plan.js';
import { findSample, gradeSample, resultOf, type OnTrace, type RunResult } from './results.js';
import { DEFAULT_SEED, plannedRuns, type EvaluationInput } from './runner.js';

/** Problems of the task file that are told in the report one by one. */
const MOST_PROBLEMS = 20;

/**
 * The report of an evaluation from what its journals hold now: graded anew, nothing generated.
 * @param shelf gets the traces on the way
 */
export async function reportOf(input: EvaluationInput, grader: Grader, shelf?: TraceShelf): Promise<Report> {
  const { facts, file, task, folder } = input;
  const questions: TaskQuestion[] = [];
  const problems: string[] = [];
  for await (const question of task.questions(({ line, message }) =>
    problems.push(`${at(basename(file.file), line)}: ${message}`),
  )) {
    questions.push(question);
  }
  const results: RunResult[] = [];
  const runs = plannedRuns(input);
  const grading = gradingOf(input);
  for (const { run, key } of runs) {
    if (results.some((result) => result.key === key)) continue;
    const keep: OnTrace = (questionId, sample, trace) => shelf?.add(questionId, key, sample, trace);
    results.push(await resultOf(folder, key, run, questions, file.samples ?? 1, grading, grader, keep));
  }
  const more = problems.length - MOST_PROBLEMS;
  return makeReport({
    title: file.title ?? `${task.title}, ${facts.model.name}`,
    ...(file.task === undefined ? {} : { taskName: file.task }),
    taskTitle: task.title,
    model: facts.model.name,
    ...(file.trainingExamples === undefined ? {} : { trainingExamples: file.trainingExamples }),
    conditionsOf: runConditions(input, questions),
    closed: task.closed,
    questions,
    conditions: conditionsOf(input, runs[0]?.identity),
    results,
    seed: file.seed ?? DEFAULT_SEED,
    notes: [
      ...editedNotes(file.file, questions, results),
      ...problems.slice(0, MOST_PROBLEMS).map((problem) => `Left out: ${problem}.`),
      ...(more > 0 ? [`${more} more rows were left out.`] : []),
    ],
  });
}

/** What each run's numbers depend on. */
function runConditions(
  { facts: { model, engine, thinkingFormat, sampling }, file, task }: EvaluationInput,
  questions: readonly TaskQuestion[],
): (run: PlannedRun) => RunConditions {
  const hash = createHash('sha256');
  for (const { id, ask, reference } of questions) hash.update(JSON.stringify([id, ask, reference]));
  const asked = hash.digest('hex').slice(0, 16);
  return (run) => ({
    method: run.label,
    model: `${model.name} ${model.sha256.slice(0, 16)}`,
    task: `${task.title}, ${questions.length} questions, ${asked}`,
    prompt: task.prompt,
    sampling: JSON.stringify(run.draws && sampling.temperature === 0 ? { ...sampling, temperature: 1 } : sampling),
    seed: String(file.seed ?? DEFAULT_SEED),
    samples: String(file.samples ?? 1),
    thinkingFormat,
    context: `${model.contextSize} tokens`,
    extraction: file.extraction ?? 'usual',
    engine,
    hardware: hardwareOf(model),
  });
}

function hardwareOf({ device, threads, server }: EvaluationInput['facts']['model']): string {
  if (server !== undefined) return `a server of ${server.kind}`;
  return `${device}, ${threads} threads; ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
}

/** What of the task's file changed since samples were made. */
function editedNotes(file: string, questions: readonly TaskQuestion[], results: readonly RunResult[]): string[] {
  const edited = questions.filter(({ id }) => results.some((result) => result.edited.has(id)));
  const notes = edited
    .slice(0, MOST_PROBLEMS)
    .map(
      ({ id, line }) =>
        `${at(basename(file), line)}: the question "${id}" was changed after it was asked; its earlier samples are kept, but not counted.`,
    );
  const more = edited.length - notes.length;
  return more > 0 ? [...notes, `${more} more questions were changed after they were asked.`] : notes;
}

function gradingOf({ file, task }: EvaluationInput): GradingSettings {
  return { ...task.grading, extraction: file.extraction ?? 'usual' };
}

/** The traces of one sample, graded now; none where it is not there. */
export async function samplesOf(
  input: EvaluationInput,
  { run, questionId, sample }: { readonly run: string; readonly questionId: string; readonly sample: number },
  grader: Grader,
): Promise<(GradedTrace & { readonly trace: Trace; readonly counts: boolean })[]> {
  for await (const question of input.task.questions()) {
    if (question.id !== questionId) continue;
    const record = await findSample(input.folder, run, sampleKey(run, question, sample));
    if (record === undefined) return [];
    const { graded, winner } = await gradeSample(record, question, gradingOf(input), grader);
    return record.traces.flatMap((trace, i) => {
      const verdict = graded[i];
      return verdict === undefined ? [] : [{ trace, ...verdict, counts: i === (winner ?? 0) }];
    });
  }
  return [];
}

function conditionsOf(
  { facts: { model, engine }, task, file }: EvaluationInput,
  identity: ReturnType<typeof plannedRuns>[number]['identity'] | undefined,
): [string, string][] {
  return [
    ['Model', model.name],
    model.server === undefined
      ? ['SHA-256', model.sha256]
      : [`SHA-256 of what ${model.server.kind} says of it (the file was not checked)`, model.sha256],
    ['Engine', engine],
    ['Runs on', hardwareOf(model)],
    ['Context', `${model.contextSize} tokens`],
    ['Thinking format', identity?.thinkingFormat ?? ''],
    ['Prompt', JSON.stringify(task.prompt)],
    ['Sampling', JSON.stringify(identity?.sampling ?? {})],
    ['Seed', String(file.seed ?? DEFAULT_SEED)],
    ['Samples a question', String(file.samples ?? 1)],
    ['Answers found by', file.extraction === 's1' ? 'the rules of the s1 paper' : 'the usual rules'],
  ];
}
