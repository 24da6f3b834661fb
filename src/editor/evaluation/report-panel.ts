import { stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { readTrace } from '../../evaluation/report/read-trace.js';
import type { PageData } from '../../evaluation/report/page-data.js';
import type { Report } from '../../evaluation/report/report.js';
import { parseReportMessage, type ReportHostMessage, type ReportRequest } from '../../webview/report/protocol.js';
import type { Dialogs } from '../dialogs.js';
import { forLog } from '../problems.js';
import { showPage } from '../webview-page.js';
import type { EvaluationHost } from './host.js';
import { readReport, resultsFolder } from './results.js';

/** Where a report comes from: one evaluation, or several beside each other. */
export interface ReportSource {
  readonly evalFiles: readonly string[];
}

/** The view of one report. Whoever opens it anew sees it as it is on the disk then. */
export class ReportPanel {
  #data: PageData | undefined;

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly source: ReportSource,
    private readonly host: EvaluationHost,
    private readonly dialogs: Dialogs,
    private readonly load: (source: ReportSource) => Promise<PageData>,
    private readonly onExport: (source: ReportSource) => Promise<void>,
  ) {
    const { webview } = panel;
    webview.onDidReceiveMessage((message) => void this.#receive(message));
    showPage(webview, host.extensionUri, 'report', vscode.l10n.t('Report'));
  }

  /** Shows what lies on the disk now. */
  async refresh(): Promise<void> {
    try {
      this.#data = await this.load(this.source);
      this.panel.title = titleOf(this.#data, this.source);
      this.#post({ type: 'report', data: this.#data });
    } catch (error) {
      this.host.log.debug(forLog(error)); // it is being written: the next change shows it
    }
  }

  async #receive(value: unknown): Promise<void> {
    const message = parseReportMessage(value);
    if (message === undefined) {
      this.host.log.warn('The view of a report sent a message that is none of its protocol.');
      return;
    }
    try {
      this.#post({ type: 'reply', id: message.id, ...(await this.#answer(message.request)) });
    } catch (error) {
      this.host.log.error(forLog(error));
      this.#post({ type: 'failed', id: message.id, message: error instanceof Error ? error.message : String(error) });
    }
  }

  async #answer(request: ReportRequest): Promise<Partial<Extract<ReportHostMessage, { type: 'reply' }>>> {
    switch (request.type) {
      case 'ready': {
        this.#data ??= await this.load(this.source);
        this.panel.title = titleOf(this.#data, this.source);
        const { language } = vscode.env;
        const state = { evalFiles: this.source.evalFiles };
        return { hello: { data: this.#data, locale: language, texts: { ...vscode.l10n.bundle }, state } };
      }
      case 'traces': {
        const { run, questionId, sample } = request;
        const backend = await this.host.backend();
        for (const evalFile of this.source.evalFiles) {
          const found = await backend.traces({ evalFile, folder: null, run, questionId, sample });
          if (found.length > 0) return { traces: found.map((one) => readTrace(one.trace, one, one.counts)) };
        }
        return { traces: [] };
      }
      case 'save':
        await save(
          request.name,
          request.base64 ? Buffer.from(request.content, 'base64') : request.content,
          this.source,
          this.dialogs,
        );
        return {};
      case 'export':
        await this.onExport(this.source);
        return {};
      case 'open-link':
        await vscode.env.openExternal(vscode.Uri.parse(request.address, true));
        return {};
    }
  }

  #post(message: ReportHostMessage): void {
    void this.panel.webview.postMessage(message);
  }
}

function titleOf({ report: { title } }: PageData, { evalFiles }: ReportSource): string {
  return evalFiles.length > 1 ? vscode.l10n.t('{0} evaluations', evalFiles.length) : title;
}

async function save(
  name: string,
  content: string | Uint8Array,
  { evalFiles }: ReportSource,
  dialogs: Dialogs,
): Promise<void> {
  const folder = vscode.Uri.joinPath(vscode.Uri.file(evalFiles[0] ?? ''), '..');
  const target = await dialogs.saveFile({ defaultUri: vscode.Uri.joinPath(folder, name) });
  if (target === undefined) return;
  await writeFile(target.fsPath, content);
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) {0} written', basename(target.fsPath)), 4000);
}

/**
 * The report of an evaluation: as it was written last, made anew where there are younger samples.
 * @throws an error with a sentence where there are no samples yet
 */
export async function currentReport(evalFile: string, host: EvaluationHost, changed: number): Promise<Report> {
  const path = join(resultsFolder(evalFile), 'report.json');
  const written = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (written > 0 && written >= changed) {
    try {
      return await readReport(path);
    } catch (error) {
      host.log.debug(forLog(error)); // of another version: made anew
    }
  }
  await (await host.backend()).regrade({ evalFile, folder: null });
  return readReport(path);
}
