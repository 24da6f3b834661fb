import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { textOf } from '../../src/reasoning/trace.js';
import { activated } from './support.js';

/** The embedded model in its own process, asked through commands. */
export function solvingSuite(): void {
  describe('solving a question', () => {
    it('answers after its own thinking, then thinks harder', async () => {
      const { controller } = await activated();
      await vscode.commands.executeCommand('thinkHarder.solveQuestion', 'How many r in raspberry?');
      assert.equal(controller.running, true);
      await controller.ended;
      assert.equal(controller.problem, null);
      const first = controller.trace;
      assert.ok(first);
      console.log(textOf(first, 'thinking'), '=>', textOf(first, 'answer'), first.end, first.counts);
      assert.equal(first.end.answer, 'natural');
      assert.match(textOf(first, 'answer'), /\d/);
      await vscode.commands.executeCommand('thinkHarder.thinkHarder');
      await controller.ended;
      const second = controller.trace;
      assert.ok(second);
      console.log(textOf(second, 'thinking'), '=>', textOf(second, 'answer'), second.end, second.counts);
      assert.equal(second.counts.waits, first.counts.waits + 1);
      assert.ok(second.spans.some((span) => span.role === 'answer' && span.superseded === true));
    });
  });
}
