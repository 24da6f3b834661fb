import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../../texts.js';
import { useHost } from '../context.js';
import { DataTable } from '../table.js';
import type { Chart } from './model.js';
import { pngOf, svgOf } from './picture.js';
import { COLOURS, markPath, sceneOf, type Scene, type ScenePoint } from './scene.js';

/** A chart with its legend, its numbers as a table, and its files. One stop of the Tab key; arrows go from point to point. */
export function ChartFigure({ chart, note }: { chart: Chart; note?: string }): VNode | null {
  const host = useHost();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const scene = useMemo(
    () => sceneOf(chart, width, Math.round(Math.min(420, Math.max(260, width * 0.5)))),
    [chart, width],
  );
  const [asTable, setAsTable] = useState(false);
  if (scene === undefined) return null;
  const save = (kind: 'svg' | 'png') => {
    const content = kind === 'svg' ? svgOf(chart) : pngOf(chart);
    if (content !== undefined) void host.save(`${chart.name}.${kind}`, content, kind === 'png');
  };
  return (
    <figure class="chart-figure" ref={box}>
      <figcaption>
        <h2>{chart.title}</h2>
        <span class="tools" role="group" aria-label={chart.title}>
          <button type="button" class="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {t('Table')}
          </button>
          <button type="button" class="small" onClick={() => save('svg')}>
            {t('Save as SVG')}
          </button>
          <button type="button" class="small" onClick={() => save('png')}>
            {t('Save as PNG')}
          </button>
        </span>
      </figcaption>
      {asTable ? <PointTable chart={chart} /> : <Plot scene={scene} title={chart.title} />}
      <ul class="legend">
        {scene.series.map(({ index, label, published }) => (
          <li key={index} class={seriesClass(index, published)}>
            <svg width="16" height="14" aria-hidden="true">
              <path class="mark" d={markPath(index, 8, 7)} />
            </svg>
            {label}
          </li>
        ))}
      </ul>
      {note !== undefined && <p class="note">{note}</p>}
    </figure>
  );
}

function seriesClass(index: number, published: boolean): string {
  return `series-${index % COLOURS}${published ? ' published' : ''}`;
}

function Plot({ scene, title }: { scene: Scene; title: string }): VNode {
  const points = useMemo(
    () => scene.series.flatMap(({ points: own }) => own).toSorted((a, b) => a.x - b.x || b.y - a.y),
    [scene],
  );
  const [at, setAt] = useState(0);
  const [shown, setShown] = useState<ScenePoint | null>(null);
  const marks = useRef(new Map<ScenePoint, SVGGElement>());
  const current = points[Math.min(at, points.length - 1)];
  const go = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const step = steps[event.key];
    const next =
      event.key === 'Home' ? 0 : event.key === 'End' ? points.length - 1 : step === undefined ? undefined : at + step;
    if (next === undefined) return;
    event.preventDefault();
    const target = points[Math.min(points.length - 1, Math.max(0, next))];
    if (target === undefined) return;
    setAt(points.indexOf(target));
    marks.current.get(target)?.focus();
  };
  return (
    <div class="plot">
      <svg
        class="chart"
        role="group"
        aria-label={t('{0}: chart, arrow keys go from point to point', title)}
        viewBox={`0 0 ${scene.width} ${scene.height}`}
        width={scene.width}
        height={scene.height}
        onKeyDown={go}
      >
        <g aria-hidden="true">
          {scene.grid.map((line, i) => (
            <line key={i} class="grid" {...line} />
          ))}
          {scene.texts.map(({ x, y, text, anchor, up }, i) => (
            <text
              key={i}
              x={x}
              y={y}
              text-anchor={anchor}
              {...(up === true ? { transform: `rotate(-90 ${x} ${y})` } : {})}
            >
              {text}
            </text>
          ))}
        </g>
        {scene.series.map((one) => (
          <g key={one.index} class={seriesClass(one.index, one.published)}>
            <path class="line" d={one.path} aria-hidden="true" />
            {one.points.map((point, i) => (
              <g
                key={i}
                role="img"
                aria-label={point.label}
                class="point"
                tabindex={point === current ? 0 : -1}
                ref={(element) => {
                  if (element === null) marks.current.delete(point);
                  else marks.current.set(point, element);
                }}
                onFocus={() => {
                  setAt(points.indexOf(point));
                  setShown(point);
                }}
                onBlur={() => setShown(null)}
                onPointerEnter={() => setShown(point)}
                onPointerLeave={() => setShown(null)}
              >
                {point.whisker !== undefined && <line class="whisker" {...point.whisker} />}
                <circle class="reach" cx={point.x} cy={point.y} r="10" />
                <path class="mark" d={point.mark} />
              </g>
            ))}
          </g>
        ))}
      </svg>
      {shown !== null && (
        <div
          class={`tip${shown.x > scene.width / 2 ? ' tip-left' : ''}`}
          style={{ left: `${shown.x}px`, top: `${shown.y}px` }}
        >
          {shown.label}
        </div>
      )}
    </div>
  );
}

function PointTable({ chart }: { chart: Chart }): VNode {
  const rows = chart.series.flatMap(({ label, points }) =>
    points.map(({ x, y, low, high }) => [
      label,
      Math.round(x).toString(),
      (100 * y).toFixed(1),
      low === undefined || high === undefined ? '' : `${(100 * low).toFixed(1)} – ${(100 * high).toFixed(1)}`,
    ]),
  );
  return (
    <DataTable
      name={chart.name}
      caption={chart.title}
      header={[t('series'), chart.xLabel, t('{0} in %', chart.yLabel), t('95 % interval')]}
      rows={rows}
      quiet
    />
  );
}

/** The width there is, followed. */
function useWidth(box: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(720);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = () => setWidth(Math.max(300, Math.min(860, Math.floor(element.clientWidth))));
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  }, [box]);
  return width;
}
