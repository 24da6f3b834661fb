import type { Chart } from './model.js';

/** A chart laid out in a box: what the view draws, what a file holds and what a picture shows are made from it. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly grid: readonly Line[];
  readonly texts: readonly Text[];
  readonly series: readonly SceneSeries[];
}

export interface Line {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface Text {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Written upwards. */
  readonly up?: boolean;
}

export interface SceneSeries {
  /** Number of its colour and shape. */
  readonly index: number;
  readonly label: string;
  readonly published: boolean;
  /** SVG path through its points. */
  readonly path: string;
  readonly points: readonly ScenePoint[];
}

export interface ScenePoint {
  readonly x: number;
  readonly y: number;
  /** The interval. */
  readonly whisker?: Line;
  /** SVG path of the mark. */
  readonly mark: string;
  readonly label: string;
}

export const COLOURS = 8;
const LEFT = 62;
const RIGHT = 18;
const TOP = 14;
const BOTTOM = 50;

/** Lays a chart out; undefined where it has no point that can be drawn. The x axis is logarithmic, in powers of two. */
export function sceneOf(chart: Chart, width: number, height: number): Scene | undefined {
  const drawn = chart.series.map((one) => ({ ...one, points: one.points.filter(isDrawable) }));
  const points = drawn.flatMap((one) => one.points);
  if (points.length === 0) return undefined;
  const logs = points.map(({ x }) => Math.log2(x));
  const from = Math.floor(Math.min(...logs));
  const to = Math.max(from + 1, Math.ceil(Math.max(...logs)));
  const [low, high] = sharesShown(points.flatMap(({ y, low: least = y, high: most = y }) => [least, most]));
  const px = (x: number) => round(LEFT + ((Math.log2(x) - from) / (to - from)) * (width - LEFT - RIGHT));
  const py = (y: number) => round(TOP + ((high - y) / (high - low)) * (height - TOP - BOTTOM));
  const grid: Line[] = [];
  const texts: Text[] = [
    { x: (LEFT + width - RIGHT) / 2, y: height - 10, text: chart.xLabel, anchor: 'middle' },
    { x: 14, y: (TOP + height - BOTTOM) / 2, text: chart.yLabel, anchor: 'middle', up: true },
  ];
  const step = Math.max(1, Math.ceil((to - from) / (width / 70)));
  for (let power = from; power <= to; power += step) {
    const x = px(2 ** power);
    grid.push({ x1: x, y1: TOP, x2: x, y2: height - BOTTOM });
    texts.push({ x, y: height - BOTTOM + 18, text: tick(2 ** power), anchor: 'middle' });
  }
  const share = high - low > 0.5 ? 0.2 : high - low > 0.25 ? 0.1 : 0.05;
  for (let y = Math.ceil(low / share - 1e-9) * share; y <= high + 1e-9; y += share) {
    grid.push({ x1: LEFT, y1: py(y), x2: width - RIGHT, y2: py(y) });
    texts.push({ x: LEFT - 8, y: py(y) + 4, text: `${Math.round(100 * y)} %`, anchor: 'end' });
  }
  const series = drawn.map(({ label, published = false, scattered = false, points: own }, index): SceneSeries => {
    const sorted = own.toSorted((a, b) => a.x - b.x);
    return {
      index,
      label,
      published,
      path: scattered ? '' : sorted.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${px(x)} ${py(y)}`).join(''),
      points: sorted.map(({ x, y, low: least, high: most, label: text }) => ({
        x: px(x),
        y: py(y),
        ...(least === undefined || most === undefined || !Number.isFinite(least + most)
          ? {}
          : { whisker: { x1: px(x), y1: py(least), x2: px(x), y2: py(most) } }),
        mark: markPath(index, px(x), py(y)),
        label: text,
      })),
    };
  });
  return { width, height, grid, texts, series };
}

function isDrawable({ x, y }: { x: number; y: number }): boolean {
  return Number.isFinite(x) && x > 0 && Number.isFinite(y);
}

/** The part of the scale that is shown: what there is and a little more, at least 20 points, in whole tenths. */
function sharesShown(values: readonly number[]): [number, number] {
  const real = values.filter(Number.isFinite);
  let low = Math.max(0, Math.floor(10 * Math.min(...real) - 0.2 + 1e-9) / 10);
  let high = Math.min(1, Math.ceil(10 * Math.max(...real) + 0.2 - 1e-9) / 10);
  if (high - low < 0.2) high = Math.min(1, low + 0.2);
  if (high - low < 0.2) low = high - 0.2;
  return [low, high];
}

/** Marks of different shapes, so that series are told apart without colour. */
export function markPath(index: number, x: number, y: number): string {
  // Colours repeat after eight: then with another shape.
  switch ((index + Math.floor(index / COLOURS)) % 4) {
    case 0:
      return `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z`;
    case 1:
      return `M${x - 4.5} ${y - 4.5}h9v9h-9z`;
    case 2:
      return `M${x} ${y - 6.5}l6.5 6.5l-6.5 6.5l-6.5 -6.5z`;
    default:
      return `M${x} ${y - 6}l6 10.5h-12z`;
  }
}

function tick(value: number): string {
  if (value >= 1_048_576) return `${value / 1_048_576}M`;
  return value >= 1024 ? `${value / 1024}k` : String(value);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
