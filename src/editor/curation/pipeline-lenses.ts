import * as vscode from 'vscode';
import { PREFIX, type CURATION_COMMANDS } from '../contributions.js';
import type { PipelineRuns } from './pipeline-runs.js';

/** What can be done with a pipeline, above its first line: Run · Resume · Open Result, or how far it is. */
export function pipelineLenses(document: vscode.TextDocument, runs: PipelineRuns): vscode.CodeLens[] {
  const file = document.uri.fsPath;
  void runs.look(file);
  const { running, begun, result } = runs.stateOf(file);
  const at = new vscode.Range(0, 0, 0, 0);
  const lens = (title: string, command: keyof typeof CURATION_COMMANDS) =>
    new vscode.CodeLens(at, { title, command: `${PREFIX}.${command}`, arguments: [document.uri] });
  if (running !== null) return [lens(`$(sync~spin) ${running} · ${vscode.l10n.t('Cancel')}`, 'curateCancel')];
  return [
    ...(begun
      ? [lens(`$(debug-continue) ${vscode.l10n.t('Resume')}`, 'curateResume')]
      : [lens(`$(play) ${vscode.l10n.t('Run')}`, 'curateRun')]),
    ...(result === null ? [] : [lens(`$(table) ${vscode.l10n.t('Open Result')}`, 'curateOpenResult')]),
  ];
}
