import type { Bar, ColumnFacts, Decision, Filter, Histogram } from './facts.js';
import { countStatement, rangesStatement, spanStatement, whereOf, type Statement } from './query.js';

/** Ranges of a histogram of numbers. */
const RANGES = 24;
/** Values that get a bar of their own. */
const VALUES = 200;

/** Answers a statement with the rows of its result. */
type Ask = (statement: Statement) => Promise<readonly (readonly unknown[])[]>;

/** How a column's values are spread over the rows that filters leave. */
export async function histogramOf(
  ask: Ask,
  column: number,
  filters: readonly Filter[],
  columns: readonly ColumnFacts[],
  hand: ReadonlyMap<number, Decision>,
): Promise<Histogram> {
  const where = whereOf(filters, columns, hand);
  const facts = columns[column];
  if (facts?.kind === 'number' && !facts.facet) return numbers(ask, column, where, columns);
  const rows = await ask(countStatement(column, where, columns, VALUES));
  const bars = rows.map(([value, count]): Bar => ({
    label: typeof value === 'string' ? value : null,
    count: Number(count),
  }));
  const kinds = Number(rows[0]?.[2] ?? 0);
  const total = Number(rows[0]?.[3] ?? 0);
  const shown = bars.reduce((sum, { count }) => sum + count, 0);
  return { column, bars, others: { values: kinds - bars.length, rows: total - shown } };
}

async function numbers(
  ask: Ask,
  column: number,
  where: Statement,
  columns: readonly ColumnFacts[],
): Promise<Histogram> {
  const [span] = await ask(spanStatement(column, where, columns));
  if (span === undefined || span[0] === null || span[1] === null) return emptyHistogram(column);
  const [least, most] = [Number(span[0]), Number(span[1])];
  const step = rangeWidth(most - least);
  // Words are whole: a narrower range would have none, or two of them by turns.
  const width = columns[column]?.role === 'length' ? Math.max(1, step) : step;
  const start = Math.floor(least / width) * width;
  const bars = Math.max(1, Math.min(2 * RANGES, Math.floor((most - start) / width) + 1));
  const found = await ask(rangesStatement(column, { least: start, width, bars }, where, columns));
  const counts = new Map(found.map(([bar, count]) => [Number(bar), Number(count)]));
  return {
    ...emptyHistogram(column),
    bars: Array.from({ length: bars }, (_, i): Bar => {
      const [from, to] = [readable(start + i * width), readable(start + (i + 1) * width)];
      return { label: String(from), count: counts.get(i) ?? 0, from, to };
    }),
  };
}

/** A histogram of no rows. */
export function emptyHistogram(column: number): Histogram {
  return { column, bars: [], others: { values: 0, rows: 0 } };
}

/** A number without what adding fractions leaves at its end: 1.2 and not 1.2000000000000002. */
function readable(value: number): number {
  return Number(value.toPrecision(15));
}

/** A width that people read easily (1, 2 or 5 times a power of ten), so that about RANGES of them cover the span. */
export function rangeWidth(span: number): number {
  if (!(span > 0)) return 1;
  const wanted = span / RANGES;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= wanted) ?? 10;
  return factor * power;
}
