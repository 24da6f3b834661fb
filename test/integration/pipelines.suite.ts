import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from './support.js';

const PIPELINE = `format: think-harder/curate
version: 1
name: written
pool:
  - path: few.jsonl
stages:
  - stage: quality
output: written
`;

/** Pipelines in the editor: what is written is completed, explained and checked. */
export function pipelinesSuite(): void {
  describe('pipelines in the editor', () => {
    const folder = () => vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    const path = (name: string) => join(folder(), name);
    const uri = () => vscode.Uri.file(path('written.curate.yaml'));
    const problems = () => vscode.languages.getDiagnostics(uri());
    const edit = async (change: (edit: vscode.WorkspaceEdit) => void) => {
      const made = new vscode.WorkspaceEdit();
      change(made);
      await vscode.workspace.applyEdit(made);
    };

    before(() => {
      writeFileSync(path('few.jsonl'), '{"question":"How much is 1 + 1?","solution":"It is 2."}\n');
      writeFileSync(uri().fsPath, PIPELINE);
    });
    after(async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      rmSync(uri().fsPath);
    });

    it('are completed, explained and checked where it stands', async () => {
      const { document } = await vscode.window.showTextDocument(uri());
      await edit((made) => {
        made.insert(uri(), new vscode.Position(7, 0), '  - stage: decontaminaton\n');
        made.replace(uri(), new vscode.Range(4, 10, 4, 19), 'none.jsonl');
      });
      await until(() => problems().length === 2, 'two problems');
      assert.deepEqual(
        problems()
          .map(({ range, message }) => [
            range.start.line,
            /Did you mean “\w+”|no file or folder none/.exec(message)?.[0],
          ])
          .sort(),
        [
          [4, 'no file or folder none'],
          [7, 'Did you mean “decontamination”'],
        ],
      );
      const offered = async (line: number, character: number) => {
        const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          uri(),
          new vscode.Position(line, character),
        );
        return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      };
      assert.ok((await offered(7, 13)).includes('near-duplicates'));
      assert.ok((await offered(4, 10)).includes('few.jsonl'), 'files beside it');
      const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        uri(),
        new vscode.Position(6, 13),
      );
      assert.match(
        (hover!.contents[0] as vscode.MarkdownString).value.replaceAll('&nbsp;', ' '),
        /published string rules/,
      );
      await edit((made) => made.replace(uri(), new vscode.Range(0, 0, document.lineCount, 0), PIPELINE));
      await until(() => problems().length === 0, 'no problem any more');
      await document.save();
    });

    it('are warned of where another has the same result', async () => {
      writeFileSync(path('twin.curate.yaml'), PIPELINE);
      await vscode.window.showTextDocument(uri());
      const { document } = vscode.window.activeTextEditor!;
      await edit((made) => made.insert(uri(), new vscode.Position(document.lineCount, 0), '# a change\n'));
      await until(() => problems().some(({ message }) => message.includes('twin.curate.yaml')), 'the twin is found');
      assert.equal(problems()[0]?.severity, vscode.DiagnosticSeverity.Warning);
      rmSync(path('twin.curate.yaml'));
      await document.save();
      await until(() => problems().length === 0, 'no problem any more');
    });
  });
}
