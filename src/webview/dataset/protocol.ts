/**
 * What the extension host and the view of a data set say to each other. The host owns the data; the view asks for the
 * facts when it is ready, and after that for the rows it draws.
 */
import type {
  AsideFacts,
  DataSetFacts,
  Decision,
  Filter,
  Histogram,
  RowDetail,
  RowPage,
  RowQuery,
  Sort,
} from '../../data/facts.js';
import { LONGEST_TEXT, PAGE } from '../../data/facts.js';

export interface Hello {
  readonly facts: DataSetFacts;
  /** BCP 47 tag of VS Code's language, for numbers. */
  readonly locale: string;
  /** English text → text in that language. */
  readonly texts: Readonly<Record<string, string>>;
}

/** What the view asks, with the answer to each. */
export interface Requests {
  ready: { ask: object; answer: Hello };
  page: { ask: { query: RowQuery; from: number; count: number }; answer: RowPage };
  histogram: { ask: { column: number; query: RowQuery }; answer: Histogram };
  detail: { ask: { row: number }; answer: RowDetail };
  aside: { ask: object; answer: readonly AsideFacts[] };
  /** null: as the pipeline has it. The host answers with the new facts as well. */
  decide: { ask: { rows: readonly number[]; decision: Decision | null }; answer: null };
  undo: { ask: object; answer: null };
  redo: { ask: object; answer: null };
  /** What is chosen has changed: the host has commands about it. null: every row of the query. */
  selection: { ask: { rows: readonly number[] | null; query: RowQuery }; answer: null };
  /** null: every row of the query. */
  append: { ask: { rows: readonly number[] | null; query: RowQuery }; answer: null };
  statistics: { ask: { query: RowQuery }; answer: null };
  /** Opens the file and line that a row or a piece came from. */
  place: { ask: { row: number } | { aside: number }; answer: null };
  link: { ask: { address: string }; answer: null };
  /** Opens the file again after its data could not be read. */
  reload: { ask: object; answer: null };
}

export type RequestName = keyof Requests;
export type Request = { [N in RequestName]: { readonly type: N } & Requests[N]['ask'] }[RequestName];

export interface ViewMessage {
  readonly id: number;
  readonly request: Request;
}

export type HostMessage =
  | { readonly type: 'reply'; readonly id: number; readonly answer: Requests[RequestName]['answer'] }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  | { readonly type: 'facts'; readonly facts: DataSetFacts };

/** Rows that can be decided about or added in one go by their numbers. */
const MOST_ROWS = 100_000;

/** A message of the view, checked: a webview draws untrusted text, so nothing that comes from it is believed unseen. */
export function parseViewMessage(value: unknown): ViewMessage | undefined {
  if (!isRecord(value) || typeof value.id !== 'number' || !isRecord(value.request)) return undefined;
  const request = parseRequest(value.request);
  return request === undefined ? undefined : { id: value.id, request };
}

type Unknown = Readonly<Record<string, unknown>>;

function parseRequest(request: Unknown): Request | undefined {
  switch (request.type) {
    case 'ready':
    case 'aside':
    case 'undo':
    case 'redo':
    case 'reload':
      return { type: request.type };
    case 'page': {
      const query = parseQuery(request.query);
      const { from, count } = request;
      return query !== undefined && isCount(from) && isCount(count) && count <= PAGE
        ? { type: 'page', query, from, count }
        : undefined;
    }
    case 'histogram': {
      const query = parseQuery(request.query);
      return query !== undefined && isCount(request.column)
        ? { type: 'histogram', column: request.column, query }
        : undefined;
    }
    case 'detail':
      return isCount(request.row) ? { type: 'detail', row: request.row } : undefined;
    case 'decide': {
      const { rows, decision } = request;
      const isDecision = decision === null || decision === 'keep' || decision === 'drop';
      return isRows(rows) && isDecision ? { type: 'decide', rows, decision } : undefined;
    }
    case 'selection':
    case 'append': {
      const query = parseQuery(request.query);
      const { rows, type } = request;
      return query !== undefined && (rows === null || isRows(rows)) ? { type, rows, query } : undefined;
    }
    case 'statistics': {
      const query = parseQuery(request.query);
      return query === undefined ? undefined : { type: 'statistics', query };
    }
    case 'place':
      if (isCount(request.row)) return { type: 'place', row: request.row };
      return isCount(request.aside) ? { type: 'place', aside: request.aside } : undefined;
    case 'link': {
      const { address } = request;
      const isAddress = typeof address === 'string' && address.length < 4000 && /^https?:\/\/[^\s]+$/i.test(address);
      return isAddress ? { type: 'link', address } : undefined;
    }
    default:
      return undefined;
  }
}

/** A query as it came from elsewhere, checked; undefined where it is none. */
export function parseQuery(value: unknown): RowQuery | undefined {
  if (!isRecord(value) || !Array.isArray(value.filters) || value.filters.length > 100) return undefined;
  const filters = value.filters.map(parseFilter);
  const sort = value.sort === null ? null : parseSort(value.sort);
  if (sort === undefined || filters.includes(undefined)) return undefined;
  return { filters: filters.filter((filter) => filter !== undefined), sort };
}

function parseSort(value: unknown): Sort | undefined {
  if (!isRecord(value) || !isCount(value.column) || typeof value.descending !== 'boolean') return undefined;
  return { column: value.column, descending: value.descending };
}

function parseFilter(value: unknown): Filter | undefined {
  if (!isRecord(value)) return undefined;
  switch (value.kind) {
    case 'text':
      return typeof value.text === 'string' && value.text.length <= LONGEST_TEXT
        ? { kind: 'text', text: value.text }
        : undefined;
    case 'values': {
      const { column, values } = value;
      if (!isCount(column) || !Array.isArray(values) || values.length > 1000) return undefined;
      const known = values.filter((one): one is string | null => one === null || typeof one === 'string');
      return known.length === values.length ? { kind: 'values', column, values: known } : undefined;
    }
    case 'range': {
      const { column, from, to } = value;
      return isCount(column) && isEnd(from) && isEnd(to) ? { kind: 'range', column, from, to } : undefined;
    }
    case 'hand': {
      const { decided } = value;
      if (!Array.isArray(decided)) return undefined;
      return { kind: 'hand', decided: decided.filter((one): one is Decision => one === 'keep' || one === 'drop') };
    }
    default:
      return undefined;
  }
}

function isEnd(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && Number.isFinite(value));
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRows(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= MOST_ROWS && value.every(isCount);
}

function isRecord(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null;
}
