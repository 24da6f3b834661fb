import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AsideFacts, DataSetFacts, RowQuery } from '../../src/data/facts.js';
import type { Dialogs } from '../../src/editor/dialogs.js';
import type { CurationService } from '../../src/editor/curation/host.js';
import { answerIn, picks } from './person.js';
import { activated, until } from './support.js';

const ALL: RowQuery = { filters: [], sort: null };
/** Questions that a model is asked: enough that it can be stopped between them. */
const ASKED = 40;
const PIPELINE = `format: think-harder/curate
version: 1
name: asked
pool:
  - path: sums.jsonl
stages:
  - stage: traces
    budget: { maxThinking: 48, waits: 0, answerReserve: 24 }
    unfinished: keep
output: asked
`;

/** The commands about data as a person uses them: what they ask is answered in the person's place. */
export function curationCommandsSuite(): void {
  describe('commands about data', () => {
    let service: CurationService;
    let folder: string;
    const path = (name: string) => join(folder, name);
    const uri = (name: string) => vscode.Uri.file(path(name));
    const text = (name: string) => readFileSync(path(name), 'utf8');
    const lines = (name: string) => text(name).trimEnd().split('\n');
    const command = (name: string, ...args: unknown[]) =>
      vscode.commands.executeCommand(`thinkHarder.${name}`, ...args);
    const shown = async (file: string) => {
      await until(() => service.shown.get(file)?.isDrawn === true, `the view of ${file}`);
      return service.shown.get(file)!;
    };
    const answer = (answers: Partial<Dialogs>) => answerIn(service.dialogs, answers);

    before(async () => {
      service = (await activated()).curation.loaded();
      folder = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'commands');
      mkdirSync(folder);
      const sums = Array.from({ length: ASKED }, (_, i) => `{"id":"s${i}","question":"What is ${i + 3} * 24?"}\n`);
      writeFileSync(path('sums.jsonl'), sums.join(''));
      writeFileSync(
        path('mixed.jsonl'),
        '{"id":"a","prompt":"One?","gold":"1","why":"w"}\nno row\n{"id":"b","prompt":"Two?","gold":"2","why":"w"}\n',
      );
      writeFileSync(path('asked.curate.yaml'), PIPELINE);
    });
    after(async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.commands.executeCommand('notifications.clearAll');
      rmSync(folder, { recursive: true, force: true });
    });

    it('New Pipeline from Data: columns are confirmed, and what is written can be run', async () => {
      answer({
        pick: picks('solution', 'why', 'Take these'),
        saveFile: async ({ defaultUri }) => {
          assert.equal(defaultUri?.fsPath, path('mixed.curate.yaml'));
          return defaultUri;
        },
      });
      await command('curateNew', uri('mixed.jsonl'));
      assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, path('mixed.curate.yaml'));
      assert.match(text('mixed.curate.yaml'), /path: mixed\.jsonl\n +columns:\n(.*\n)* +solution: why\n/);
      const problems = () => vscode.languages.getDiagnostics(uri('mixed.curate.yaml'));
      await until(() => problems().length > 0, 'the new pipeline is checked');
      assert.deepEqual(
        problems().map(({ message, severity }) => [/No evaluation task/.exec(message)?.[0], severity]),
        [['No evaluation task', vscode.DiagnosticSeverity.Warning]],
      );
      answer({});
      await command('curateRun', uri('mixed.curate.yaml'));
      assert.equal(lines('mixed-selection/fates.jsonl').length, 2);
    });

    it('New Pipeline from Data: nothing is written when a question is not answered', async () => {
      answer({ pick: async () => undefined });
      await command('curateNew', uri('sums.jsonl'));
      answer({ pick: picks('Take these'), saveFile: async () => undefined });
      await command('curateNew', uri('sums.jsonl'));
      assert.ok(!existsSync(path('sums.curate.yaml')));
    });

    it('a line that is no row is set aside with file and line, and opened where it stands', async () => {
      assert.deepEqual(JSON.parse(lines('mixed-selection/set-aside.jsonl')[0]!), {
        ...{ file: 'mixed.jsonl', line: 2 },
        ...{ reason: (JSON.parse(text('mixed-selection/set-aside.jsonl')) as AsideFacts).reason, text: 'no row' },
      });
      answer({});
      await command('openDataSet', uri('mixed.jsonl'));
      const view = await shown(path('mixed.jsonl'));
      const [aside] = (await view.answer({ type: 'aside' })) as AsideFacts[];
      assert.deepEqual([aside?.file, aside?.line], [path('mixed.jsonl'), 2]);
      await view.answer({ type: 'place', aside: 0 });
      const { document, selection } = vscode.window.activeTextEditor!;
      assert.deepEqual([document.uri.fsPath, selection.active.line], [path('mixed.jsonl'), 1]);
    });

    describe('a pipeline that asks a model', () => {
      const lens = async (title: string) => {
        const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          uri('asked.curate.yaml'),
        );
        return found.find((one) => one.command?.title.includes(title) === true)?.command;
      };
      const press = async (title: string) => {
        let found: vscode.Command | undefined;
        await until(async () => (found = await lens(title)) !== undefined, `the lens ${title}`);
        return vscode.commands.executeCommand(found!.command, ...((found!.arguments ?? []) as unknown[]));
      };
      /** Questions that were asked, in all stores. */
      const stored = () =>
        existsSync(path('traces'))
          ? readdirSync(path('traces'))
              .filter((name) => name.endsWith('.jsonl'))
              .flatMap((name) => lines(`traces/${name}`))
              .map((line) => (JSON.parse(line) as { hash?: string }).hash)
              .filter((hash) => hash !== undefined)
          : [];

      it('does not begin when its cost is declined, and says nothing more', async () => {
        await vscode.window.showTextDocument(uri('asked.curate.yaml'));
        const costs: string[] = [];
        answer({
          confirm: async (message, detail) => {
            costs.push(`${message} ${detail}`);
            return false;
          },
        });
        assert.equal(await press('Run'), undefined);
        assert.equal(costs.length, 1);
        assert.match(
          costs[0]!,
          /Traces: the model has to be asked\. 40 questions for think-harder-teaching.* tokens\/s/,
        );
        assert.deepEqual(stored(), []);
        assert.ok(!existsSync(path('asked')));
      }).timeout(120_000);

      it('stops from its lens, keeps what is done, and goes on from its lens', async () => {
        answer({ confirm: async () => true });
        const run = press('Resume');
        await until(() => stored().length >= 2, 'two questions are answered', 60_000);
        await press('Cancel');
        assert.equal(await run, undefined);
        const before = stored().length;
        assert.ok(before < ASKED, 'it was stopped before its end');
        assert.ok(!existsSync(path('asked')), 'there is no half result');
        assert.equal(await press('Resume'), path('asked/funnel.json'));
        assert.equal(stored().length, ASKED);
        assert.equal(new Set(stored()).size, ASKED, 'no question is asked twice');
        assert.equal(lines('asked/selected.jsonl').length, ASKED);
      }).timeout(120_000);

      it('opens its result, with the traces that were made', async () => {
        await press('Open Result');
        const view = await shown(path('asked/funnel.json'));
        const { facts } = (await view.answer({ type: 'ready' })) as { facts: DataSetFacts };
        assert.deepEqual(
          facts.result?.funnel.map(({ stage, left }) => [stage, left]),
          [
            ['pool', ASKED],
            ['traces', ASKED],
          ],
        );
        const { fields } = (await view.answer({ type: 'detail', row: 0 })) as {
          fields: { name: string; text: string | null }[];
        };
        assert.ok((fields.find(({ name }) => name === 'attempt')?.text ?? '').length > 0);
      });
    });

    it('Add Selection to Pool: the chosen rows, each with where it came from', async () => {
      answer({});
      await command('openDataSet', uri('sums.jsonl'));
      const view = await shown(path('sums.jsonl'));
      await view.answer({ type: 'selection', rows: [4, 1], query: ALL });
      answer({ saveFile: async () => uri('chosen.jsonl') });
      await command('addSelectionToPool');
      assert.deepEqual(
        lines('chosen.jsonl').map((line) => {
          const { id, origin_file: file, origin_line: at } = JSON.parse(line) as Record<string, unknown>;
          return [id, String(file).endsWith('sums.jsonl'), at];
        }),
        [
          ['s4', true, 5],
          ['s1', true, 2],
        ],
      );
    });

    it('Statistics: as Markdown and as CSV, of the rows of the filter', async () => {
      const view = await shown(path('sums.jsonl'));
      answer({ saveFile: async () => uri('table.md') });
      await view.answer({ type: 'statistics', query: ALL });
      assert.match(text('table.md'), /^\|.*\|\n\| ?-/);
      answer({ saveFile: async () => uri('table.csv') });
      await view.answer({ type: 'statistics', query: { filters: [{ kind: 'text', text: '12 * 24' }], sort: null } });
      assert.match(text('table.csv').split('\n')[1] ?? '', /,1,/);
    });

    it('Find Contamination: asks for data, tasks and method, and shows what they share', async () => {
      const words = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen';
      writeFileSync(path('clean.jsonl'), `{"question":"Say ${words}."}\n{"question":"Nothing alike."}\n`);
      writeFileSync(path('bench.jsonl'), `{"question":"Please say ${words}."}\n`);
      const files = [[uri('clean.jsonl')], [uri('bench.jsonl')]];
      answer({ openFiles: async () => files.shift(), pick: picks('ngram13') });
      const hits = (await command('findContamination')) as string;
      const view = await shown(hits);
      const { facts } = (await view.answer({ type: 'ready' })) as { facts: DataSetFacts };
      assert.deepEqual(
        facts.result?.funnel.map(({ left }) => left),
        [2, 1],
      );
      answer({ openFiles: async () => undefined });
      assert.equal(await command('findContamination'), undefined);
    });

    it('shows Parquet, which no text editor can', async () => {
      const { extensionPath } = vscode.extensions.getExtension('think-harder.think-harder')!;
      const script = `import { DuckDBInstance } from '@duckdb/node-api';
        const connection = await (await DuckDBInstance.create(':memory:')).connect();
        await connection.run("COPY (SELECT 'What is ' || i || '?' AS question, i AS level FROM range(30) t(i)) TO '"
          + process.argv[1] + "' (FORMAT parquet)");`;
      const args = ['--input-type=module', '-e', script, path('rows.parquet')];
      execFileSync(process.execPath, args, { cwd: extensionPath });
      answer({});
      await vscode.commands.executeCommand('vscode.open', uri('rows.parquet'));
      const view = await shown(path('rows.parquet'));
      const { facts } = (await view.answer({ type: 'ready' })) as { facts: DataSetFacts };
      assert.deepEqual([facts.format, facts.rows], ['Parquet', 30]);
    });

    it('Run asks which pipeline where none is in front', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      answer({ pick: picks('commands/mixed.curate.yaml') });
      await command('curateRun');
      assert.ok(existsSync(path('mixed-selection/funnel.json')));
    });
  });
}
