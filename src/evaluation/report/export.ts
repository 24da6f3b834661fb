import type { Report } from './report.js';
import { percent, tablesOf, whole, type Table } from './tables.js';

/** The report as Markdown. */
export function toMarkdown(report: Report): string {
  const parts = [
    `# ${oneLine(report.title)}`,
    `${oneLine(report.task.title)}, ${report.task.questions} questions.`,
    report.conditions.map(([name, value]) => `- ${oneLine(name)}: ${oneLine(value)}`).join('\n'),
    ...(report.warnings.length === 0 ? [] : [report.warnings.map((text) => `> ${oneLine(text)}`).join('\n>\n')]),
    ...tablesOf(report).map(markdownTable),
    ...publishedOf(report).map(markdownTable),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** One line a run, numbers unrounded. */
export function toCsv({ runs }: Report): string {
  const header = [
    'run',
    'method',
    'samples',
    'accuracy',
    'standard_error',
    'low_95',
    'high_95',
    'accuracy_without_censored',
    'correct',
    'wrong',
    'censored',
    'unparsable',
    'ungraded',
    'thinking_tokens',
    'answer_tokens',
    'forced_tokens',
    'generated_tokens',
    'tries',
    'seconds',
    'tokens_per_second',
    'key',
  ];
  const rows = runs.map((run) => [
    run.label,
    run.family,
    run.samples,
    run.accuracy,
    run.standardError,
    run.interval.low,
    run.interval.high,
    run.accuracyUncensored,
    run.verdicts.correct,
    run.verdicts.wrong,
    run.verdicts.censored,
    run.verdicts.unparsable,
    run.verdicts.ungraded,
    run.thinking,
    run.answerTokens,
    run.forced,
    run.generated,
    run.tries,
    run.seconds,
    run.tokensPerSecond,
    run.key,
  ]);
  return [header, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/** One line a question and run. */
export function toJsonLines({ questions, runs }: Report): string {
  const lines = questions.flatMap(({ id, text, reference, cells }) =>
    cells.flatMap((cell, i) => {
      const run = runs[i];
      if (cell === null || run === undefined) return [];
      const { key, label } = run;
      const question =
        text === undefined ? {} : { question: text, answer: cell.answer, reference, reason: cell.reason };
      const { verdict, thinking, score } = cell;
      return [JSON.stringify({ id, run: label, key, verdict, score, thinking, ...question })];
    }),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** The published reference points as a table, labelled as such. */
export function publishedOf({ published }: Report): Table[] {
  return published.map(({ label, points }) => ({
    title: label,
    header: ['thinking tokens', 'accuracy'],
    rows: points.map(({ tokens, accuracy }) => [whole(tokens), percent(accuracy)]),
  }));
}

function markdownTable({ title, header, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`;
  return [`## ${oneLine(title)}`, '', line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function cellText(text: string): string {
  return oneLine(text).replace(/\\/g, '\\\\').replace(/\|/g, '\\|');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** RFC 4180; a text that a spreadsheet would take for a formula is shielded. */
function csvField(value: string | number): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
