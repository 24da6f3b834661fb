import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { Dialogs } from '../dialogs.js';
import { resultsFolder } from './results.js';

/** What a report can be written as; the files lie beside the results. */
const FORMATS = [
  { file: 'report.html', ending: 'html', label: () => vscode.l10n.t('HTML: one file, with charts and traces') },
  { file: 'report.md', ending: 'md', label: () => vscode.l10n.t('Markdown: tables') },
  { file: 'runs.csv', ending: 'csv', label: () => vscode.l10n.t('CSV: one line a run') },
  { file: 'questions.jsonl', ending: 'jsonl', label: () => vscode.l10n.t('JSON Lines: one line a question and run') },
] as const;

/** Asks for format and place, and writes it. The files must be up to date. */
export async function exportReport(evalFile: string, dialogs: Dialogs): Promise<void> {
  const picked = await dialogs.pick(
    FORMATS.map((format) => ({ label: format.label(), format })),
    { title: vscode.l10n.t('Export Report') },
  );
  if (picked === undefined) return;
  const { file, ending } = picked.format;
  const name = basename(evalFile).replace(/(\.eval)?\.ya?ml$/i, '');
  const target = await dialogs.saveFile({
    defaultUri: vscode.Uri.joinPath(vscode.Uri.file(evalFile), '..', `${name}.${ending}`),
    filters: { [ending.toUpperCase()]: [ending] },
  });
  if (target === undefined) return;
  await copyFile(join(resultsFolder(evalFile), file), target.fsPath);
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) {0} written', basename(target.fsPath)), 4000);
}
