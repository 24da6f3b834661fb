import { escapeHtml } from './html-text.js';

/** Points of one line of a chart. `low` and `high` are the ends of an interval. */
export interface ChartSeries {
  readonly label: string;
  readonly points: readonly ChartPoint[];
  /** Shown as reference: hollow and dashed. */
  readonly published?: boolean;
}

export interface ChartPoint {
  readonly x: number;
  /** 0 to 1. */
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
  readonly label: string;
}

export interface Chart {
  readonly title: string;
  readonly xLabel: string;
  readonly series: readonly ChartSeries[];
}

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 56;
const RIGHT = 16;
const TOP = 16;
const BOTTOM = 48;
/** Shapes tell series apart without colour; colours are classes that the page's theme sets. */
const SHAPES = ['circle', 'square', 'diamond', 'triangle'] as const;

/** A chart of shares over tokens on a logarithmic axis (powers of two, as the paper's Figure 1), as SVG text. */
export function chartSvg({ title, xLabel, series }: Chart): string {
  const points = series.flatMap((one) => one.points.filter(({ x }) => x > 0));
  if (points.length === 0) return '';
  const xs = points.map(({ x }) => Math.log2(x));
  const from = Math.floor(Math.min(...xs));
  const to = Math.max(from + 1, Math.ceil(Math.max(...xs)));
  const px = (x: number) => LEFT + ((Math.log2(x) - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  const py = (y: number) => TOP + (1 - y) * (HEIGHT - TOP - BOTTOM);
  const parts: string[] = [];
  const step = Math.max(1, Math.ceil((to - from) / 10));
  for (let power = from; power <= to; power += step) {
    const x = px(2 ** power);
    parts.push(line('grid', x, TOP, x, HEIGHT - BOTTOM), text(x, HEIGHT - BOTTOM + 18, tick(2 ** power), 'middle'));
  }
  for (let share = 0; share <= 1; share += 0.2) {
    const y = py(share);
    parts.push(line('grid', LEFT, y, WIDTH - RIGHT, y), text(LEFT - 8, y + 4, `${Math.round(100 * share)} %`, 'end'));
  }
  parts.push(text((LEFT + WIDTH) / 2, HEIGHT - 8, xLabel, 'middle'));
  for (const [i, one] of series.entries()) parts.push(seriesSvg(one, i, px, py));
  return (
    `<svg class="chart" role="img" aria-label="${escapeHtml(title)}" viewBox="0 0 ${WIDTH} ${HEIGHT}" xmlns="http://www.w3.org/2000/svg">` +
    `<title>${escapeHtml(title)}</title>${parts.join('')}</svg>`
  );
}

/** Class of a series, for its legend. */
export function seriesClass(index: number): string {
  return `series-${index % 8}`;
}

function seriesSvg(
  { points, published }: ChartSeries,
  index: number,
  px: (x: number) => number,
  py: (y: number) => number,
): string {
  const shown = points.filter(({ x, y }) => x > 0 && Number.isFinite(y)).toSorted((a, b) => a.x - b.x);
  const path = shown.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${round(px(x))} ${round(py(y))}`).join('');
  const marks = shown.map(({ x, y, low, high, label }) => {
    const whisker = low === undefined || high === undefined ? '' : line('whisker', px(x), py(low), px(x), py(high));
    const mark = shape(SHAPES[index % SHAPES.length] ?? 'circle', round(px(x)), round(py(y)));
    return `<g>${whisker}${mark}<title>${escapeHtml(label)}</title></g>`;
  });
  return `<g class="${seriesClass(index)}${published === true ? ' published' : ''}"><path class="line" d="${path}"/>${marks.join('')}</g>`;
}

function shape(kind: (typeof SHAPES)[number], x: number, y: number): string {
  const paths = {
    square: `M${x - 4} ${y - 4}h8v8h-8z`,
    diamond: `M${x} ${y - 6}l6 6l-6 6l-6 -6z`,
    triangle: `M${x} ${y - 6}l6 10h-12z`,
  };
  return kind === 'circle'
    ? `<circle class="mark" cx="${x}" cy="${y}" r="5"/>`
    : `<path class="mark" d="${paths[kind]}"/>`;
}

function line(name: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${name}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

function text(x: number, y: number, content: string, anchor: 'middle' | 'end'): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escapeHtml(content)}</text>`;
}

function tick(tokens: number): string {
  return tokens >= 1024 ? `${tokens / 1024}k` : String(tokens);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
