import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../src/extension.js';
import { cursorIn, lensesAt, lensesOf, press, titles, untilLens } from './lenses.js';
import { activated, configure, until } from './support.js';

async function sample(name: string): Promise<vscode.Uri> {
  const [uri] = await vscode.workspace.findFiles(name);
  assert.ok(uri, name);
  return uri;
}

async function shown(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(await sample(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Questions in documents: the language server in its own process, the embedded model in its own. */
export function questionsSuite(): void {
  describe('questions in documents', () => {
    let api: ExtensionApi;
    before(async () => {
      api = await activated();
    });
    afterEach(async () => {
      if (api.controller.running) api.controller.stop();
      await api.controller.ended;
    });

    for (const [name, questions] of [
      ['worksheet.md', 10],
      ['problem-sheet.tex', 10],
      ['中文练习.md', 9],
    ] as const) {
      it(`have lenses in ${name}`, async () => {
        const { uri } = await shown(name);
        await until(async () => (await lensesOf(uri)).length > 0, 'lenses');
        const places = (await lensesOf(uri)).map(({ range: { start } }) => `${start.line}:${start.character}`);
        assert.equal(new Set(places).size, questions);
      });
    }

    it('are solved where they stand; the lens says the answer, and the trace is the sidebar’s', async () => {
      const document = await shown('worksheet.md');
      await press(document, '37 times 24', /Solve/);
      assert.equal(api.controller.trace?.question.text, 'What is 37 times 24?');
      await untilLens(document, '37 times 24', 'Answer: ');
      assert.match(titles(await lensesAt(document, '37 times 24')).join(), /Think harder.*Trace/);
    });

    it('show the answer as a hint, and say in the hover how the thinking ended', async () => {
      const document = await shown('worksheet.md');
      const whole = new vscode.Range(0, 0, document.lineCount, 0);
      const hints = () =>
        vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole);
      await until(async () => (await hints()).length > 0, 'a hint');
      const at = document.positionAt(document.getText().indexOf('37 times'));
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        at,
      );
      const text = hovers.flatMap(({ contents }) =>
        contents.map((one) => (one instanceof vscode.MarkdownString ? one.value : '')),
      );
      assert.match(text.join(), /Answer:.*thinking.*command:thinkHarder\.questionTrace/s);
    });

    it('get their answer as one edit, which one undo takes back', async () => {
      const document = await shown('worksheet.md');
      const before = document.getText();
      cursorIn(document, '37 times 24');
      await vscode.commands.executeCommand('thinkHarder.insertAnswer');
      assert.match(document.getText(), /37 times 24\?\n\n {3}\*\*Answer:\*\* \d+\n/);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), before);
    });

    it('get a worked solution in the syntax of their document', async () => {
      const document = await shown('problem-sheet.tex');
      const before = document.getText();
      await press(document, 'greatest common divisor', /Solve/);
      await untilLens(document, 'greatest common divisor', 'Answer');
      cursorIn(document, 'greatest common');
      await vscode.commands.executeCommand('thinkHarder.insertSolution');
      assert.match(document.getText(), /84 and 126\?\n\\begin\{solution\}\n[^]+?\n\\end\{solution\}/);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), before);
    });

    it('keep their answer while the text around them changes, and lose it visibly when they change', async () => {
      const document = await shown('worksheet.md');
      const edit = async (offset: number, length: number, text: string) => {
        const made = new vscode.WorkspaceEdit();
        made.replace(
          document.uri,
          new vscode.Range(document.positionAt(offset), document.positionAt(offset + length)),
          text,
        );
        await vscode.workspace.applyEdit(made);
      };
      await edit(0, 0, 'Some words above.\n\n');
      await untilLens(document, '37 times 24', 'Answer: ');
      await edit(document.getText().indexOf('37 times'), 2, '38');
      await untilLens(document, '38 times 24', 'Changed');
      await edit(document.getText().indexOf('38 times'), 2, '37');
      await untilLens(document, '37 times 24', 'Answer: ');
      await vscode.commands.executeCommand('undo');
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    it('survive the end of the language server: it is started again, and knows the answers', async () => {
      const document = await shown('worksheet.md');
      const pid = api.questions.serverPid;
      assert.ok(pid !== undefined);
      process.kill(pid, 'SIGKILL');
      await until(() => api.questions.serverPid !== undefined && api.questions.serverPid !== pid, 'another server');
      await until(() => api.questions.status.server === 'running', 'a server that runs');
      await untilLens(document, '37 times 24', 'Answer: ');
    });

    it('are solved all, one after another; those that are solved already are not solved again', async () => {
      const document = await shown('worksheet.md');
      const open = (await lensesOf(document.uri)).filter(({ command }) => command.title.endsWith('Solve')).length;
      assert.ok(open > 0 && open < 10, `${open} are not solved yet`);
      const totals = new Set<number>();
      const listening = api.questions.onDidChangeStatus(() => totals.add(api.questions.status.queue?.total ?? 0));
      await vscode.commands.executeCommand('thinkHarder.solveAll');
      listening.dispose();
      assert.equal(Math.max(...totals), open);
      await until(
        async () =>
          (await lensesOf(document.uri)).filter(({ command }) => command.title.includes('Answer: ')).length === 10,
        'ten answers',
      );
    }).timeout(120_000);

    it('stop when they are told to, one and all', async () => {
      const document = await shown('中文练习.md');
      await configure({ waits: 50 });
      try {
        const all = vscode.commands.executeCommand('thinkHarder.solveAll');
        await until(() => (api.questions.status.queue?.total ?? 0) === 9, 'a queue');
        await until(
          async () => titles(await lensesOf(document.uri)).some((title) => title.includes('Waiting')),
          'a lens',
        );
        await press(document, '487加356', /Stop/);
        await until(() => api.questions.status.queue?.total === 8, 'one less');
        await vscode.commands.executeCommand('thinkHarder.stopAll');
        await all;
        assert.equal(api.questions.status.queue, null);
        await until(async () => !titles(await lensesOf(document.uri)).some((title) => title.includes('Stop')), 'rest');
      } finally {
        await configure({ waits: undefined });
      }
    });

    it('in a notebook get their solution as a cell below, and their cells have buttons', async () => {
      const notebook = await vscode.workspace.openNotebookDocument(await sample('lab.ipynb'));
      const editor = await vscode.window.showNotebookDocument(notebook);
      const cells = notebook.cellCount;
      const at = notebook.getCells().findIndex((cell) => cell.document.getText().includes('2, 5, 8, 11'));
      editor.selection = new vscode.NotebookRange(at, at + 1);
      await vscode.commands.executeCommand('thinkHarder.questionSolve', notebook.cellAt(at));
      await vscode.commands.executeCommand('thinkHarder.insertSolution', notebook.cellAt(at));
      assert.equal(notebook.cellCount, cells + 1);
      assert.match(notebook.cellAt(at + 1).document.getText(), /\*\*Solution\*\*/);
      await vscode.commands.executeCommand('undo');
      await until(() => notebook.cellCount === cells, 'the cell to be gone after one undo');
    });

    it('find their given answer compared with the model’s', async () => {
      const document = await vscode.workspace.openTextDocument({
        language: 'markdown',
        content: '1. What is 4 + 4?\n\n   Answer: 9\n',
      });
      await vscode.window.showTextDocument(document);
      await until(async () => (await lensesOf(document.uri)).length > 0, 'lenses');
      await press(document, '4 + 4', /Check/);
      await until(() => vscode.languages.getDiagnostics(document.uri).length === 1, 'a warning');
      const [warning] = vscode.languages.getDiagnostics(document.uri);
      assert.match(warning!.message, /the document gives 9/);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        warning!.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      const fix = actions.find(({ title }) => title.startsWith('Replace the given answer'));
      assert.ok(fix?.edit);
      await vscode.workspace.applyEdit(fix.edit);
      await until(() => vscode.languages.getDiagnostics(document.uri).length === 0, 'no warning');
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    it('have no lenses where a setting switches them off for the language', async () => {
      const document = await shown('worksheet.md');
      const configuration = vscode.workspace.getConfiguration('thinkHarder', { languageId: 'markdown' });
      await configuration.update('questionLenses', false, vscode.ConfigurationTarget.Global, true);
      try {
        await until(async () => (await lensesOf(document.uri)).length === 0, 'no lenses');
        const other = await shown('problem-sheet.tex');
        assert.ok((await lensesOf(other.uri)).length > 0);
      } finally {
        await configuration.update('questionLenses', undefined, vscode.ConfigurationTarget.Global, true);
      }
      await until(async () => (await lensesOf(document.uri)).length > 0, 'lenses again');
    });
  });
}
