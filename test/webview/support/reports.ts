import type { ReadTrace } from '../../../src/evaluation/report/read-trace.js';
import { makeReport, type Report, type ReportInput } from '../../../src/evaluation/report/report.js';
import { parseEvalFile } from '../../../src/evaluation/runs/eval-file.js';
import { planOf } from '../../../src/evaluation/runs/plan.js';
import type { RunResult, SampleRow } from '../../../src/evaluation/runs/results.js';
import type { SampleRef } from '../../../src/webview/report/protocol.js';

const METHODS = `file: a.jsonl
methods:
  - { method: none }
  - { method: budget-forcing, maxThinking: [64, 128, 256, 512, 1024] }
  - { method: budget-forcing, waits: [0, 1, 2], rules: s1-eval }
  - { method: token-conditional, limits: [128, 256, 512] }
  - { method: majority, samples: 8 }
`;

export interface ReportShape {
  readonly questions?: number;
  readonly methods?: string;
  readonly more?: Partial<ReportInput>;
  /** Texts of the questions, from the first on. */
  readonly texts?: readonly string[];
}

/** A report as an evaluation makes it: longer thinking is right more often, and the last samples were cut. */
export function reportWith({ questions = 60, methods = METHODS, more = {}, texts = [] }: ReportShape = {}): Report {
  const plan = planOf(parseEvalFile(methods, 'a.eval.yaml'));
  const thinkingOf = (r: number) => {
    const { maxThinking, waits } = plan[r]!.budget;
    return Math.min(maxThinking ?? 700, 700) + 150 * waits + 13 * r;
  };
  const results: RunResult[] = plan.map((run, r) => ({
    run,
    key: `run-${r}`,
    edited: new Set<string>(),
    rows: Array.from({ length: questions }, (_, q) => rowOf(q, r, run.parallel, thinkingOf(r))),
  }));
  return makeReport({
    title: 'Budget forcing on AIME 2024',
    taskName: 'aime24',
    taskTitle: 'AIME 2024',
    model: 'model.gguf',
    conditionsOf: ({ label, draws }) => ({
      method: label,
      model: 'model.gguf',
      task: 'AIME 2024',
      prompt: 'bare',
      sampling: draws ? 'temperature 1' : 'greedy',
      seed: '1',
      samples: '1',
      thinkingFormat: 'think',
      context: '2048 tokens',
      extraction: 'usual',
      engine: 'engine 1',
      hardware: 'cpu',
    }),
    closed: false,
    questions: Array.from({ length: questions }, (_, q) => ({
      id: `2024-I-${q + 1}`,
      text:
        texts[q] ??
        `Find the number of integers $n$ with $1 \\le n \\le ${q + 10}$ for which $n^2 + n + 1$ is **prime**.`,
      reference: String(7 * q + 3),
    })),
    conditions: [
      ['Model', 'think-harder-teaching.gguf'],
      ['SHA-256', 'b58576d430daac81567df4e832af8f0362644c82531310d0f88506f44255e43d'],
      ['Engine', 'node-llama-cpp 3.21.1'],
      ['Sampling', '{"temperature":0}'],
    ],
    results,
    seed: 1,
    notes: [],
    ...more,
  });
}

function rowOf(q: number, r: number, parallel: number, thinking: number): SampleRow {
  const hard = ((q * 37) % 60) / 60;
  const strength = Math.log2(thinking) / 12 + ((q * r) % 5) / 40;
  const right = hard < strength;
  const verdict = right ? 'correct' : q % 11 === 0 ? 'censored' : q % 13 === 0 ? 'unparsable' : 'wrong';
  const own = thinking + ((q * 13) % 40);
  return {
    questionId: `2024-I-${q + 1}`,
    sample: 0,
    verdict,
    ...(verdict === 'correct' || verdict === 'wrong' ? { answer: String(7 * q + (right ? 3 : 4)) } : {}),
    reference: String(7 * q + 3),
    reason: right ? 'the same number' : 'another number',
    thinking: own * parallel,
    answerTokens: 9,
    forced: 3,
    generated: (own + 9) * parallel,
    evaluated: own + 40,
    tries: 1,
    ms: 1200,
    answers:
      parallel > 1
        ? Array.from({ length: parallel }, (_, i) => ({ group: (q + i) % 3, correct: right && (q + i) % 3 === 0 }))
        : [],
  };
}

/** A trace with a wait, a forced cue and an answer, and where that stands. */
export function traceOf(
  { questionId, run }: SampleRef,
  answer = 'The answer is \\boxed{24}, as was to be shown.',
): ReadTrace {
  const start = answer.indexOf('24');
  return {
    spans: [
      {
        role: 'thinking',
        origin: 'sampled',
        text: `Under ${run}, about ${questionId}: let $x = 3$.\n\nThen *x* squared is 9.`,
        count: 20,
      },
      { role: 'thinking', origin: 'forced', text: 'Wait', count: 1, note: 'wait' },
      { role: 'thinking', origin: 'sampled', text: ', that is not all:\n\n$$\\sum_{i=1}^{9} i = 45$$', count: 18 },
      { role: 'delimiter', origin: 'forced', text: '</think>', count: 1, note: 'end' },
      { role: 'delimiter', origin: 'forced', text: '\nFinal Answer:', count: 3, note: 'cue' },
      { role: 'answer', origin: 'sampled', text: answer, count: 12 },
    ],
    verdict: 'wrong',
    reason: 'another number',
    ...(start < 0 ? {} : { answer: '24', place: { start, end: start + 2 } }),
    counts: true,
    thinking: 39,
    answerTokens: 12,
    forced: 5,
  };
}
