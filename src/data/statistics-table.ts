import { CurationError } from '../curation/errors.js';
import { statisticsOf, type Statistics, type StatisticsRow } from '../curation/pipeline/statistics.js';
import type { DataSet } from './data-set.js';
import { valueIn, wholeTextOf } from './cells.js';
import type { RowQuery } from './facts.js';
import { columnWith } from './roles.js';

/** Keywords are found with all questions in memory: a larger set is filtered first. */
const MOST_ROWS = 200_000;

/**
 * Statistics by domain over the rows of a query, as table 6 of the s1 paper; a data set without domains is counted by
 * its subjects or its sources.
 * @throws CurationError where there are too many rows
 */
export async function statisticsTable(set: DataSet, query: RowQuery, format: 'csv' | 'markdown'): Promise<string> {
  const numbers = await set.rows({ ...query, sort: null });
  if (numbers.length > MOST_ROWS) {
    const message = `Keywords of more than ${MOST_ROWS.toLocaleString('en')} rows do not fit into memory: filter the rows first.`;
    throw new CurationError('unreadable', message);
  }
  const { columns } = set;
  const name = (role: Parameters<typeof columnWith>[1]) => columns[columnWith(columns, role)]?.name;
  const group = name('domain') ?? name('subject') ?? name('source');
  const [source, licence, question] = [name('source'), name('licence'), name('question')];
  const texts = [name('thinking'), name('solution')];
  const rows: StatisticsRow[] = [];
  for (const number of numbers) {
    const { fields } = await set.fieldsOf(number);
    const value = (column: string | undefined) => (column === undefined ? null : flat(valueIn(fields, column)));
    rows.push({
      domain: value(group) ?? 'Unknown',
      source: value(source) ?? 'unknown',
      licence: value(licence) ?? 'unknown',
      question: value(question) ?? '',
      text: texts.map(value).find((text) => text !== null) ?? '',
    });
  }
  return format === 'csv' ? csvOf(statisticsOf(rows)) : markdownOf(statisticsOf(rows));
}

function flat(value: unknown): string | null {
  const text = wholeTextOf(value);
  return text === '' ? null : text;
}

const HEAD = ['Domain', 'Questions', 'Words', 'Keywords'] as const;

function linesOf({ questions, words, domains }: Statistics): string[][] {
  return [
    ...domains.map((row) => [row.domain, String(row.questions), String(row.words), row.keywords.join(', ')]),
    ['All', String(questions), String(words), ''],
  ];
}

function csvOf(statistics: Statistics): string {
  return [[...HEAD], ...linesOf(statistics)].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** RFC 4180; a text that a spreadsheet would take for a formula is kept a text. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function markdownOf(statistics: Statistics): string {
  const lines = [[...HEAD], ['---', '---:', '---:', '---'], ...linesOf(statistics)];
  return lines.map((cells, i) => `| ${(i === 1 ? cells : cells.map(markdownCell)).join(' | ')} |\n`).join('');
}

function markdownCell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|#!]/g, '\\$&')
    .trim();
}
