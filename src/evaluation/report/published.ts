import type { FamilySummary } from './report.js';

/** Reference points of the s1 paper (arXiv 2501.19393v3), always shown as published and never mixed with own runs. */
export interface PublishedSeries {
  readonly label: string;
  readonly points: readonly { readonly tokens: number; readonly accuracy: number }[];
}

export interface PublishedScores {
  readonly model: string;
  /** Examples that it was finetuned on to reason; null: not published. */
  readonly examples: number | null;
  /** Name of a ready task → accuracy. */
  readonly scores: Readonly<Record<string, number>>;
}

type Pair = readonly [tokens: number, accuracy: number];

/** Per cent with one digit, as printed, to a share. */
const share = (accuracy: number) => Math.round(10 * accuracy) / 1000;

const percent = (points: readonly Pair[]) =>
  points.map(([tokens, accuracy]) => ({ tokens, accuracy: share(accuracy) }));

const series = (label: string, points: readonly Pair[]): PublishedSeries => ({
  label: `published: s1-32B, ${label}`,
  points: percent(points),
});

/** Figures are read from their vector files; tables as printed. All of s1-32B. */
const SERIES: Readonly<Record<string, readonly PublishedSeries[]>> = {
  aime24: [
    series('budget forcing (Figure 1)', [
      [500, 0],
      [1000, 13.3],
      [2000, 30],
      [3933, 43.3],
      [5300, 50],
      [6657, 53.3],
      [7319, 56.7],
    ]),
    series('token-conditional control (Table 12)', [
      [7939, 26.7],
      [7158, 30],
      [8263, 33.3],
      [7108, 33.3],
      [7500, 40],
    ]),
    series('token-conditional control + forcing (Table 12)', [
      [1024, 3.3],
      [2048, 30],
      [4031, 33.3],
      [5664, 33.3],
      [6330, 40],
    ]),
    series('step-conditional control (Table 13)', [
      [7252, 33.3],
      [6277, 23.3],
      [5396, 33.3],
      [5552, 36.7],
      [7551, 33.3],
    ]),
    series('step-conditional control + forcing (Table 13)', [
      [1517, 23.3],
      [2963, 23.3],
      [4636, 33.3],
      [5409, 36.7],
      [7551, 33.3],
    ]),
    series('class-conditional control, short and long (Table 14)', [
      [8033, 30],
      [9651, 36.7],
    ]),
    series('rejection sampling (Figure 6)', [
      [2974, 40],
      [3703, 36.7],
      [4344, 33.3],
      [4734, 30],
      [5193, 26.7],
      [5293, 23.3],
    ]),
  ],
  math500: [
    series('budget forcing (Figure 1)', [
      [499, 64],
      [983, 80],
      [1814, 85.6],
      [2868, 90.6],
      [3200, 93.2],
    ]),
    series('class-conditional control, short and long (Table 14)', [
      [2537, 90.4],
      [3875, 91.4],
    ]),
  ],
  'gpqa-diamond': [
    series('budget forcing (Figure 1)', [
      [500, 37.9],
      [985, 49.5],
      [1742, 51],
      [3231, 57.6],
      [4649, 59.6],
    ]),
    series('class-conditional control, short and long (Table 14)', [
      [4177, 56.6],
      [4827, 51],
    ]),
  ],
};

/** What the paper published for a ready task; nothing for others. */
export function publishedFor(task: string | undefined): readonly PublishedSeries[] {
  return task === undefined ? [] : (SERIES[task] ?? []);
}

/**
 * Figure 4b: majority voting of Qwen2.5-32B-Instruct on GPQA Diamond. Its tokens are those of all questions and samples
 * together, so it is no line of the chart over tokens a question until it is divided by the task's questions.
 */
const GPQA_QUESTIONS = 198;

