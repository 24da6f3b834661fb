import { signal } from '@preact/signals';
import type { Histogram, RowQuery } from '../../data/facts.js';
import { Latest } from './latest.js';

/** How columns are spread over the rows of a query. */
export class Spreads {
  readonly histograms = signal<ReadonlyMap<number, Histogram>>(new Map());
  readonly #latest = new Latest();

  constructor(
    private readonly ask: (column: number, query: RowQuery) => Promise<Histogram>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Counts one column after the other: of counts that nobody waits for any more at most one is still under way. */
  async count(columns: readonly number[], query: RowQuery): Promise<void> {
    const isLatest = this.#latest.begin();
    const found = new Map<number, Histogram>();
    try {
      for (const column of columns) {
        found.set(column, await this.ask(column, withoutOwn(query, column)));
        if (!isLatest()) return;
      }
      this.histograms.value = found;
    } catch (error) {
      if (isLatest()) this.failed(error);
    }
  }

  /** The rows are others: what was counted is about none of them. */
  clear(): void {
    this.#latest.begin();
    this.histograms.value = new Map();
  }
}

/** A column's own filter is left out: what else could be chosen stays in sight, beside what is. */
function withoutOwn({ filters, sort }: RowQuery, column: number): RowQuery {
  return { filters: filters.filter((filter) => !('column' in filter && filter.column === column)), sort };
}
