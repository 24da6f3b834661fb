import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DataSetFacts, RowDetail, RowPage, RowQuery } from '../../src/data/facts.js';
import type { CurationService } from '../../src/editor/curation/host.js';
import { activated, until } from './support.js';

const ALL: RowQuery = { filters: [], sort: null };
const WORDS = 'one two three four five six seven eight nine';

/** Data and pipelines: their view, their process and their commands, in a real VS Code. */
export function dataSuite(): void {
  describe('data sets and pipelines', () => {
    let folder: string;
    let service: CurationService;
    const path = (name: string) => join(folder, name);
    const jsonl = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    const shown = async (file: string) => {
      await until(() => service.shown.get(file)?.isDrawn === true, `the view of ${file}`);
      return service.shown.get(file)!;
    };

    before(async () => {
      const { curation } = await activated();
      folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
      const rows = Array.from({ length: 500 }, (_, i) => ({
        id: `q${i}`,
        question: i === 333 ? `Count ${WORDS}, please.` : `What is ${i} plus 1?`,
        solution: `It is ${i + 1}.`,
        subject: i % 2 === 0 ? 'Even' : 'Odd',
      }));
      writeFileSync(path('pool.jsonl'), jsonl(rows));
      writeFileSync(path('task.jsonl'), jsonl([{ question: `Now count ${WORDS}, please.` }]));
      writeFileSync(
        path('small.curate.yaml'),
        `format: think-harder/curate
version: 1
name: small
pool:
  - path: pool.jsonl
stages:
  - stage: decontamination
    tasks: [task.jsonl]
  - stage: domains
    by: [column]
output: made
`,
      );
      service = curation.loaded();
    });

    it('load nothing and start nothing before data are opened', () => {
      assert.deepEqual(service.pids, []);
    });

    it('opens a JSONL file as a data set, whose rows are filtered and sorted', async () => {
      await vscode.commands.executeCommand('thinkHarder.openDataSet', vscode.Uri.file(path('pool.jsonl')));
      const view = await shown(path('pool.jsonl'));
      assert.equal(service.pids.length, 1);
      const filters = [{ kind: 'text', text: 'please' }];
      const found = (await view.answer({
        type: 'page',
        query: { filters, sort: null },
        from: 0,
        count: 10,
      })) as RowPage;
      assert.deepEqual(
        found.lines.map(({ row }) => row),
        [333],
      );
      const sort = { column: 0, descending: true };
      const sorted = (await view.answer({ type: 'page', query: { filters: [], sort }, from: 0, count: 1 })) as RowPage;
      assert.equal(sorted.total, 500);
      assert.equal(sorted.lines[0]?.cells[0], 'q99');
    });

    it('runs a pipeline from its lens, and opens its result from another', async () => {
      const uri = vscode.Uri.file(path('small.curate.yaml'));
      await vscode.window.showTextDocument(uri);
      const lensOf = async (title: string) => {
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
        return lenses.find((lens) => lens.command?.title.includes(title) === true)?.command;
      };
      const run = await lensOf('Run');
      assert.ok(run);
      await vscode.commands.executeCommand(run.command, ...(run.arguments as unknown[]));
      assert.equal(service.pids.length, 2);
      const open = await lensOf('Open Result');
      assert.ok(open);
      await vscode.commands.executeCommand(open.command, ...(open.arguments as unknown[]));
      const view = await shown(path('made/funnel.json'));
      const { facts } = (await view.answer({ type: 'ready' })) as { facts: DataSetFacts };
      assert.deepEqual(
        facts.result?.funnel.map(({ left }) => left),
        [500, 499, 499],
      );
      const detail = (await view.answer({ type: 'detail', row: 333 })) as RowDetail;
      assert.match(detail.hits[0]?.question ?? '', /^Now count/);
      await vscode.commands.executeCommand('notifications.clearAll');
    });

    it('drops a row by hand, and takes it back', async () => {
      const view = await shown(path('made/funnel.json'));
      const selected = () => readFileSync(path('made/selected.jsonl'), 'utf8');
      const before = selected();
      await view.answer({ type: 'decide', rows: [7], decision: 'drop' });
      await until(() => !selected().includes('"q7"'), 'the row is gone from the selection');
      await view.answer({ type: 'undo' });
      await until(() => selected() === before, 'the selection is as it was');
      const page = (await view.answer({ type: 'page', query: ALL, from: 7, count: 1 })) as RowPage;
      assert.equal(page.lines[0]?.hand, null);
    });

    it('opens the result again when its pipeline has run again', async () => {
      const first = { id: 'new', question: 'What is new here?', solution: 'This is.', subject: 'Even' };
      writeFileSync(path('pool.jsonl'), jsonl([first]) + readFileSync(path('pool.jsonl'), 'utf8'));
      const view = await shown(path('made/funnel.json'));
      await vscode.commands.executeCommand('thinkHarder.curateRun', vscode.Uri.file(path('small.curate.yaml')));
      await until(async () => {
        const { facts } = (await view.answer({ type: 'ready' })) as { facts: DataSetFacts };
        return facts.rows === 501;
      }, 'the new row');
      await view.answer({ type: 'reload' });
      const page = (await view.answer({ type: 'page', query: ALL, from: 0, count: 1 })) as RowPage;
      assert.equal(page.total, 501);
      await vscode.commands.executeCommand('notifications.clearAll');
    });

    it('finds what two files share, and shows it', async () => {
      const hits = await vscode.commands.executeCommand<string>(
        'thinkHarder.findContamination',
        vscode.Uri.file(path('pool.jsonl')),
        [vscode.Uri.file(path('task.jsonl'))],
      );
      const view = await shown(hits);
      const detail = (await view.answer({ type: 'detail', row: 0 })) as RowDetail;
      assert.equal(detail.fields.find(({ name }) => name === 'id')?.text, 'q333');
      assert.ok(detail.hits[0]!.shared.length >= 8);
      assert.ok(!hits.startsWith(folder), 'nothing is written beside the data');
    });

    it('refuses what the view may not ask', async () => {
      const view = await shown(path('made/funnel.json'));
      await assert.rejects(view.answer({ type: 'link', address: 'file:///etc/passwd' }));
      await assert.rejects(view.answer({ type: 'page', query: ALL, from: 0, count: 1e9 }));
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
  });
}
