import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../src/extension.js';
import { cursorIn, lensesAt, lensesOf, press, titles, untilLens } from './lenses.js';
import { activated, until } from './support.js';

/** Documents that are not as one expects: other line ends, read-only, deleted, shown twice, or not open at all. */
export function documentsSuite(): void {
  describe('questions in unusual documents', () => {
    let api: ExtensionApi;
    let folder: string;
    before(async () => {
      api = await activated();
      folder = await mkdtemp(join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'unusual-'));
    });
    after(() => rm(folder, { recursive: true }));
    afterEach(async () => {
      await api.controller.ended;
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });

    const uriOf = (name: string) =>
      vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, folder.split(/[\\/]/).at(-1)!, name);

    async function shown(name: string, text: string): Promise<vscode.TextDocument> {
      await writeFile(join(folder, name), text);
      const document = await vscode.workspace.openTextDocument(uriOf(name));
      await vscode.window.showTextDocument(document);
      await until(async () => (await lensesOf(document.uri)).length > 0, 'lenses');
      return document;
    }

    async function solved(document: vscode.TextDocument, text: string): Promise<void> {
      await press(document, text, /Solve/);
      await untilLens(document, text, 'Answer: ');
      cursorIn(document, text);
    }

    it('keep the line ends of their document', async () => {
      const text = '# Sheet\r\n\r\n1. What is 12 + 30?\r\n\r\n2. What is 9 + 9?\r\n';
      const document = await shown('windows.md', text);
      await solved(document, '12 + 30');
      await vscode.commands.executeCommand('thinkHarder.insertSolution');
      assert.notEqual(document.getText(), text);
      assert.doesNotMatch(document.getText(), /[^\r]\n/);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), text);
    });

    it('are solved where the editor is read-only; nothing is written there', async () => {
      const document = await shown('read-only.md', '1. What is 13 + 30?\n');
      await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
      try {
        await solved(document, '13 + 30');
        await vscode.commands.executeCommand('thinkHarder.insertAnswer');
        assert.equal(document.getText(), '1. What is 13 + 30?\n');
      } finally {
        await vscode.commands.executeCommand('workbench.action.files.resetActiveEditorReadonlyInSession');
      }
    });

    it('are solved in a file that was deleted meanwhile; the answer goes into what is open', async () => {
      const document = await shown('deleted.md', '1. What is 14 + 30?\n');
      await rm(join(folder, 'deleted.md'));
      await solved(document, '14 + 30');
      await vscode.commands.executeCommand('thinkHarder.insertAnswer');
      assert.match(document.getText(), /14 \+ 30\?\n\n {3}\*\*Answer:\*\* \d+/);
    });

    it('have one lens and one answer where their document is shown in two editors', async () => {
      const document = await shown('twice.md', '1. What is 15 + 30?\n');
      await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
      await solved(document, '15 + 30');
      assert.equal(titles(await lensesAt(document, '15 + 30')).filter((title) => title.includes('Answer')).length, 1);
      await vscode.commands.executeCommand('thinkHarder.insertAnswer');
      assert.equal(document.getText().split('**Answer:**').length, 2);
    });

    it('of a whole folder are solved, open or not, and their answers are there when a file is opened', async () => {
      const open = await shown('one.md', '1. What is 16 + 30?\n');
      await writeFile(join(folder, 'two.tex'), '\\begin{enumerate}\n\\item What is 17 + 30?\n\\end{enumerate}\n');
      await vscode.commands.executeCommand('thinkHarder.solveFolder', uriOf('.'), 'all');
      await untilLens(open, '16 + 30', 'Answer: ');
      const other = await vscode.workspace.openTextDocument(uriOf('two.tex'));
      await vscode.window.showTextDocument(other);
      await untilLens(other, '17 + 30', 'Answer: ');
    });
  });
}
