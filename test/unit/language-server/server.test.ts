import assert from 'node:assert/strict';
import type {
  CodeAction,
  CodeLens,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  InlineCompletionItem,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import * as protocol from '../../../src/language-server/protocol.js';
import { COMMANDS, TestClient } from '../../support/language-client.js';

const URI = 'file:///sheet.md';
const SHEET = `# Sheet

1. What is 12 + 30?

   Answer: 42

2. A car drives 120 km in 2 h. What is its speed?
`;

const titles = (lenses: readonly CodeLens[]): string[] => lenses.map((lens) => lens.command?.title ?? '');
const all = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

/** What the first edit of an action makes of the text. */
function applied(text: string, action: CodeAction | undefined): string {
  const edits = Object.values(action?.edit?.changes ?? {})[0] ?? [];
  return TextDocument.applyEdits(TextDocument.create(URI, 'markdown', 1, text), edits);
}

describe('language server', () => {
  let client: TestClient;
  beforeEach(async () => (client = await TestClient.start()));
  afterEach(() => client[Symbol.asyncDispose]());

  const lenses = (uri = URI): Promise<CodeLens[]> => client.ask('textDocument/codeLens', { textDocument: { uri } });
  const actions = (line: number, diagnostics: readonly unknown[] = [], uri = URI): Promise<CodeAction[]> =>
    client.ask('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line, character: 5 }, end: { line, character: 5 } },
      context: { diagnostics },
    });
  const hover = (line: number, character: number): Promise<Hover | null> =>
    client.ask('textDocument/hover', { textDocument: { uri: URI }, position: { line, character } });
  const value = (shown: Hover | null): string => (shown === null ? '' : (shown.contents as { value: string }).value);

  describe('lenses', () => {
    it('stand above each question and name the commands that the client declared', async () => {
      await client.open(URI, SHEET);
      const found = await lenses();
      assert.deepEqual(titles(found), ['Solve', 'Think harder', 'Check', 'Solve', 'Think harder']);
      assert.deepEqual(
        found.map((lens) => lens.range.start.line),
        [2, 2, 2, 6, 6],
      );
      assert.equal(found[0]?.command?.command, COMMANDS.solve);
      const [first] = await client.questions(URI);
      assert.deepEqual(found[0].command.arguments, [{ uri: URI, hash: first?.hash }]);
    });

    it('of a document with hundreds of questions get their titles as they are shown', async () => {
      const many = Array.from({ length: 250 }, (_, i) => `${i + 1}. Compute ${i} + ${i + 1}.\n`).join('\n');
      await client.open(URI, `# Exercises\n\n${many}`);
      const found = await lenses();
      assert.equal(found.length, 500);
      assert.ok(found.every((lens) => lens.command === undefined));
      const shown = await client.ask<CodeLens>('codeLens/resolve', found[2]!);
      const [, second] = await client.questions(URI);
      assert.deepEqual(shown.range, found[2]!.range);
      assert.deepEqual(shown.command, {
        title: 'Solve',
        command: COMMANDS.solve,
        arguments: [{ uri: URI, hash: second!.hash }],
      });
      const running = { runs: [{ hash: second!.hash, state: { kind: 'running', tokens: 9 } as const }] };
      await client.connection.sendNotification(protocol.RunsChanged, running);
      const state = (await lenses()).find((lens) => lens.range.start.line === found[2]!.range.start.line);
      assert.match((await client.ask<CodeLens>('codeLens/resolve', state!)).command!.title, /9/);
      const strange = { range: found[0]!.range, data: ['?', 1, 'solve'] };
      assert.deepEqual(await client.ask('codeLens/resolve', strange), strange, 'not ours: handed back');
    });

    it('are none for a client that declares no commands', async () => {
      await using plain = await TestClient.start({ plain: true });
      await plain.open(URI, SHEET);
      assert.deepEqual(await plain.ask('textDocument/codeLens', { textDocument: { uri: URI } }), []);
    });

    it('are offered for the declared commands alone', async () => {
      await using some = await TestClient.start({
        initializationOptions: { commands: { solve: 'x.solve', wrong: 7, check: '' } },
      });
      await some.open(URI, SHEET);
      assert.deepEqual(titles(await some.ask('textDocument/codeLens', { textDocument: { uri: URI } })), [
        'Solve',
        'Solve',
      ]);
    });

    it('show a run and offer to stop it', async () => {
      await client.open(URI, SHEET);
      const [question] = await client.questions(URI);
      await client.connection.sendNotification(protocol.RunsChanged, {
        runs: [{ hash: question!.hash, state: { kind: 'running', tokens: 123 } }],
      });
      assert.deepEqual(titles(await lenses()).slice(0, 2), ['123 tokens', 'Stop']);
      await client.connection.sendNotification(protocol.RunsChanged, {
        runs: [{ hash: question!.hash, state: { kind: 'idle' } }],
      });
      assert.equal(titles(await lenses())[0], 'Solve');
    });

    it('show the answer, and that a solving failed', async () => {
      await client.open(URI, SHEET);
      const [first, second] = await client.questions(URI);
      await client.solved({ hash: first!.hash, answer: '$\\frac{1}{2}x^2$' });
      await client.connection.sendNotification(protocol.RunsChanged, {
        runs: [{ hash: second!.hash, state: { kind: 'failed', message: 'No model.' } }],
      });
      assert.deepEqual(titles(await lenses()), [
        'Answer: 1/2x²',
        'Think harder',
        'Check',
        'Trace',
        'Failed: No model.',
        'Solve',
        'Think harder',
      ]);
    });

    it('are refreshed at most twice a second, however often tokens arrive', async () => {
      await client.open(URI, SHEET);
      const [question] = await client.questions(URI);
      for (let tokens = 1; tokens <= 60; tokens++) {
        await client.connection.sendNotification(protocol.RunsChanged, {
          runs: [{ hash: question!.hash, state: { kind: 'running', tokens } }],
        });
      }
      await lenses();
      assert.equal(client.refreshes, 1);
      await client.until(() => client.refreshes === 2);
      assert.equal(titles(await lenses())[0], '60 tokens');
    });

    it('speak Chinese where the client does', async () => {
      await using chinese = await TestClient.start({ locale: 'zh-cn' });
      await chinese.open(URI, SHEET);
      assert.deepEqual(titles(await chinese.ask('textDocument/codeLens', { textDocument: { uri: URI } })).slice(0, 3), [
        '求解',
        '再想想',
        '核对',
      ]);
    });
  });

  describe('answers', () => {
    it('stand behind the question with their cost, and in the hover with how the thinking ended', async () => {
      await client.open(URI, SHEET);
      const [first] = await client.questions(URI);
      await client.solved({ hash: first!.hash, answer: '42', tokens: 310, budget: 400, thinkingEnd: 'budget' });
      const hints = await client.ask<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri: URI }, range: all });
      assert.deepEqual(
        hints.map(({ label, position }) => ({ label, position })),
        [{ label: '= 42 · 310 tokens', position: { line: 2, character: 19 } }],
      );
      const shown = value(await hover(2, 6));
      assert.match(shown, /\*\*Answer:\*\* 42/);
      assert.match(shown, /The budget ended the thinking; 310 of 400 thinking tokens in 2\.5 s/);
      assert.equal(await hover(0, 1), null);
    });

    it('link to the trace only where the client opens such links', async () => {
      await using linking = await TestClient.start({ initializationOptions: { commandLinks: true } });
      await linking.open(URI, SHEET);
      const [first] = await linking.questions(URI);
      await linking.solved({ hash: first!.hash, answer: '42' });
      const shown = await linking.ask<Hover>('textDocument/hover', {
        textDocument: { uri: URI },
        position: { line: 2, character: 5 },
      });
      assert.match(value(shown), /\(command:test\.trace\?/);
    });

    it('of hostile text do no harm in a hover', async () => {
      await client.open(URI, SHEET);
      const [first] = await client.questions(URI);
      await client.solved({ hash: first!.hash, answer: '[click](command:evil) <img src=x> `code`' });
      assert.doesNotMatch(value(await hover(2, 6)), /(?<!\\)\[click(?<!\\)\]|(?<!\\)<img/);
    });

    it('are inserted in the syntax of the document, in one edit', async () => {
      await client.open(URI, SHEET);
      const [, second] = await client.questions(URI);
      await client.solved({ hash: second!.hash, answer: '60 km/h', solution: 'Divide:\n\n$120/2 = 60$' });
      const offered = await actions(6);
      assert.deepEqual(
        offered.map((action) => action.title),
        ['Insert the answer: 60 km/h', 'Insert the worked solution'],
      );
      assert.ok(applied(SHEET, offered[0]).endsWith('What is its speed?\n\n   **Answer:** 60 km/h\n'));
      assert.ok(
        applied(SHEET, offered[1]).endsWith(
          'What is its speed?\n\n   <details>\n   <summary>Solution</summary>\n\n   Divide:\n\n   $120/2 = 60$\n\n   </details>\n',
        ),
      );
    });

    it('stay in their cell of a table', async () => {
      const table = '| Question | Points |\n|---|---|\n| What is $|3 - 10| + 35$? | 2 |\n'.replaceAll(
        '|3 - 10|',
        '\\|3 - 10\\|',
      );
      await client.open(URI, table);
      const [question] = await client.questions(URI);
      await client.solved({ hash: question!.hash, answer: '|42|', solution: 'Subtract,\n\nthen add.' });
      const offered = await actions(2);
      assert.deepEqual(
        offered.map((action) => action.title),
        ['Insert the answer: |42|'],
      );
      assert.ok(applied(table, offered[0]).endsWith(' + 35$? **Answer:** \\|42\\| | 2 |\n'));
    });

    it('are offered to be solved first where there is none', async () => {
      await client.open(URI, SHEET);
      assert.deepEqual(
        (await actions(2)).map((action) => action.command?.command),
        [COMMANDS.solve, COMMANDS.check],
      );
    });
  });

  describe('the given answer', () => {
    it('is marked where the model finds another, and can be replaced', async () => {
      await client.open(URI, SHEET);
      const [first] = await client.questions(URI);
      assert.equal(first?.reference, '42');
      await client.solved({ hash: first.hash, answer: '43' });
      await client.until(() => (client.diagnostics.get(URI)?.diagnostics.length ?? 0) > 0);
      const [diagnostic] = client.diagnostics.get(URI)!.diagnostics;
      assert.equal(diagnostic?.message, 'The model finds 43; the document gives 42.');
      assert.deepEqual(diagnostic.range, { start: { line: 4, character: 11 }, end: { line: 4, character: 13 } });
      const fix = (await actions(4, [diagnostic])).find((action) => action.kind === 'quickfix');
      assert.ok(applied(SHEET, fix).includes('   Answer: 43\n'));
    });

    it('is left alone where both agree, and the mark goes when the answer was corrected', async () => {
      await client.open(URI, SHEET);
      const [first] = await client.questions(URI);
      await client.solved({ hash: first!.hash, answer: '43' });
      await client.until(() => client.diagnostics.get(URI)?.diagnostics.length === 1);
      await client.edit(URI, '43', { start: { line: 4, character: 11 }, end: { line: 4, character: 13 } });
      await client.until(() => client.diagnostics.get(URI)?.diagnostics.length === 0);
    });
  });

  describe('edits', () => {
    it('above a question leave it its answer', async () => {
      await client.open(URI, SHEET);
      const [, second] = await client.questions(URI);
      await client.solved({ hash: second!.hash, answer: '60' });
      await client.edit(URI, 'Some prose.\n\n', { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } });
      const hints = await client.ask<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri: URI }, range: all });
      assert.equal(hints[0]?.position.line, 8);
    });

    it('of a question take its answer visibly; taking them back brings it back', async () => {
      await client.open(URI, SHEET);
      const [, second] = await client.questions(URI);
      await client.solved({ hash: second!.hash, answer: '60' });
      await client.edit(URI, '150', { start: { line: 6, character: 16 }, end: { line: 6, character: 19 } });
      const changed = (await client.questions(URI))[1];
      assert.equal(changed?.stale, true);
      assert.deepEqual(titles(await lenses()).slice(3), ['Changed since it was solved', 'Solve', 'Think harder']);
      assert.match(value(await hover(6, 10)), /has changed since it was solved; the answer then was 60/);
      assert.deepEqual(await client.ask('textDocument/inlayHint', { textDocument: { uri: URI }, range: all }), []);
      // It stays out of date through further edits elsewhere.
      await client.edit(URI, '\n', { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } });
      assert.equal((await client.questions(URI))[1]?.stale, true);
      await client.edit(URI, '120', { start: { line: 7, character: 16 }, end: { line: 7, character: 19 } });
      assert.equal((await client.questions(URI))[1]?.stale, false);
      assert.equal(titles(await lenses())[3], 'Answer: 60');
    });

    it('that arrive while it is solved do not lose the result, and delete questions without harm', async () => {
      await client.open(URI, SHEET);
      const [, second] = await client.questions(URI);
      await client.connection.sendNotification(protocol.RunsChanged, {
        runs: [{ hash: second!.hash, state: { kind: 'running', tokens: 5 } }],
      });
      await client.edit(URI, '# Sheet\n\nNothing here.\n');
      assert.deepEqual(await client.questions(URI), []);
      await client.solved({ hash: second!.hash, answer: '60' });
      await client.edit(URI, SHEET);
      assert.equal(titles(await lenses())[3], 'Answer: 60');
      await client.until(() => client.changes.length >= 2);
    });

    it('keep positions right with CRLF, tabs, surrogate pairs and combining characters', async () => {
      const text =
        '# \u{1F600} t\r\n\r\n1.\tWhat is \u{1F34E}e\u0301 3 + 4?\r\n\r\n2. Compute $5 \\cdot 6$. \u{1F600}\r\n';
      await client.open(URI, text);
      const found = await client.questions(URI);
      assert.deepEqual(
        found.map(({ range }) => [range.start.line, range.start.character, range.end.character]),
        [
          [2, 3, 22],
          [4, 3, 26],
        ],
      );
      await client.edit(URI, '\u{1F34E}', { start: { line: 2, character: 11 }, end: { line: 2, character: 11 } });
      const [first] = await client.questions(URI);
      assert.equal(first?.range.end.character, 24);
      assert.equal(first.text, 'What is \u{1F34E}\u{1F34E}e\u0301 3 + 4?');
    });

    it('of two editors on one document and of an untitled one are followed', async () => {
      const untitled = 'untitled:Untitled-1';
      await client.open(untitled, '1. What is 2 + 2?\n', 'plaintext');
      await client.open(URI, '1. What is 2 + 2?\n');
      const [here] = await client.questions(URI);
      await client.solved({ hash: here!.hash, answer: '4' });
      assert.equal(titles(await lenses(URI))[0], 'Answer: 4');
      assert.equal(titles(await lenses(untitled))[0], 'Answer: 4');
    });
  });

  it('answers nothing about documents that were closed', async () => {
    await client.open(URI, SHEET);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: URI } });
    assert.deepEqual(await lenses(), []);
    assert.deepEqual(await client.questions(URI), []);
  });

  it('folds questions and lists them as symbols', async () => {
    await client.open(URI, SHEET);
    assert.deepEqual(await client.ask<FoldingRange[]>('textDocument/foldingRange', { textDocument: { uri: URI } }), [
      { startLine: 2, endLine: 4, kind: 'region' },
    ]);
    const symbols = await client.ask<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri: URI } });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['1 What is 12 + 30?', '2 A car drives 120 km in 2 h. What is its speed?'],
    );
  });

  describe('inline completion', () => {
    const text = '1. What is 12 + 30?\n\n   Answer: \n\n2. 7 × 8 =\n';
    const complete = (line: number, character: number, triggerKind: number): Promise<InlineCompletionItem[]> =>
      client.ask('textDocument/inlineCompletion', {
        textDocument: { uri: URI },
        position: { line, character },
        context: { triggerKind },
      });

    it('offers a solved answer after "Answer:" and after an equals sign', async () => {
      await client.open(URI, text);
      assert.deepEqual(await complete(2, 11, 2), []);
      const [first, second] = await client.questions(URI);
      await client.solved({ hash: first!.hash, answer: '42' }, { hash: second!.hash, answer: '56' });
      assert.equal((await complete(2, 11, 2))[0]?.insertText, '42');
      assert.equal((await complete(4, 10, 2))[0]?.insertText, ' 56');
      assert.deepEqual(await complete(0, 19, 2), []);
    });

    it('solves on explicit request where the client can', async () => {
      await using able = await TestClient.start({ initializationOptions: { solveForCompletion: true } });
      able.connection.onRequest(protocol.SolveForCompletion, () => ({ answer: '42' }));
      await able.open(URI, text);
      const request = (triggerKind: number): Promise<InlineCompletionItem[]> =>
        able.ask('textDocument/inlineCompletion', {
          textDocument: { uri: URI },
          position: { line: 2, character: 11 },
          context: { triggerKind },
        });
      assert.deepEqual(await request(2), []);
      assert.equal((await request(1))[0]?.insertText, '42');
    });
  });

  it('switches features off by language', async () => {
    await client.open(URI, SHEET);
    await client.connection.sendNotification(protocol.FeaturesChanged, { features: { markdown: { lenses: false } } });
    assert.deepEqual(await lenses(), []);
    await client.connection.sendNotification(protocol.FeaturesChanged, {
      features: { '*': { outline: false }, latex: { lenses: false } },
    });
    assert.equal((await lenses()).length, 5);
    assert.deepEqual(await client.ask('textDocument/foldingRange', { textDocument: { uri: URI } }), []);
  });

  it('answers which question stands at a place', async () => {
    await client.open(URI, SHEET);
    const at = (line: number): Promise<protocol.QuestionInfo | null> =>
      client.connection.sendRequest(protocol.QuestionAt, { uri: URI, position: { line, character: 0 } });
    assert.equal((await at(2))?.text, 'What is 12 + 30?');
    assert.equal((await at(4))?.text, 'What is 12 + 30?');
    assert.equal(await at(0), null);
  });

  describe('notebooks', () => {
    const notebook = 'file:///lab.ipynb';
    const cell = (n: number): string => `vscode-notebook-cell:/lab.ipynb#${n}`;
    const open = (...texts: string[]): Promise<void> =>
      client.connection.sendNotification('notebookDocument/didOpen', {
        notebookDocument: {
          uri: notebook,
          notebookType: 'jupyter-notebook',
          version: 1,
          cells: texts.map((text, n) => ({ kind: text.startsWith('#!') ? 2 : 1, document: cell(n) })),
        },
        cellTextDocuments: texts.map((text, n) => ({
          uri: cell(n),
          languageId: text.startsWith('#!') ? 'python' : 'markdown',
          version: 1,
          text,
        })),
      });

    it('show lenses in their Markdown cells, and headings reach over cells', async () => {
      await open('## Exercises', '#! What is 2 + 2?', '1. What is 12 + 30?', '### Solution\n\nWhat is 1 + 1? It is 2.');
      assert.deepEqual(titles(await lenses(cell(2))), ['Solve', 'Think harder']);
      assert.deepEqual(await lenses(cell(1)), []);
      assert.deepEqual(await lenses(cell(3)), []);
      assert.deepEqual(
        (await client.questions(notebook)).map(({ uri, text }) => [uri, text]),
        [[cell(2), 'What is 12 + 30?']],
      );
    });

    it('follow edits in a cell and cells that are put in', async () => {
      await open('1. What is 12 + 30?');
      await client.connection.sendNotification('notebookDocument/didChange', {
        notebookDocument: { uri: notebook, version: 2 },
        change: {
          cells: {
            textContent: [
              {
                document: { uri: cell(0), version: 2 },
                changes: [
                  { range: { start: { line: 0, character: 11 }, end: { line: 0, character: 13 } }, text: '15' },
                ],
              },
            ],
          },
        },
      });
      assert.equal((await client.questions(notebook))[0]?.text, 'What is 15 + 30?');
      await client.connection.sendNotification('notebookDocument/didChange', {
        notebookDocument: { uri: notebook, version: 3 },
        change: {
          cells: {
            structure: {
              array: { start: 0, deleteCount: 0, cells: [{ kind: 1, document: cell(7) }] },
              didOpen: [{ uri: cell(7), languageId: 'markdown', version: 1, text: 'Problem 1. Compute $3 \\cdot 5$.' }],
            },
          },
        },
      });
      assert.deepEqual(
        (await client.questions(notebook)).map(({ uri }) => uri),
        [cell(7), cell(0)],
      );
    });

    it('get a worked solution as a cell below', async () => {
      await open('1. What is 12 + 30?');
      const [question] = await client.questions(notebook);
      await client.solved({ hash: question!.hash, answer: '42', solution: 'Add.' });
      assert.deepEqual(
        await client.connection.sendRequest(protocol.Insert, { uri: notebook, hash: question!.hash, what: 'solution' }),
        {
          kind: 'cell',
          after: cell(0),
          markdown: '**Solution**\n\nAdd.',
        },
      );
    });
  });

  it('tells about its health', async () => {
    await client.open(URI, SHEET);
    const health = await client.connection.sendRequest(protocol.Health);
    assert.equal(health.documents, 1);
    assert.equal(health.questions, 2);
  });
});
