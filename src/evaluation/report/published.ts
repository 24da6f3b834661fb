/** Reference points of the s1 paper (arXiv 2501.19393v3), always shown as published and never mixed with own runs. */
export interface PublishedSeries {
  readonly label: string;
  readonly points: readonly { readonly tokens: number; readonly accuracy: number }[];
}

const percent = (points: readonly (readonly [tokens: number, accuracy: number])[]) =>
  points.map(([tokens, accuracy]) => ({ tokens, accuracy: accuracy / 100 }));

/** Figure 1, read from its vector file (s1-facts section 3): s1-32B, budget forcing. */
const FIGURE_1: Readonly<Record<string, PublishedSeries['points']>> = {
  aime24: percent([
    [500, 0],
    [1000, 13.3],
    [2000, 30],
    [3933, 43.3],
    [5300, 50],
    [6657, 53.3],
    [7319, 56.7],
  ]),
  math500: percent([
    [499, 64],
    [983, 80],
    [1814, 85.6],
    [2868, 90.6],
    [3200, 93.2],
  ]),
  'gpqa-diamond': percent([
    [500, 37.9],
    [985, 49.5],
    [1742, 51],
    [3231, 57.6],
    [4649, 59.6],
  ]),
};

/** What the paper published for a ready task; nothing for others. */
export function publishedFor(task: string | undefined): PublishedSeries[] {
  const points = task === undefined ? undefined : FIGURE_1[task];
  return points === undefined ? [] : [{ label: 'published: s1-32B, budget forcing (Figure 1)', points }];
}
