import * as vscode from 'vscode';

/** Where a question stands, for people: "worksheet.md, line 5". */
export function sourceOf(uri: vscode.Uri, line: number): string {
  return vscode.l10n.t('{0}, line {1}', uri.path.split('/').at(-1) ?? '', line + 1);
}
