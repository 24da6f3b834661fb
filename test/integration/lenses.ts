import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './support.js';

export type Lens = vscode.CodeLens & { readonly command: vscode.Command };

export async function lensesOf(uri: vscode.Uri): Promise<Lens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return lenses.filter((lens): lens is Lens => lens.command !== undefined);
}

/** Lenses of the question on the line that contains `text`. */
export async function lensesAt(document: vscode.TextDocument, text: string): Promise<Lens[]> {
  const lines = document.getText().split(/\r?\n/);
  const line = lines.findIndex((other) => other.includes(text));
  assert.ok(line >= 0, text);
  return (await lensesOf(document.uri)).filter((lens) => lens.range.start.line === line);
}

/** Presses the lens with this title at the question on the line that contains `text`. */
export async function press(document: vscode.TextDocument, text: string, title: RegExp): Promise<void> {
  let command: vscode.Command | undefined;
  await until(
    async () => {
      const lenses = await lensesAt(document, text);
      command = lenses.find((lens) => title.test(lens.command.title))?.command;
      return command !== undefined;
    },
    `${String(title)} at ${text}`,
  );
  await vscode.commands.executeCommand(command!.command, ...(command!.arguments as unknown[]));
}

/** Waits for a lens with these words at the question on the line that contains `text`. */
export async function untilLens(document: vscode.TextDocument, text: string, words: string): Promise<void> {
  const has = async () => titles(await lensesAt(document, text)).some((title) => title.includes(words));
  await until(has, `“${words}” at ${text}`);
}

export const titles = (lenses: readonly Lens[]): string[] => lenses.map(({ command }) => command.title);

/** Puts the cursor behind `text`. */
export function cursorIn(document: vscode.TextDocument, text: string): void {
  const at = document.positionAt(document.getText().indexOf(text) + text.length);
  vscode.window.activeTextEditor!.selection = new vscode.Selection(at, at);
}
