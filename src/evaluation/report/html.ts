import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { withoutClosed } from './closed.js';
import { escapeHtml } from './html-text.js';
import { DATA_ID, TRACES_CLASS, type EmbeddedTraces } from './page-format.js';
import type { Report } from './report.js';

/** The view of a report, made for files: src/webview/report/file-main.tsx with everything it needs. */
export interface Viewer {
  readonly script: string;
  readonly style: string;
}

/** Traces of one question, to be read in the file. */
export interface QuestionTraces {
  readonly questionId: string;
  readonly traces: EmbeddedTraces;
}

/** Most characters of packed traces in one file; what does not fit stays in the journals. */
export const MOST_TRACES = 16_000_000;

/** The viewer from the folder with the bundles of the webviews. */
export async function readViewer(folder: URL): Promise<Viewer> {
  const read = (name: string) => readFile(new URL(name, folder), 'utf8');
  return { script: await read('report-file.js'), style: await read('report-file.css') };
}

/**
 * The whole report as one file that needs no other and fetches nothing: the view of the editor with its data. Questions
 * that must not be published are left out, and so are their traces. Its policy runs one script, by its hash.
 */
export function toHtml(report: Report, { script, style }: Viewer, traces: Iterable<QuestionTraces> = []): string {
  const code = script.replace(/<(\/script|!--)/gi, '\\x3c$1');
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(code)}'`,
    `style-src '${hashOf(style)}'`,
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<title>${escapeHtml(report.title)}</title>
<style>${style}</style>
</head>
<body>
<noscript>This report is drawn by its own script: allow scripts in this file, or read report.md beside it.</noscript>
<div id="root"></div>
<script type="text/plain" id="${DATA_ID}">${packedJson(withoutClosed(report))}</script>
${report.task.closed ? '' : [...packed(traces)].join('\n')}
<script>${code}</script>
</body>
</html>
`;
}

function* packed(traces: Iterable<QuestionTraces>): Generator<string> {
  let room = MOST_TRACES;
  for (const { questionId, traces: own } of traces) {
    const text = packedJson(own);
    room -= text.length;
    if (room < 0) return;
    yield `<script type="text/plain" class="${TRACES_CLASS}" data-question="${escapeHtml(questionId)}">${text}</script>`;
  }
}

/** Base64 of gzip of JSON: a tenth of its size, and nothing in it can end the element it stands in. */
function packedJson(value: unknown): string {
  return gzipSync(JSON.stringify(value)).toString('base64');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
