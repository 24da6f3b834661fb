import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EMBEDDED_CONTEXT } from '../../src/editor/settings.js';
import { parseTrace, textOf } from '../../src/reasoning/trace.js';
import { activated, configure, until } from './support.js';

/** The embedded model in its own process, asked through commands. */
export function solvingSuite(): void {
  describe('solving a question', () => {
    afterEach(async () => {
      await configure({ waits: undefined, continuation: undefined });
      const { controller } = await activated();
      if (controller.running) controller.stop();
      await controller.ended;
      controller.setBudget(null);
    });

    it('answers after its own thinking, then thinks harder and keeps the earlier answer', async () => {
      const { controller } = await activated();
      await vscode.commands.executeCommand('thinkHarder.solveQuestion', 'How many r in raspberry?');
      await controller.ended;
      assert.equal(controller.problem, null);
      const first = controller.trace!;
      assert.equal(first.end.answer, 'natural');
      assert.match(textOf(first, 'answer'), /\d/);
      await vscode.commands.executeCommand('thinkHarder.thinkHarder');
      await controller.ended;
      const second = controller.trace!;
      assert.equal(second.id, first.id);
      assert.equal(second.counts.waits, first.counts.waits + 1);
      assert.ok(second.spans.some((span) => span.role === 'answer' && span.superseded === true));
      assert.ok(textOf(second, 'thinking').startsWith(textOf(first, 'thinking')));
    });

    it('solves the question at the cursor, and knows where it stands', async () => {
      const { controller } = await activated();
      const [file] = await vscode.workspace.findFiles('worksheet.md');
      const document = await vscode.workspace.openTextDocument(file!);
      const line = document
        .getText()
        .split('\n')
        .findIndex((text) => text.includes('487 + 356'));
      const position = new vscode.Position(line, 8);
      await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
      await vscode.commands.executeCommand('thinkHarder.solveAtCursor');
      await controller.ended;
      assert.equal(controller.question?.text, 'What is 487 + 356?');
      assert.equal(controller.question.place?.line, line);
      assert.match(controller.question.source ?? '', /worksheet\.md/);
      assert.equal(controller.trace?.end.answer, 'natural');
    });

    it('thinks on with another text, in the middle of a thought too', async () => {
      await configure({ waits: 50 });
      const { controller } = await activated();
      try {
        await vscode.commands.executeCommand('thinkHarder.solveQuestion', 'What is 37 * 24?');
        await until(() => (controller.trace?.counts.thinking ?? 0) > 10, 'ten tokens');
        // At once: a setting takes longer to write than this model takes to fill its context.
        await vscode.commands.executeCommand('thinkHarder.thinkHarderWith', 'Alternatively');
        await controller.ended;
      } finally {
        await configure({ waits: undefined });
      }
      const trace = controller.trace!;
      assert.ok(trace.spans.some(({ origin, text }) => origin === 'forced' && text.includes('Alternatively')));
      assert.notEqual(trace.end.answer, null);
    });

    it('takes the settings, and obeys the slider while tokens stream', async () => {
      await configure({ waits: 50 });
      const { controller } = await activated();
      // It guesses at once and wants to stop: each end is suppressed.
      await vscode.commands.executeCommand('thinkHarder.solveQuestion', 'How many r in raspberry?');
      await until(() => (controller.trace?.counts.waits ?? 0) > 0, 'a wait');
      const used = controller.trace!.counts.thinking;
      controller.setBudget(used + 30);
      await controller.ended;
      const { end, counts, controls } = controller.trace!;
      // By the budget, or by itself where a "Wait" no longer fitted into it.
      assert.ok(end.thinking === 'budget' || end.thinking === 'natural', String(end.thinking));
      assert.ok(controls.some(({ control }) => control.kind === 'budget' && control.maxThinking === used + 30));
      assert.ok(counts.waits > 0 && counts.waits < 50, `${counts.waits} waits of 50: the slider ended it`);
    });

    it('stops, says so, goes on, and answers when told to', async () => {
      await configure({ waits: 50 });
      const { controller } = await activated();
      await vscode.commands.executeCommand('thinkHarder.solveQuestion', 'What is 37 * 24?');
      await until(() => (controller.trace?.counts.thinking ?? 0) > 10, 'ten tokens');
      await vscode.commands.executeCommand('thinkHarder.stop');
      await controller.ended;
      const stopped = controller.trace!;
      assert.equal(stopped.end.thinking, null);
      controller.continueRun();
      await until(() => controller.trace!.counts.thinking > stopped.counts.thinking + 5, 'more tokens');
      await vscode.commands.executeCommand('thinkHarder.answerNow');
      await controller.ended;
      assert.equal(controller.trace!.end.thinking, 'user');
      assert.ok(textOf(controller.trace!, 'thinking').startsWith(textOf(stopped, 'thinking')));
    });

    it('knows the embedded model’s context before it is loaded', async () => {
      const { controller } = await activated();
      assert.equal(controller.trace?.engine.contextSize, EMBEDDED_CONTEXT);
    });

    it('saves each trace in the extension’s storage, in the trace format', async () => {
      const { controller, traces } = await activated();
      await traces.settled();
      const id = controller.trace!.id;
      const saved = parseTrace(await traces.read(traces.pathOf(id)));
      assert.deepEqual(saved, controller.trace);
      assert.ok(!traces.pathOf(id).startsWith(vscode.workspace.workspaceFolders![0]!.uri.fsPath));
    });

    it('saves into the workspace only when the setting says so', async () => {
      const { controller, traces } = await activated();
      await configure({ saveTraces: 'workspace' });
      try {
        await vscode.commands.executeCommand('thinkHarder.solveQuestion', 'What is 2 + 2?');
        await controller.ended;
        await traces.settled();
        const found = await vscode.workspace.findFiles('.think-harder/traces/*.json');
        assert.equal(found.length, 1);
      } finally {
        await configure({ saveTraces: undefined });
      }
    });
  });
}
