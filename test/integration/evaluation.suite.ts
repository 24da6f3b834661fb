import assert from 'node:assert/strict';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../../src/evaluation/report/report.js';
import { answerIn, picks } from './person.js';
import { activated, until } from './support.js';

const GOOD = `title: Words
file: words.jsonl
sampling: { temperature: 0 }
methods:
  - method: none
  - { method: budget-forcing, maxThinking: [8, 32] }
`;

/** A small evaluation with the embedded model, from its file to its report. */
export function evaluationSuite(): void {
  describe('evaluations', () => {
    const folder = () => vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    const uri = () => vscode.Uri.file(join(folder(), 'words.eval.yaml'));
    const results = (name: string) => join(folder(), 'words.results', name);
    const open = async () => vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri()));
    const lenses = async () =>
      (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri(), 10)).map(
        ({ command }) => command?.title ?? '',
      );
    const run = async () => {
      await vscode.commands.executeCommand('thinkHarder.evaluationRun', uri());
      await (await activated()).evaluations.loaded().settled();
    };

    before(async () => {
      const questions = ['How many r in raspberry?', 'What is 37 * 24?'].map((question, i) => ({
        id: `q${i}`,
        question,
        answer: String([3, 888][i]),
      }));
      await writeFile(join(folder(), 'words.jsonl'), questions.map((row) => `${JSON.stringify(row)}\n`).join(''));
      await writeFile(uri().fsPath, GOOD);
    });
    after(async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await rm(join(folder(), 'words.results'), { recursive: true, force: true });
      await rm(uri().fsPath);
    });

    it('a file is completed, explained and checked where it stands', async () => {
      const { document } = await open();
      const problems = () => vscode.languages.getDiagnostics(uri());
      const edit = new vscode.WorkspaceEdit();
      edit.insert(uri(), new vscode.Position(6, 0), '  - method: majorty\nwords: 3\n');
      await vscode.workspace.applyEdit(edit);
      await until(() => problems().length === 2, 'two problems');
      assert.deepEqual(
        problems().map(({ range, message }) => [
          range.start.line,
          /Did you mean “majority”|no setting/.exec(message)?.[0],
        ]),
        [
          [6, 'Did you mean “majority”'],
          [7, 'no setting'],
        ],
      );
      const offered = async (line: number, character: number) => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          uri(),
          new vscode.Position(line, character),
        );
        return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      };
      assert.ok((await offered(6, 12)).includes('majority'));
      assert.ok((await offered(1, 6)).includes('words.jsonl'), 'files beside it');
      const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        uri(),
        new vscode.Position(5, 32),
      );
      assert.match((hover!.contents[0] as vscode.MarkdownString).value, /Most&nbsp;thinking|Most thinking/);
      const missing = new vscode.WorkspaceEdit();
      missing.replace(uri(), new vscode.Range(1, 6, 1, 17), 'nowhere.jsonl');
      await vscode.workspace.applyEdit(missing);
      await until(
        () => problems().some(({ message }) => message.includes('no file nowhere.jsonl')),
        'the file is missed',
      );
      const whole = new vscode.WorkspaceEdit();
      whole.replace(uri(), new vscode.Range(0, 0, document.lineCount, 0), GOOD);
      await vscode.workspace.applyEdit(whole);
      await until(() => problems().length === 0, 'no problem any more');
      await document.save();
    });

    it('a lens runs it; samples and report lie beside the file', async () => {
      await open();
      assert.deepEqual(await lenses(), ['$(play) Run']);
      await run();
      const report = JSON.parse(await readFile(results('report.json'), 'utf8')) as Report;
      assert.equal(report.title, 'Words');
      assert.deepEqual(
        report.runs.map(({ samples }) => samples),
        [2, 2, 2],
      );
      const html = await readFile(results('report.html'), 'utf8');
      assert.match(html, /class="report-traces" data-question="q0"/);
      await until(async () => (await lenses()).includes('Open report'), 'the lens offers the report');
      assert.deepEqual(await lenses(), ['$(play) Run', 'Open report', 'Compare with…']);
    });

    it('run again it generates nothing that is there', async () => {
      const journals = await vscode.workspace.findFiles('words.results/samples/*.jsonl');
      const sizes = () => Promise.all(journals.map(async ({ fsPath }) => (await stat(fsPath)).size));
      const before = await sizes();
      await run();
      assert.deepEqual(await sizes(), before);
    });

    it('the tree shows task, evaluation and runs', async () => {
      const { tree } = (await activated()).evaluations.loaded();
      const children = async (node?: unknown) => (await tree.getChildren(node)) ?? [];
      const label = async (node: unknown) => {
        const { label: text } = await tree.getTreeItem(node);
        return typeof text === 'string' ? text : (text?.label ?? '');
      };
      const tasks = await children();
      const names = await Promise.all(tasks.map(label));
      const task = tasks[names.indexOf('words.jsonl')];
      assert.ok(task !== undefined, names.join());
      const [evaluation] = await children(task);
      const item = await tree.getTreeItem(evaluation);
      assert.deepEqual([item.label, item.contextValue], ['Words', 'evaluation.done']);
      assert.match(String(item.description), /^3 runs, best \d+\.\d %$/);
      assert.deepEqual(await Promise.all((await children(evaluation)).map(label)), [
        'no forcing',
        'budget forcing, at most 8 tokens',
        'budget forcing, at most 32 tokens',
      ]);
    });

    it('the report opens as a tab, once', async () => {
      const tabs = () =>
        vscode.window.tabGroups.all
          .flatMap((group) => group.tabs)
          .filter(
            ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('thinkHarder.report'),
          );
      await vscode.commands.executeCommand('thinkHarder.evaluationReport', uri());
      await until(() => tabs()[0]?.label === 'Words', 'the view has asked for its report');
      await vscode.commands.executeCommand('thinkHarder.evaluationReport', uri());
      assert.equal(tabs().length, 1);
    });

    it('a new one is asked for in three questions, and its file has no fault', async () => {
      const { dialogs } = (await activated()).evaluations.loaded();
      const file = (name: string) => vscode.Uri.file(join(folder(), name));
      answerIn(dialogs, {
        openFiles: async () => [file('words.jsonl')],
        pick: picks('What “Wait” does'),
        saveFile: async ({ defaultUri }) => {
          assert.equal(defaultUri?.fsPath, file('words-waits.eval.yaml').fsPath);
          return file('waits'); // the ending is added
        },
      });
      await vscode.commands.executeCommand('thinkHarder.evaluationNew');
      const made = file('waits.eval.yaml');
      try {
        assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, made.fsPath);
        assert.match(await readFile(made.fsPath, 'utf8'), /file: words\.jsonl\n[^]*waits: \[0, 1, 2, 4\]/);
        const line = async () =>
          (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', made, 10)).length;
        await until(async () => (await line()) > 0, 'its lens');
        assert.deepEqual(vscode.languages.getDiagnostics(made), []);
      } finally {
        await rm(made.fsPath);
      }
    });

    it('a new one writes nothing when a question is not answered', async () => {
      const { dialogs } = (await activated()).evaluations.loaded();
      const openFiles = async () => [vscode.Uri.file(join(folder(), 'words.jsonl'))];
      const saved = async () => (await readdir(folder())).filter((name) => name.endsWith('.eval.yaml'));
      const before = await saved();
      for (const answers of [
        { openFiles: async () => undefined },
        { openFiles, pick: async () => undefined },
        { openFiles, pick: picks('A first look'), saveFile: async () => undefined },
      ]) {
        answerIn(dialogs, answers);
        await vscode.commands.executeCommand('thinkHarder.evaluationNew');
      }
      assert.deepEqual(await saved(), before);
    });

    it('its report is exported in the form that was picked', async () => {
      const { dialogs } = (await activated()).evaluations.loaded();
      const target = join(folder(), 'exported.csv');
      answerIn(dialogs, {
        pick: picks('CSV'),
        saveFile: async ({ defaultUri }) => {
          assert.equal(defaultUri?.fsPath, join(folder(), 'words.csv'));
          return vscode.Uri.file(target);
        },
      });
      await vscode.commands.executeCommand('thinkHarder.evaluationExport', uri());
      assert.equal((await readFile(target, 'utf8')).trimEnd().split('\n').length, 4);
      await rm(target);
    });

    it('two that are compared are exported as one report', async () => {
      const { dialogs } = (await activated()).evaluations.loaded();
      const other = vscode.Uri.file(join(folder(), 'again.eval.yaml'));
      const target = join(folder(), 'both.html');
      await writeFile(other.fsPath, GOOD.replace('Words', 'Again').replace('[8, 32]', '[16]'));
      try {
        await vscode.commands.executeCommand('thinkHarder.evaluationRun', other);
        await (await activated()).evaluations.loaded().settled();
        answerIn(dialogs, { pickSome: async (items) => items.filter(({ label }) => label === 'Again') });
        await vscode.commands.executeCommand('thinkHarder.evaluationCompare', uri());
        const active = () => vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';
        await until(() => active() === '2 evaluations', 'the report of both');
        answerIn(dialogs, { pick: picks('HTML'), saveFile: async () => vscode.Uri.file(target) });
        await vscode.commands.executeCommand('thinkHarder.evaluationExport');
        assert.match(await readFile(target, 'utf8'), /<title>[^<]*Words[^<]*Again[^<]*<\/title>/);
        await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      } finally {
        for (const name of ['both.html', 'again.eval.yaml', 'again.results']) {
          await rm(join(folder(), name), { recursive: true, force: true });
        }
      }
    });

    it('a report that was open when the window was shows itself again', async () => {
      const service = (await activated()).evaluations.loaded();
      const panel = vscode.window.createWebviewPanel('thinkHarder.report', '', vscode.ViewColumn.Active, {
        enableScripts: true,
      });
      service.restorePanel(panel, { evalFiles: [uri().fsPath] });
      await until(() => panel.title === 'Words', 'it has asked for its report');
      panel.dispose();
      let isClosed = false;
      const other = vscode.window.createWebviewPanel('thinkHarder.report', '', vscode.ViewColumn.Active);
      other.onDidDispose(() => (isClosed = true));
      service.restorePanel(other, { evalFiles: 'none' });
      assert.ok(isClosed, 'one that knows no file any more is closed');
    });

    it('paused and cancelled, what is done is kept, and goes on', async () => {
      await rm(join(folder(), 'words.results'), { recursive: true });
      const { evaluations } = await activated();
      await vscode.commands.executeCommand('thinkHarder.evaluationRun', uri());
      await vscode.commands.executeCommand('thinkHarder.evaluationPause', uri());
      await until(async () => (await lenses()).includes('Resume'), 'the lens offers to go on');
      await vscode.commands.executeCommand('thinkHarder.evaluationResume', uri());
      await vscode.commands.executeCommand('thinkHarder.evaluationCancel', uri());
      await evaluations.loaded().settled();
      await run();
      const report = JSON.parse(await readFile(results('report.json'), 'utf8')) as Report;
      assert.deepEqual(
        report.runs.map(({ samples }) => samples),
        [2, 2, 2],
      );
    });
  });
}
