import { computed, effect, signal } from '@preact/signals';
import type {
  AsideFacts,
  DataSetFacts,
  Decision,
  Filter,
  Histogram,
  RowDetail,
  RowLine,
  RowQuery,
  Sort,
} from '../../data/facts.js';
import { useLanguage } from '../texts.js';
import { Host } from './host.js';
import { Pages } from './pages.js';
import type { RequestName, Requests } from './protocol.js';

const ALL: RowQuery = { filters: [], sort: null };
/** A person types on: the search waits for the end of a word, in milliseconds. */
const TYPING_MS = 200;

/** What the view shows: the host's facts, and what of the rows somebody looks at. */
export class DataStore {
  readonly facts = signal<DataSetFacts | null>(null);
  readonly query = signal<RowQuery>(ALL);
  /** Rows of the query; null: not known yet. */
  readonly total = signal<number | null>(null);
  /** Counts the arrivals of rows: what draws them looks again. */
  readonly arrived = signal(0);
  /** Place in the query that the keyboard is at. */
  readonly cursor = signal(0);
  readonly selected = signal<ReadonlySet<number>>(new Set());
  readonly detail = signal<RowDetail | null>(null);
  readonly histograms = signal<ReadonlyMap<number, Histogram>>(new Map());
  readonly aside = signal<readonly AsideFacts[] | null>(null);
  /** What the host said when it could not do something; shown until the next thing is done. */
  readonly refusal = signal<string | null>(null);
  readonly isWaiting = computed(() => {
    const { filters, sort } = this.query.value;
    return (this.facts.value?.progress ?? 0) < 1 && (filters.length > 0 || sort !== null);
  });
  readonly #host: Host;
  #pages: Pages;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #watched: readonly number[] = [];

  constructor() {
    this.#host = new Host((facts) => this.#receive(facts));
    this.#pages = this.#pagesOf(ALL);
    void this.#begin();
  }

  async #begin(): Promise<void> {
    const { facts, locale, texts } = await this.#host.ask('ready', {});
    useLanguage(locale, texts);
    document.documentElement.lang = locale;
    this.facts.value = facts;
    this.total.value = facts.rows;
    effect(() => {
      const selected = [...this.selected.value];
      const ask = { rows: selected.length > 0 ? selected : null, query: this.query.value };
      this.#host.ask('selection', ask).catch((error: unknown) => this.#refuse(error));
    });
    const remembered = queryOf(this.#host.memory, facts.columns.length);
    if (remembered !== undefined) this.#change(remembered);
  }

  /** A row by its place in the query. */
  rowAt(place: number): RowLine | undefined {
    return this.#pages.at(place);
  }

  look(first: number, last: number): void {
    this.#pages.look(first, last, this.total.peek() ?? 0);
  }

  filterOf<K extends Filter['kind']>(kind: K, column?: number): Extract<Filter, { kind: K }> | undefined {
    return this.query.value.filters.find(
      (filter): filter is Extract<Filter, { kind: K }> =>
        filter.kind === kind && (column === undefined || ('column' in filter && filter.column === column)),
    );
  }

  /** Puts a filter in the place of the one of its kind and column; undefined takes that one away. */
  filter(kind: Filter['kind'], column: number | undefined, filter: Filter | undefined): void {
    const { filters, sort } = this.query.peek();
    const others = filters.filter(
      (other) => !(other.kind === kind && (column === undefined || ('column' in other && other.column === column))),
    );
    this.#change({ filters: filter === undefined ? others : [...others, filter], sort });
  }

  search(text: string): void {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.filter('text', undefined, text.trim() === '' ? undefined : { kind: 'text', text });
    }, TYPING_MS);
  }

  setFilters(filters: readonly Filter[]): void {
    this.#change({ filters, sort: this.query.peek().sort });
  }

  sort(sort: Sort | null): void {
    this.#change({ filters: this.query.peek().filters, sort });
  }

  /** Columns whose spread is shown: looked up again with every query. */
  watch(columns: readonly number[]): void {
    this.#watched = columns;
    void this.#count();
  }

  async open(row: number): Promise<void> {
    const detail = await this.do('detail', { row });
    if (detail !== undefined) this.detail.value = detail;
  }

  toggle(row: number): void {
    const selected = new Set(this.selected.peek());
    if (!selected.delete(row)) selected.add(row);
    this.selected.value = selected;
  }

  /** Decides about the rows that are selected, or about this one where none is. */
  async decide(decision: Decision | null, row: number): Promise<void> {
    const selected = [...this.selected.peek()];
    await this.do('decide', { rows: selected.length > 0 ? selected : [row], decision });
  }

  async showAside(): Promise<void> {
    this.aside.value = (await this.do('aside', {})) ?? null;
  }

  /** Asks the host; a refusal is shown. */
  async do<N extends RequestName>(type: N, ask: Requests[N]['ask']): Promise<Requests[N]['answer'] | undefined> {
    this.refusal.value = null;
    try {
      return await this.#host.ask(type, ask);
    } catch (error) {
      this.#refuse(error);
      return undefined;
    }
  }

  #change(query: RowQuery): void {
    if (JSON.stringify(query) === JSON.stringify(this.query.peek())) return;
    this.query.value = query;
    this.#host.memory = query;
    this.#pages.close();
    this.#pages = this.#pagesOf(query);
    this.total.value = isPlain(query) ? (this.facts.peek()?.rows ?? null) : null;
    this.cursor.value = 0;
    this.refusal.value = null;
    this.look(0, 1);
    void this.#count();
  }

  #pagesOf(query: RowQuery): Pages {
    return new Pages(
      (from, count) => this.#host.ask('page', { query, from, count }),
      (total) => {
        this.total.value = total;
        this.arrived.value++;
      },
      (error) => this.#refuse(error),
    );
  }

  #receive(facts: DataSetFacts): void {
    const before = this.facts.peek();
    if (before === null) return; // told with the answer to 'ready'
    this.facts.value = facts;
    if (isPlain(this.query.peek())) this.total.value = facts.rows;
    if (JSON.stringify(before.result?.decisions) !== JSON.stringify(facts.result?.decisions)) {
      this.#pages.refresh();
      const { detail } = this;
      if (detail.peek() !== null) void this.open(detail.peek()?.row ?? 0);
    }
    this.arrived.value++;
    if (before.progress < 1 && facts.progress === 1) void this.#count();
  }

  async #count(): Promise<void> {
    if ((this.facts.peek()?.progress ?? 0) < 1) return;
    const query = this.query.peek();
    try {
      const found = await Promise.all(this.#watched.map((column) => this.#host.ask('histogram', { column, query })));
      if (query === this.query.peek()) this.histograms.value = new Map(found.map((one) => [one.column, one]));
    } catch (error) {
      this.#refuse(error);
    }
  }

  #refuse(error: unknown): void {
    this.refusal.value = error instanceof Error ? error.message : String(error);
  }
}

function isPlain({ filters, sort }: RowQuery): boolean {
  return filters.length === 0 && sort === null;
}

/** What the view remembered, where it still fits. */
function queryOf(memory: unknown, columns: number): RowQuery | undefined {
  if (typeof memory !== 'object' || memory === null || !('filters' in memory) || !('sort' in memory)) return undefined;
  const query = memory as RowQuery;
  const named = [...query.filters, ...(query.sort === null ? [] : [query.sort])];
  return named.every((one) => !('column' in one) || one.column < columns) ? query : undefined;
}