/** Parallel scaling as published: tokens a question → accuracy of the vote. */
export function publishedVotes(task: string | undefined): readonly PublishedSeries[] {
  if (task !== 'gpqa-diamond') return [];
  const points: readonly Pair[] = [
    [127e3, 45.5],
    [510e3, 48.5],
    [1020e3, 50.5],
    [2040e3, 50],
    [4080e3, 51.5],
    [8170e3, 51],
  ];
  const each = points.map(([tokens, accuracy]): Pair => [Math.round(tokens / GPQA_QUESTIONS), accuracy]);
  return [{ label: 'published: Qwen2.5-32B-Instruct, majority voting (Figure 4)', points: percent(each) }];
}

/** Table 3, methods on AIME 2024. Shares 0 to 1; Scaling in points a doubling. */
export function publishedMethods(task: string | undefined): readonly FamilySummary[] {
  if (task !== 'aime24') return [];
  const rows: readonly (readonly [family: string, control: number, scaling: number, best: number, runs: number])[] = [
    ['budget forcing', 100, 15, 56.7, 5],
    ['token-conditional control', 40, -24, 40, 5],
    ['token-conditional control + forcing', 100, 13, 40, 5],
    ['step-conditional control', 60, 3, 36.7, 5],
    ['step-conditional control + forcing', 100, 6, 36.7, 5],
    ['class-conditional control', 50, 25, 36.7, 2],
    ['rejection sampling', 100, -35, 40, 5],
  ];
  return rows.map(([family, control, scaling, performance, runs]) => ({
    family: `published: ${family}`,
    control: control / 100,
    scaling,
    performance: share(performance),
    runs,
  }));
}

const scores = (model: string, examples: number | null, aime24: number, math500?: number, gpqa?: number) => ({
  model,
  examples,
  scores: {
    aime24: share(aime24),
    ...(math500 === undefined ? {} : { math500: share(math500) }),
    ...(gpqa === undefined ? {} : { 'gpqa-diamond': share(gpqa) }),
  },
});

/** Table 1, with the number of examples used for reasoning finetuning. */
const TABLE_1: readonly PublishedScores[] = [
  scores('o1-preview', null, 44.6, 85.5, 73.3),
  scores('o1-mini', null, 70, 90, 60),
  scores('o1', null, 74.4, 94.8, 77.3),
  scores('Gemini 2.0 Flash Thinking', null, 60),
  scores('Qwen2.5-32B-Instruct', null, 26.7, 84, 49),
  scores('QwQ-32B', null, 50, 90.6, 54.5),
  scores('r1', null, 79.8, 97.3, 71.5), // "far more than 800K"
  scores('r1-distill', 800_000, 72.6, 94.3, 62.1),
  scores('Sky-T1', 17_000, 43.3, 82.4, 56.8),
  scores('Bespoke-32B', 17_000, 63.3, 93, 58.1),
  scores('s1 without budget forcing', 1000, 50, 92.6, 56.6),
  scores('s1-32B', 1000, 56.7, 93, 59.6),
];

/** Table 2, selections from one pool, each capped at about 30,000 thinking tokens. */
const TABLE_2: readonly PublishedScores[] = [
  scores('1K-random', 1000, 36.7, 90.6, 52),
  scores('1K-diverse', 1000, 26.7, 91.2, 54.6),
  scores('1K-longest', 1000, 33.3, 90.4, 59.6),
  scores('59K-full', 59_000, 53.3, 92.8, 58.1),
];

export function publishedScores(): readonly PublishedScores[] {
  return TABLE_1;
}

/** Accuracy against training examples: Figure 2 is drawn from Table 1; Table 2 adds the paper's own selections. */
export function publishedExamples(task: string): { label: string; examples: number; accuracy: number }[] {
  return [...TABLE_1, ...TABLE_2].flatMap(({ model, examples, scores: of }) => {
    const accuracy = of[task];
    return examples === null || accuracy === undefined ? [] : [{ label: `published: ${model}`, examples, accuracy }];
  });
}
