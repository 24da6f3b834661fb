import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pictureOfFailure, THEMES, Workbench, type WorkbenchOptions } from './support/workbench.js';

const PIPELINE = `format: think-harder/curate
version: 1
name: Sums and lenses
pool:
  - path: pool.jsonl
    licence: CC0-1.0
stages:
  - stage: quality
  - stage: exact-duplicates
  - stage: decontamination
    tasks: [benchmark.jsonl]
  - stage: domains
    by: [column, clusters]
    clusters: 4
  - stage: selection
    n: 120
    lengthOf: solution
output: chosen
`;
const ASKING = `format: think-harder/curate
version: 1
name: Asking
pool: [{ path: few.jsonl }]
stages:
  - { stage: traces, budget: { maxThinking: 48, waits: 0, answerReserve: 24 }, unfinished: keep }
output: asked
`;
/** A pipeline with a mistake in it, and a line that is being written. */
const FAULTY = PIPELINE.replace('stage: quality', 'stage: qualty')
  .replace('benchmark.jsonl', 'bench.jsonl')
  .replace('output: chosen', 'output: faulty');
const WORDS = 'A train leaves the station at nine and another one at noon on the same track';

/** A workspace with a pool, a benchmark and pipelines; removed at the end. */
function workspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'th-curation-'));
  const subjects = ['Algebra', 'Geometry', 'Number theory', null];
  const rows = Array.from({ length: 400 }, (_, i) => ({
    id: `q${i}`,
    question:
      i === 5
        ? `${WORDS}. When do they meet?`
        : i % 50 === 7
          ? 'What is 2 + 2?'
          : `What is $${i} \\cdot ${i % 17} + ${i % 5}$?`,
    solution: `We compute step by step. ${'Then we add once more. '.repeat(i % 23)}So the answer is $${i * (i % 17) + (i % 5)}$.`,
    subject: subjects[i % 4],
    source: i % 3 === 0 ? 'worksheets' : 'olympiad',
  }));
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
  lines.splice(10, 0, 'this line is no row\n');
  writeFileSync(join(folder, 'pool.jsonl'), lines.join(''));
  writeFileSync(join(folder, 'few.jsonl'), lines.slice(0, 3).join(''));
  writeFileSync(join(folder, 'benchmark.jsonl'), `${JSON.stringify({ question: `${WORDS}. Where do they meet?` })}\n`);
  writeFileSync(join(folder, 'sums.curate.yaml'), PIPELINE);
  writeFileSync(join(folder, 'asking.curate.yaml'), ASKING);
  writeFileSync(join(folder, 'faulty.curate.yaml'), FAULTY);
  return folder;
}

describe('curation in the workbench', () => {
  let folder: string;
  let workbench: Workbench | undefined;
  const open = async (options: WorkbenchOptions & { readonly file: string }) =>
    (workbench = await Workbench.open({
      folder,
      open: [join(folder, options.file)],
      width: 1280,
      height: 820,
      ...options,
    }));
  const lens = (title: string) => workbench!.page.locator('.codelens-decoration a', { hasText: title });
  const toast = (text: string) => workbench!.page.locator('.notification-toast', { hasText: text });

  beforeEach(() => {
    folder = workspace();
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
    await workbench?.[Symbol.asyncDispose]();
    workbench = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows what a model will cost; declined, nothing begins; agreed to, it runs and its result is opened', async () => {
    const { page } = await open({ file: 'asking.curate.yaml' });
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'Traces: the model has to be asked.' });
    await lens('Run').click();
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /3 questions for think-harder-teaching/);
    await page.keyboard.press('Escape');
    await lens('Resume').waitFor();
    assert.ok(!existsSync(join(folder, 'asked')));
    assert.equal(await page.locator('.notification-toast').count(), 0);
    await lens('Resume').click();
    await dialog.getByRole('button', { name: 'Begin' }).click();
    await toast('asking.curate.yaml is done').getByRole('button', { name: 'Open Result' }).click();
    await workbench!.view.locator('.funnel .step-title', { hasText: 'Traces' }).waitFor();
    assert.equal(
      readFileSync(join(folder, 'asked', 'selected.jsonl'), 'utf8')
        .trimEnd()
        .split('\n').length,
      3,
    );
  });

  it('runs no pipeline in a folder that nobody trusts', async () => {
    const { page } = await open({ file: 'sums.curate.yaml', trust: true });
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await lens('Run').click();
    await toast('This workspace is not trusted').waitFor();
    assert.ok(!existsSync(join(folder, 'chosen')));
  });

  for (const [name, theme] of Object.entries(THEMES)) {
    it(`marks a mistake and completes a stage; its result is read and decided about by keyboard alone: ${name}`, async () => {
      const settings = { 'workbench.colorTheme': theme };
      const { page, view } = await open({ file: 'faulty.curate.yaml', settings });
      await page.locator('.squiggly-error').first().waitFor();
      await page.locator('.view-line', { hasText: 'qualty' }).locator('span', { hasText: 'qualty' }).last().dblclick();
      await page.keyboard.press('Delete');
      await page.keyboard.press('Control+Space');
      await page.locator('.suggest-widget .monaco-list-row', { hasText: 'near-duplicates' }).waitFor();
      await page.waitForTimeout(600);
      await workbench!.screenshot(`curate-yaml-${name}`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Z');

      await workbench!.openFile('sums.curate.yaml', 1);
      await workbench!.command('Think Harder: Run Pipeline');
      await toast('sums.curate.yaml is done').waitFor();
      await workbench!.command('Notifications: Clear All Notifications');
      await workbench!.command('Think Harder: Open Result');
      await view.locator('.funnel').waitFor();
      await view.locator('[role="grid"] [role="row"]').nth(3).waitFor();
      await page.waitForTimeout(1500);
      await workbench!.screenshot(`data-set-${name}`);

      // The keyboard is among the rows from the beginning, and finds back to them from the head of the view.
      const isGrid = () => view.locator('[role="grid"]').evaluate((grid) => grid.ownerDocument.activeElement === grid);
      assert.ok(await isGrid(), 'the keyboard is among the rows');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Tab');
      assert.ok(await isGrid(), 'a chart is one stop of the Tab key');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('d');
      await view.locator('.counts', { hasText: '1 dropped' }).waitFor();
      await view.locator('.step-title', { hasText: 'By hand' }).waitFor();
      for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await view.locator('.hits, .row-pane, aside').first().waitFor();
      await page.waitForTimeout(800);
      await workbench!.screenshot(`data-set-row-${name}`);
      await page.keyboard.press('Escape');
      assert.ok(await isGrid(), 'Escape goes back to the rows');
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('u');
      await view.locator('.counts', { hasText: '1 dropped' }).waitFor({ state: 'detached' });
    });
  }
});
