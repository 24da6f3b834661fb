import assert from 'node:assert/strict';
import * as vscode from 'vscode';

export function activationSuite(): void {
  describe('activation', () => {
    it('activates', async () => {
      const extension = vscode.extensions.getExtension('think-harder.think-harder');
      assert.ok(extension);
      await extension.activate();
      assert.ok(extension.isActive);
    });
  });
}
