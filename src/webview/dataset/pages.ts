import type { RowLine, RowPage } from '../../data/facts.js';
import { PAGE } from '../../data/facts.js';

/** Pages kept of one query. */
const KEPT = 40;
/** Pages asked for at the same time. */
const AT_ONCE = 3;
/** Pages beyond both edges of what is seen that are fetched before anybody gets there. */
const AHEAD = 2;

/** A page, and how old it is. */
interface KeptPage {
  readonly lines: readonly RowLine[];
  readonly age: number;
}

/** The rows of one query as far as they were looked at: fetched in pages, those in view first, neighbours ahead of time. */
export class Pages {
  readonly #kept = new Map<number, KeptPage>();
  readonly #asked = new Set<number>();
  /** Counts the changes of rows: what was asked for before the last of them is stale, whenever it comes. */
  #age = 0;
  #wanted: number[] = [];
  #closed = false;

  /** @param fetched called when more rows are there, with the query's number of rows */
  constructor(
    private readonly fetch: (from: number, count: number) => Promise<RowPage>,
    private readonly fetched: (total: number) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** A row by its place in the query; undefined while it is on its way. */
  at(place: number): RowLine | undefined {
    return this.#kept.get(Math.floor(place / PAGE))?.lines[place % PAGE];
  }

  /** Rows from `first` up to `last` are in view. */
  look(first: number, last: number, total: number): void {
    const [from, to] = [Math.floor(first / PAGE), Math.floor(Math.max(first, last - 1) / PAGE)];
    const pages = Math.max(1, Math.ceil(total / PAGE));
    const near = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const ahead = Array.from({ length: AHEAD }, (_, i) => [to + 1 + i, from - 1 - i]).flat();
    this.#wanted = [...near, ...ahead].filter((page) => page >= 0 && page < pages && !this.#isComplete(page, total));
    this.#next();
  }

  /** Rows may have changed: they stay as they are until they are looked at and fetched again. */
  refresh(): void {
    this.#age += 1;
  }

  /** Nobody looks any more. */
  close(): void {
    this.#closed = true;
    this.#wanted = [];
  }

  /** A page that was short when it was fetched is fetched again when there is more. */
  #isComplete(page: number, total: number): boolean {
    const kept = this.#kept.get(page);
    if (kept?.age !== this.#age) return false;
    return kept.lines.length >= Math.min(PAGE, total - page * PAGE);
  }

  #next(): void {
    while (this.#asked.size < AT_ONCE) {
      const page = this.#wanted.shift();
      if (page === undefined) return;
      if (this.#asked.has(page)) continue;
      this.#asked.add(page);
      const age = this.#age;
      this.fetch(page * PAGE, PAGE)
        .then(
          ({ lines, total }) => {
            if (this.#closed) return;
            this.#kept.delete(page);
            this.#kept.set(page, { lines, age });
            const oldest = this.#kept.keys().next();
            if (this.#kept.size > KEPT && oldest.done !== true) this.#kept.delete(oldest.value);
            this.fetched(total);
          },
          (error: unknown) => {
            if (!this.#closed) this.failed(error);
          },
        )
        .finally(() => {
          this.#asked.delete(page);
          this.#next();
        });
    }
  }
}
