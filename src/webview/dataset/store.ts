import { batch, computed, effect, signal } from '@preact/signals';
import type {
  AsideFacts,
  DataSetFacts,
  Decision,
  Filter,
  RowDetail,
  RowLine,
  RowQuery,
  Sort,
} from '../../data/facts.js';
import { useLanguage } from '../texts.js';
import { Host } from './host.js';
import { Latest } from './latest.js';
import { recall, remember } from './memory.js';
import { Pages } from './pages.js';
import type { RequestName, Requests } from './protocol.js';
import { Spreads } from './spreads.js';

const ALL: RowQuery = { filters: [], sort: null };
/** A person types on: the search waits for the end of a word, in milliseconds. */
const TYPING_MS = 200;

/** What the view shows: the host's facts, and what of the rows somebody looks at. */
export class DataStore {
  readonly facts = signal<DataSetFacts | null>(null);
  /** The data set is being opened. */
  readonly isOpening = signal(true);
  /** Why it could not be opened; a sentence. */
  readonly failure = signal<string | null>(null);
  readonly query = signal<RowQuery>(ALL);
  /** What stands in the search box: ahead of the query while a person types. */
  readonly typed = signal('');
  /** Rows of the query; null: not known yet. */
  readonly total = signal<number | null>(null);
  /** Counts the arrivals of rows: what draws them looks again. */
  readonly arrived = signal(0);
  /** Place in the query that the keyboard is at. */
  readonly cursor = signal(0);
  readonly selected = signal<ReadonlySet<number>>(new Set());
  readonly detail = signal<RowDetail | null>(null);
  readonly aside = signal<readonly AsideFacts[] | null>(null);
  /** What the host said when it could not do something; shown until the next thing is done. */
  readonly refusal = signal<string | null>(null);
  /** The query needs rows that are not read: they will be, or reading ended before the end. */
  readonly lacksRows = computed((): 'yet' | 'for good' | null => {
    const facts = this.facts.value;
    if (facts === null || facts.progress === 1 || isPlain(this.query.value)) return null;
    return facts.problem === null ? 'yet' : 'for good';
  });
  readonly #host: Host;
  readonly #spreads: Spreads;
  readonly #details = new Latest();
  readonly #openings = new Latest();
  /** The row that a person wants to see, before it is there. */
  #wanted: number | null = null;
  #pages: Pages;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #watched: readonly number[] = [];

  constructor() {
    this.#host = new Host((facts) => this.#receive(facts));
    this.#spreads = new Spreads(
      (column, query) => this.#host.ask('histogram', { column, query }),
      (error) => this.#refuse(error),
    );
    this.#pages = this.#pagesOf(ALL);
    void this.#begin(() => Promise.resolve());
  }

  /** How the watched columns are spread over the rows of the query, each without its own filter. */
  get histograms(): Spreads['histograms'] {
    return this.#spreads.histograms;
  }

  /** Opens the data set again: it could not be opened, or not be read to its end. */
  tryAgain(): void {
    void this.#begin(() => this.#host.ask('reload', {}));
  }

  async #begin(prepare: () => Promise<unknown>): Promise<void> {
    const isLatest = this.#openings.begin();
    this.isOpening.value = true;
    try {
      await prepare();
      const { facts, locale, texts } = await this.#host.ask('ready', {});
      if (!isLatest()) return;
      useLanguage(locale, texts);
      document.documentElement.lang = locale;
      this.#opened(facts);
    } catch (error) {
      if (isLatest()) this.failure.value = messageOf(error);
    } finally {
      if (isLatest()) this.isOpening.value = false;
    }
  }

  /** A data set stands where none or another one did: nothing that was known of rows holds for it. */
  #opened(facts: DataSetFacts): void {
    const isFirst = this.facts.peek() === null;
    const query = recall(this.#host.memory, facts.columns) ?? ALL;
    batch(() => {
      this.facts.value = facts;
      this.failure.value = null;
      this.selected.value = new Set();
      this.aside.value = null;
      this.closeRow();
      this.#spreads.clear();
      this.#stopTyping(query.filters);
      this.#show(query);
    });
    if (isFirst) this.#tellSelection();
  }

  /** The host has commands about what is chosen. */
  #tellSelection(): void {
    effect(() => {
      const selected = [...this.selected.value];
      const ask = { rows: selected.length > 0 ? selected : null, query: this.query.value };
      this.#host.ask('selection', ask).catch((error: unknown) => this.#refuse(error));
    });
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

  /** Takes a value into the filter of its column, or out of it. */
  toggleValue(column: number, value: string | null): void {
    const chosen = this.filterOf('values', column)?.values ?? [];
    const values = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
    this.filter('values', column, values.length === 0 ? undefined : { kind: 'values', column, values });
  }

  search(text: string): void {
    this.typed.value = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.filter('text', undefined, text.trim() === '' ? undefined : { kind: 'text', text });
    }, TYPING_MS);
  }

  /** Puts these in the place of all filters, and of what is just being typed. */
  setFilters(filters: readonly Filter[]): void {
    this.#stopTyping(filters);
    this.#change({ filters, sort: this.query.peek().sort });
  }

  sort(sort: Sort | null): void {
    this.#change({ filters: this.query.peek().filters, sort });
  }

  /** Columns whose spread is shown: looked up again with every query. */
  watch(columns: readonly number[]): void {
    this.#watched = columns;
    this.#count();
  }

  async open(row: number): Promise<void> {
    const isLatest = this.#details.begin();
    this.#wanted = row;
    this.refusal.value = null;
    try {
      const detail = await this.#host.ask('detail', { row });
      if (isLatest()) this.detail.value = detail;
    } catch (error) {
      if (isLatest()) this.#refuse(error);
    }
  }

  closeRow(): void {
    this.#details.begin();
    this.#wanted = null;
    this.detail.value = null;
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
    this.#host.memory = remember(query, this.facts.peek()?.columns ?? []);
    this.#show(query);
  }

  #show(query: RowQuery): void {
    this.query.value = query;
    this.#pages.close();
    this.#pages = this.#pagesOf(query);
    this.total.value = isPlain(query) ? (this.facts.peek()?.rows ?? null) : null;
    this.cursor.value = 0;
    this.refusal.value = null;
    this.look(0, 1);
    this.#count();
  }

  /** The search box shows what is looked for. */
  #stopTyping(filters: readonly Filter[]): void {
    clearTimeout(this.#typing);
    this.typed.value = filters.find((filter) => filter.kind === 'text')?.text ?? '';
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
    if (before.handle === facts.handle) this.#update(before, facts);
    else this.#opened(facts);
  }

  #update(before: DataSetFacts, facts: DataSetFacts): void {
    this.facts.value = facts;
    const query = this.query.peek();
    if (isPlain(query)) this.total.value = facts.rows;
    const isDecided = JSON.stringify(before.result?.decisions) !== JSON.stringify(facts.result?.decisions);
    if (isDecided) {
      this.#pages.refresh();
      if (this.#wanted !== null) void this.open(this.#wanted);
    }
    this.arrived.value++;
    const isRead = before.progress < 1 && facts.progress === 1;
    if (isRead || (isDecided && query.filters.some(({ kind }) => kind === 'hand'))) this.#count();
  }

  #count(): void {
    if (this.facts.peek()?.progress === 1) void this.#spreads.count(this.#watched, this.query.peek());
  }

  #refuse(error: unknown): void {
    this.refusal.value = messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isPlain({ filters, sort }: RowQuery): boolean {
  return filters.length === 0 && sort === null;
}
