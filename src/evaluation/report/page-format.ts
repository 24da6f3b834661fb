/** How the file of a report holds its data, for who writes it (html.ts) and who reads it (src/webview/report). */
import type { ReadTrace } from './read-trace.js';

/** Id of the element with the report: base64 of gzip of JSON. */
export const DATA_ID = 'report-data';
/** Class of the elements with the traces of one question each: base64 of gzip of JSON; `data-question` names it. */
export const TRACES_CLASS = 'report-traces';

/** Traces of a question by "RUN-KEY SAMPLE". */
export type EmbeddedTraces = Readonly<Record<string, readonly ReadTrace[]>>;
