import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pictureOfFailure, ROOT, THEMES, Workbench } from './support/workbench.js';

/** UPDATE_SCREENSHOTS=1 writes the pictures of the README. */
const UPDATE = process.env.UPDATE_SCREENSHOTS !== undefined;

describe('Figure 3 of the paper, in the sidebar', () => {
  let workbench: Workbench | undefined;
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
    await workbench?.[Symbol.asyncDispose]();
    workbench = undefined;
  });

  for (const [name, theme] of Object.entries(THEMES)) {
    it(`asks how many r are in raspberry, gets an answer, thinks harder, gets another: ${name}`, async () => {
      workbench = await Workbench.open({
        settings: { 'workbench.colorTheme': theme, 'thinkHarder.foldThinking': false },
        open: [join(ROOT, 'samples', 'worksheet.md')],
      });
      await workbench.showView();
      await workbench.view.getByRole('button', { name: 'How many r in raspberry?' }).click();
      const first = await workbench.answer();
      assert.match(first, /\d/);
      assert.match(await workbench.view.locator('.outcome').innerText(), /^ended by itself/);
      assert.equal(await workbench.view.locator('.wait-mark').count(), 0);

      await workbench.view.getByRole('button', { name: 'Think Harder' }).click();
      await workbench.view.locator('.wait-mark').first().waitFor();
      const second = await workbench.answer();
      assert.match(second, /3/, 'the answer after one forced "Wait"');
      assert.match(await workbench.view.locator('.forced-text').first().innerText(), /^Wait/);
      assert.match(await workbench.view.locator('details.earlier').first().innerText(), /Earlier answer/);
      assert.match(await workbench.view.locator('.outcome').innerText(), /1 wait/);

      await workbench.page.mouse.move(700, 650);
      await workbench.page.waitForTimeout(500);
      await workbench.screenshot(`raspberry-${name}`);
      if (UPDATE) {
        const folder = join(ROOT, 'docs', 'screenshots');
        mkdirSync(folder, { recursive: true });
        copyFileSync(join(ROOT, 'test-results', `raspberry-${name}.png`), join(folder, `raspberry-${name}.png`));
      }
    });
  }
});
