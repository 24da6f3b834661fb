import type { Chart } from './model.js';
import { COLOURS, markPath, sceneOf, type Scene } from './scene.js';

/** Colours of a chart outside the view, where no theme reaches. */
export interface Palette {
  readonly background: string;
  readonly text: string;
  readonly grid: string;
  readonly series: readonly string[];
}

/** For paper: the colours of Okabe and Ito, which people with any colour vision tell apart. */
export const PAPER: Palette = {
  background: '#ffffff',
  text: '#1f1f1f',
  grid: '#d8d8d8',
  series: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#946c00', '#3a93c4', '#6b6b6b', '#8a5a00'],
};

const WIDTH = 800;
const HEIGHT = 460;
const LEGEND_LINE = 20;

/** The chart as an SVG file of its own, with its legend; undefined where there is nothing to draw. */
export function svgOf(chart: Chart, palette: Palette = PAPER): string | undefined {
  const scene = sceneOf(chart, WIDTH, HEIGHT);
  if (scene === undefined) return undefined;
  const height = HEIGHT + LEGEND_LINE * scene.series.length + 10;
  const colour = (index: number) => palette.series[index % COLOURS] ?? palette.text;
  const parts = [
    `<rect width="${WIDTH}" height="${height}" fill="${palette.background}"/>`,
    ...scene.grid.map((line) => `<line ${attributes({ ...line })} stroke="${palette.grid}"/>`),
    ...scene.texts.map(({ x, y, text, anchor, up }) => {
      const turn = up === true ? ` transform="rotate(-90 ${x} ${y})"` : '';
      return `<text x="${x}" y="${y}" text-anchor="${anchor}"${turn} fill="${palette.text}">${escape(text)}</text>`;
    }),
    ...scene.series.map((one) => seriesSvg(one, colour(one.index))),
    ...legend(scene, (index, y) => {
      const { label = '', published = false } = scene.series[index] ?? {};
      const fill = published ? 'none' : colour(index);
      return `<path d="${markPath(index, 76, y - 4)}" fill="${fill}" stroke="${colour(index)}" stroke-width="1.5"/><text x="90" y="${y}" fill="${palette.text}">${escape(label)}</text>`;
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="13"><title>${escape(chart.title)}</title>${parts.join('')}</svg>\n`;
}

function seriesSvg({ path, points, published }: Scene['series'][number], colour: string): string {
  const marks = points.map(({ whisker, mark, label }) => {
    const line =
      whisker === undefined ? '' : `<line ${attributes({ ...whisker })} stroke="${colour}" stroke-width="1.5"/>`;
    return `<g><title>${escape(label)}</title>${line}<path d="${mark}" fill="${published ? 'none' : colour}" stroke="${colour}" stroke-width="1.5"/></g>`;
  });
  const dashes = published ? ' stroke-dasharray="5 4"' : '';
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>${marks.join('')}`;
}

/** The chart as PNG, in base64, at twice its size. Drawn from the same layout, so it needs no picture to be loaded. */
export function pngOf(chart: Chart, palette: Palette = PAPER): string | undefined {
  const scene = sceneOf(chart, WIDTH, HEIGHT);
  if (scene === undefined) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = 2 * WIDTH;
  canvas.height = 2 * (HEIGHT + LEGEND_LINE * scene.series.length + 10);
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.scale(2, 2);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.font = '13px system-ui, sans-serif';
  for (const line of scene.grid) strokeLine(context, line, palette.grid, 1);
  for (const { x, y, text, anchor, up } of scene.texts) {
    context.save();
    context.translate(x, y);
    if (up === true) context.rotate(-Math.PI / 2);
    context.textAlign = anchor === 'middle' ? 'center' : anchor;
    context.fillStyle = palette.text;
    context.fillText(text, 0, 0);
    context.restore();
  }
  for (const one of scene.series) drawSeries(context, one, palette.series[one.index % COLOURS] ?? palette.text);
  legend(scene, (index, y) => {
    const { label = '', published = false } = scene.series[index] ?? {};
    drawMark(context, markPath(index, 76, y - 4), palette.series[index % COLOURS] ?? palette.text, published);
    context.fillStyle = palette.text;
    context.fillText(label, 90, y);
  });
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

function drawSeries(context: CanvasRenderingContext2D, one: Scene['series'][number], colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.setLineDash(one.published ? [5, 4] : []);
  context.stroke(new Path2D(one.path));
  context.setLineDash([]);
  for (const { whisker, mark } of one.points) {
    if (whisker !== undefined) strokeLine(context, whisker, colour, 1.5);
    drawMark(context, mark, colour, one.published);
  }
}

function drawMark(context: CanvasRenderingContext2D, mark: string, colour: string, hollow: boolean): void {
  const path = new Path2D(mark);
  context.fillStyle = colour;
  if (!hollow) context.fill(path);
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.stroke(path);
}

function strokeLine(
  context: CanvasRenderingContext2D,
  { x1, y1, x2, y2 }: { x1: number; y1: number; x2: number; y2: number },
  colour: string,
  width: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

function legend<T>(scene: Scene, draw: (index: number, y: number) => T): T[] {
  return scene.series.map((_, i) => draw(i, HEIGHT + LEGEND_LINE * (i + 0.6)));
}

function attributes(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ');
}

/** For XML, which has no place for control characters. */
function escape(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
