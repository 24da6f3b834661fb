import { chartSvg, seriesClass, type Chart, type ChartSeries } from './chart.js';
import { publishedOf } from './export.js';
import { escapeHtml } from './html-text.js';
import type { QuestionCell, Report } from './report.js';
import { percent, tablesOf, whole, type Table } from './tables.js';

/** Accuracy against average thinking tokens, one line a method, with intervals; published points beside them. */
export function scalingChart(report: Report): Chart {
  const families = [...new Set(report.runs.map(({ family }) => family))];
  const own: ChartSeries[] = families.map((family) => ({
    label: family,
    points: report.runs
      .filter((run) => run.family === family && run.samples > 0)
      .map(({ label, thinking, accuracy, interval }) => ({
        x: thinking,
        y: accuracy,
        low: interval.low,
        high: interval.high,
        label: `${label}: ${percent(accuracy)} at ${whole(thinking)} tokens`,
      })),
  }));
  return {
    title: 'Accuracy against average thinking tokens',
    xLabel: 'average thinking tokens (log scale)',
    series: [...own, ...publishedSeries(report)],
  };
}

/** Sequential against parallel scaling at equal total tokens: runs of one sample, and maj@k of runs with several. */
export function parallelChart(report: Report): Chart | undefined {
  const parallel = report.runs.filter(({ atK }) => atK.length > 0);
  if (parallel.length === 0) return undefined;
  const sequential = report.runs.filter((run) => !run.parallel && run.samples > 0);
  return {
    title: 'Sequential and parallel scaling at equal total tokens',
    xLabel: 'tokens generated for a question (log scale)',
    series: [
      {
        label: 'one sample',
        points: sequential.map(({ label, generated, accuracy }) => ({
          x: generated,
          y: accuracy,
          label: `${label}: ${percent(accuracy)} at ${whole(generated)} tokens`,
        })),
      },
      ...parallel.map(({ label, atK }) => ({
        label: `${label}, maj@k`,
        points: atK.map(({ k, majority, tokens }) => ({
          x: tokens,
          y: majority,
          label: `maj@${k}: ${percent(majority)} at ${whole(tokens)} tokens`,
        })),
      })),
    ],
  };
}

function publishedSeries({ published }: Report): ChartSeries[] {
  return published.map(({ label, points }) => ({
    label,
    published: true,
    points: points.map(({ tokens, accuracy }) => ({
      x: tokens,
      y: accuracy,
      label: `${label}: ${percent(accuracy)} at ${tokens} tokens`,
    })),
  }));
}

/** Questions shown in the page; the JSON Lines export has all. */
const MOST_QUESTIONS = 2000;

/** The whole report as one file that needs no other and runs no script. */
export function toHtml(report: Report): string {
  const charts = [scalingChart(report), parallelChart(report)].filter((chart) => chart !== undefined);
  const body = [
    `<h1>${escapeHtml(report.title)}</h1>`,
    `<p>${escapeHtml(report.task.title)}, ${report.task.questions} questions.</p>`,
    report.warnings.length === 0
      ? ''
      : `<ul class="warnings">${report.warnings.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>`,
    ...charts.map(figure),
    ...tablesOf(report).map(htmlTable),
    ...publishedOf(report).map(htmlTable),
    questionTable(report),
    `<h2>Conditions</h2><dl>${report.conditions.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`,
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(report.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;
}

function figure(chart: Chart): string {
  const legend = chart.series
    .map(
      ({ label, published }, i) =>
        `<li class="${seriesClass(i)}${published === true ? ' published' : ''}">${escapeHtml(label)}</li>`,
    )
    .join('');
  return `<figure>${chartSvg(chart)}<figcaption>${escapeHtml(chart.title)}. The numbers are in the tables below.<ul class="legend">${legend}</ul></figcaption></figure>`;
}

function htmlTable({ title, header, rows }: Table): string {
  const cells = (row: readonly string[]) =>
    row
      .map((text, i) => (i === 0 ? `<th scope="row">${escapeHtml(text)}</th>` : `<td>${escapeHtml(text)}</td>`))
      .join('');
  const head = header.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('');
  const lines = rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n');
  return `<h2>${escapeHtml(title)}</h2><div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(title)}"><table><thead><tr>${head}</tr></thead><tbody>\n${lines}\n</tbody></table></div>`;
}

function questionTable({ questions, runs, task }: Report): string {
  const head = ['Question', ...(task.closed ? [] : ['Reference']), ...runs.map(({ label }) => label)];
  const rows = questions.slice(0, MOST_QUESTIONS).map(({ id, text, reference, cells }) => {
    const name =
      text === undefined
        ? escapeHtml(id)
        : `<details><summary>${escapeHtml(id)}</summary><p>${escapeHtml(text)}</p></details>`;
    const own = cells.map((cell) => (cell === null ? '<td>–</td>' : cellHtml(cell, task.closed)));
    return `<tr><th scope="row">${name}</th>${task.closed ? '' : `<td>${escapeHtml(reference)}</td>`}${own.join('')}</tr>`;
  });
  const left = questions.length - rows.length;
  const note = left > 0 ? `<p>${left} more questions are in the JSON Lines export.</p>` : '';
  return `<h2>Questions</h2><div class="scroll" tabindex="0" role="region" aria-label="Questions"><table><thead><tr>${head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('')}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>${note}`;
}

function cellHtml({ verdict, answer, thinking, reason }: QuestionCell, closed: boolean): string {
  const shown = closed || answer === '' ? '' : `: ${answer.slice(0, 80)}`;
  const title = closed ? '' : ` title="${escapeHtml(reason)}"`;
  return `<td class="${verdict}"${title}>${escapeHtml(verdict + shown)} <small>${whole(thinking)}</small></td>`;
}

/** Colours of Okabe and Ito, which people with any colour vision tell apart. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#7f7f7f', '#b8860b'];
const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .6rem; border-bottom: 1px solid #8884; text-align: right; white-space: nowrap; }
th:first-child { text-align: left; }
details p { white-space: pre-wrap; max-width: 40rem; font-weight: normal; }
.warnings li { border-left: 4px solid #e69f00; padding-left: .5rem; list-style: none; }
.correct::before { content: "✓ "; } .wrong::before { content: "✗ "; } .censored::before { content: "⧗ "; }
.chart { width: 100%; max-width: 52rem; font-size: 12px; fill: currentColor; }
.chart .grid { stroke: #8884; } .chart .line { fill: none; stroke: var(--c); stroke-width: 2; }
.chart .whisker { stroke: var(--c); } .chart .mark { fill: var(--c); stroke: var(--c); }
.chart .published .mark { fill: none; } .chart .published .line { stroke-dasharray: 4 4; }
.legend li { list-style: none; display: inline-block; margin-right: 1.5rem; border-bottom: 3px solid var(--c); }
.legend .published { border-bottom-style: dashed; }
${COLOURS.map((colour, i) => `.series-${i} { --c: ${colour}; }`).join('\n')}
`;
