import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS, PREFIX } from '../../src/editor/contributions.js';
import { activated } from './support.js';

/** Runs first: nothing has been asked of the extension yet. */
export function activationSuite(): void {
  describe('activation', () => {
    it('starts nothing: no process, no model, no question', async () => {
      const { controller, backendPid, activationMs } = await activated();
      console.log(`activation took ${activationMs.toFixed(1)} ms`);
      assert.equal(await backendPid(), undefined);
      assert.equal(controller.loaded, false);
      assert.equal(controller.trace, null);
      assert.ok(controller.limit! > 0, 'the slider has its end before the embedded model is loaded');
    });

    it('has a command for each of the table', async () => {
      const all = new Set(await vscode.commands.getCommands(true));
      const missing = Object.keys(COMMANDS).filter((name) => !all.has(`${PREFIX}.${name}`));
      assert.deepEqual(missing, []);
    });

    it('answers commands that cannot run yet without throwing, and changes nothing', async () => {
      const { controller, backendPid } = await activated();
      for (const name of ['thinkHarder', 'answerNow', 'stop', 'unloadModel']) {
        await vscode.commands.executeCommand(`${PREFIX}.${name}`);
      }
      assert.equal(controller.running, false);
      assert.equal(controller.trace, null);
      assert.equal(await backendPid(), undefined);
      await vscode.commands.executeCommand('notifications.clearAll');
    });
  });
}
