import { copyFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { toCsv, toJsonLines, toMarkdown } from '../../evaluation/report/export.js';
import { readViewer, toHtml } from '../../evaluation/report/html.js';
import type { Report } from '../../evaluation/report/report.js';
import type { Dialogs } from '../dialogs.js';
import { resultsFolder } from './results.js';

/** Writes a report in one form; `webviews`: the folder with the bundles of the views. */
type Write = (report: Report, webviews: URL) => string | Promise<string>;

interface Format {
  /** Name beside the results of one evaluation. */
  readonly file: string;
  readonly ending: string;
  readonly label: string;
  readonly write: Write;
}

/** What a report can be written as. The traces of one evaluation are in its own file; several are compared without. */
function formats(isOne: boolean): readonly Format[] {
  return [
    {
      file: 'report.html',
      ending: 'html',
      label: isOne
        ? vscode.l10n.t('HTML: one file, with charts and traces')
        : vscode.l10n.t('HTML: one file, with charts'),
      write: async (report, webviews) => toHtml(report, await readViewer(webviews)),
    },
    { file: 'report.md', ending: 'md', label: vscode.l10n.t('Markdown: tables'), write: toMarkdown },
    { file: 'runs.csv', ending: 'csv', label: vscode.l10n.t('CSV: one line a run'), write: toCsv },
    {
      file: 'questions.jsonl',
      ending: 'jsonl',
      label: vscode.l10n.t('JSON Lines: one line a question and run'),
      write: toJsonLines,
    },
  ];
}

export interface Exported {
  /** One evaluation, or several that are compared. */
  readonly evalFiles: readonly string[];
  /** Of all of them, up to date; so are the files beside the results of one. */
  readonly report: Report;
  readonly extensionUri: vscode.Uri;
}

/** Asks for format and place, and writes the report. */
export async function exportReport({ evalFiles, report, extensionUri }: Exported, dialogs: Dialogs): Promise<void> {
  const [evalFile = ''] = evalFiles;
  const isOne = evalFiles.length === 1;
  const items = formats(isOne).map((format) => ({ label: format.label, format }));
  const picked = await dialogs.pick(items, { title: vscode.l10n.t('Export Report') });
  if (picked === undefined) return;
  const { file, ending, write } = picked.format;
  const name = basename(evalFile).replace(/(\.eval)?\.ya?ml$/i, '') + (isOne ? '' : '-compared');
  const target = await dialogs.saveFile({
    defaultUri: vscode.Uri.joinPath(vscode.Uri.file(evalFile), '..', `${name}.${ending}`),
    filters: { [ending.toUpperCase()]: [ending] },
  });
  if (target === undefined) return;
  if (isOne) await copyFile(join(resultsFolder(evalFile), file), target.fsPath);
  else {
    const webviews = pathToFileURL(join(extensionUri.fsPath, 'dist', 'webview', '/'));
    await writeFile(target.fsPath, await write(report, webviews));
  }
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) {0} written', basename(target.fsPath)), 4000);
}
