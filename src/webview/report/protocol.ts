/**
 * What the extension host and the view of a report say to each other. In the file of a report nobody is there to be
 * asked: the same data stands in the page itself (file-host.ts).
 */
import type { ReadTrace } from '../../evaluation/report/read-trace.js';
import type { PageData } from '../../evaluation/report/page-data.js';

export interface Hello {
  readonly data: PageData;
  readonly locale: string;
  readonly texts: Readonly<Record<string, string>>;
  /** What VS Code keeps of the view over a restart, for the host to find the report again. */
  readonly state?: unknown;
}

/** One sample of a question under one run. */
export interface SampleRef {
  readonly run: string;
  readonly questionId: string;
  /** From 0. */
  readonly sample: number;
}

export type ReportRequest =
  | { readonly type: 'ready' }
  | ({ readonly type: 'traces' } & SampleRef)
  /** Writes a file where the person says: a chart, a table. `base64`: bytes, else text. */
  | { readonly type: 'save'; readonly name: string; readonly content: string; readonly base64: boolean }
  /** Report as files: the host asks which. */
  | { readonly type: 'export' }
  | { readonly type: 'open-link'; readonly address: string };

export interface ReportViewMessage {
  readonly id: number;
  readonly request: ReportRequest;
}

export type ReportHostMessage =
  | { readonly type: 'reply'; readonly id: number; readonly hello?: Hello; readonly traces?: readonly ReadTrace[] }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  /** The results have changed. */
  | { readonly type: 'report'; readonly data: PageData };

/** Longest file that the view may ask to be written, in characters. */
const LONGEST_FILE = 32_000_000;

/** A message of the view, checked: a webview draws untrusted text, so nothing that comes from it is believed unseen. */
export function parseReportMessage(value: unknown): ReportViewMessage | undefined {
  if (!isRecord(value) || typeof value.id !== 'number' || !isRecord(value.request)) return undefined;
  const request = parseRequest(value.request);
  return request === undefined ? undefined : { id: value.id, request };
}

function parseRequest(request: Readonly<Record<string, unknown>>): ReportRequest | undefined {
  switch (request.type) {
    case 'ready':
    case 'export':
      return { type: request.type };
    case 'traces': {
      const { run, questionId, sample } = request;
      const valid = typeof run === 'string' && typeof questionId === 'string' && isCount(sample);
      return valid ? { type: 'traces', run, questionId, sample } : undefined;
    }
    case 'save': {
      const { name, content, base64 } = request;
      const valid = typeof name === 'string' && typeof content === 'string' && typeof base64 === 'boolean';
      if (!valid || content.length > LONGEST_FILE || !/^[\w][\w .-]{0,99}$/.test(name)) return undefined;
      return { type: 'save', name, content, base64 };
    }
    case 'open-link': {
      const { address } = request;
      const isWeb = typeof address === 'string' && address.length < 4000 && /^https?:\/\/[^\s]+$/i.test(address);
      return isWeb ? { type: 'open-link', address } : undefined;
    }
    default:
      return undefined;
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
