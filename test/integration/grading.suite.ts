import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Comparison } from '../../src/grading/index.js';

const grade = (gold: string, prediction: string) =>
  vscode.commands.executeCommand<Comparison>('thinkHarder.gradeAnswers', gold, prediction);

/** "Grade These Two Answers…", in the backend's process: no model, nothing heavy in the extension host. */
export function gradingSuite(): void {
  describe('grading two answers', () => {
    it('says whether they are the same, and how they were read', async () => {
      const same = await grade('\\frac{1}{2}', '0.5');
      assert.equal(same.verdict, 'same');
      assert.notEqual(same.reason, '');
      assert.equal((await grade('12 cm', '12 m')).verdict, 'different');
    });

    it('uses algebra where it must, and never throws', async () => {
      assert.equal((await grade('(x+1)^3', 'x^3+3x^2+3x+1')).verdict, 'same');
      assert.notEqual((await grade('9^{9^{9^9}}', '{{{{{{')).verdict, 'same');
    });
  });
}
