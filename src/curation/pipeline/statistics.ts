import { groupKeywords } from '../text/tf-idf.js';
import { pythonSplit } from '../text/python-text.js';

/** What statistics need of a selected row. */
export interface StatisticsRow {
  readonly domain: string;
  readonly source: string;
  readonly licence: string;
  readonly question: string;
  /** The trace, or the solution where there is none. */
  readonly text: string;
}

/** A line of the table of domains, as table 6 of the paper. */
export interface DomainLine {
  readonly domain: string;
  readonly questions: number;
  /** Words of the traces, all questions of the domain together. */
  readonly words: number;
  readonly keywords: readonly string[];
}

export interface Statistics {
  readonly questions: number;
  readonly words: number;
  readonly domains: readonly DomainLine[];
  readonly sources: readonly (readonly [name: string, questions: number])[];
  readonly licences: readonly (readonly [name: string, questions: number])[];
}

const KEYWORDS = 3;

/** Counts as in the paper's table 6: domains with most questions first, keywords by tf-idf over their questions. */
export function statisticsOf(rows: readonly StatisticsRow[]): Statistics {
  const keywords = groupKeywords(
    rows.map(({ domain, question }) => [domain, question] as const),
    KEYWORDS,
  );
  const words = new Map<string, number>();
  for (const { domain, text } of rows) words.set(domain, (words.get(domain) ?? 0) + pythonSplit(text).length);
  const domains = counts(rows.map(({ domain }) => domain)).map(([domain, questions]) => ({
    domain,
    questions,
    words: words.get(domain) ?? 0,
    keywords: keywords.get(domain) ?? [],
  }));
  return {
    questions: rows.length,
    words: domains.reduce((sum, line) => sum + line.words, 0),
    domains,
    sources: counts(rows.map(({ source }) => source)),
    licences: counts(rows.map(({ licence }) => licence)),
  };
}

/** Most first, equal counts by name. */
function counts(values: readonly string[]): [string, number][] {
  const found = new Map<string, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return [...found].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
