import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyTrace } from '../support/traces.js';
import { pictureOfFailure, ROOT, Workbench } from './support/workbench.js';

/** A finished trace whose answer links to the world outside. */
const LINKED = emptyTrace({
  id: 'linked',
  question: { text: 'Where does the paper stand?' },
  spans: [
    { role: 'thinking', origin: 'sampled', text: 'On arXiv.', tokens: [1] },
    { role: 'answer', origin: 'sampled', text: 'See [the paper](https://paper.example/abs).', tokens: [2] },
  ],
  end: { thinking: 'natural', answer: 'natural' },
});

/** Of the question 487 + 356, counted from 1. */
const LINE =
  readFileSync(join(ROOT, 'samples', 'worksheet.md'), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes('487 + 356')) + 1;

describe('in the workbench', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open();
    const traces = join(
      workbench.server.dataDir,
      'data',
      'User',
      'globalStorage',
      'think-harder.think-harder',
      'traces',
    );
    mkdirSync(traces, { recursive: true });
    writeFileSync(join(traces, 'linked.json'), JSON.stringify(LINKED));
  });
  after(() => workbench[Symbol.asyncDispose]());
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });

  it('a command that cannot run says what is missing and offers it', async () => {
    await workbench.command('Think Harder: Answer Now');
    const toast = workbench.page.locator('.notification-toast', { hasText: 'solve a question first' });
    await toast.getByRole('button', { name: 'Solve a Question…' }).click();
    const input = workbench.page.locator('.quick-input-widget input');
    await input.first().fill('What is 2 + 2?');
    await workbench.page.keyboard.press('Enter');
    await workbench.view.locator('main').waitFor();
    assert.match(await workbench.answer(), /\d/);
  });

  it('solves the question at the cursor, by keyboard alone', async () => {
    await workbench.openFile('worksheet.md', LINE);
    await workbench.command('Think Harder: Solve Question at Cursor');
    await workbench.view.locator('.question', { hasText: '487 + 356' }).waitFor();
    assert.match(await workbench.answer(), /\d/);
    await workbench.view.getByRole('button', { name: `worksheet.md, line ${LINE}` }).waitFor();
  });

  it('keeps everything while it is hidden, and over a reload of the window', async () => {
    const answer = await workbench.answer();
    await workbench.page.locator('.activitybar .action-label[aria-label^="Explorer"]').first().click();
    await workbench.page.locator('iframe.webview').waitFor({ state: 'hidden' });
    await workbench.showView();
    assert.equal(await workbench.answer(), answer);
    await workbench.page.waitForTimeout(1000); // VS Code writes its own state a moment later
    await workbench.load();
    await workbench.showView();
    assert.equal(await workbench.answer(), answer);
    assert.match(await workbench.view.locator('.question').innerText(), /487 \+ 356/);
  });

  it('keeps everything when it is moved to the other side bar, and back', async () => {
    const answer = await workbench.answer();
    await workbench.moveView('Reasoning', 'Secondary Side Bar');
    await workbench.page.locator('.part.auxiliarybar').waitFor();
    await workbench.view.locator('main').waitFor();
    assert.equal(await workbench.answer(), answer);
    await workbench.command('View: Reset View Locations');
    // A click into the activity bar would close the side bar, which still shows the other views.
    await workbench.command('Think Harder: Focus on Reasoning View');
    await workbench.view.locator('main').waitFor();
    assert.equal(await workbench.answer(), answer);
  });

  it('shows its model in the status bar and its doings in the log', async () => {
    await workbench.page.locator('.statusbar-item', { hasText: 'think-harder-teaching' }).waitFor();
    await workbench.command('Think Harder: Show Log');
    await workbench.page.locator('.panel .view-lines', { hasText: /Activated\sin/ }).waitFor();
    await workbench.page.keyboard.press('Control+J');
  });

  it('opens a saved trace; a link in it opens only after VS Code has asked', async () => {
    await workbench.command('Think Harder: Open Saved Trace');
    await workbench.page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'Where does the paper stand?' })
      .click();
    const link = workbench.view.getByRole('link', { name: 'the paper' });
    await link.click();
    const dialog = workbench.page.locator('.monaco-dialog-box', { hasText: 'paper.example' });
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /external website/);
    await workbench.page.keyboard.press('Escape');
  });

  it('runs in two windows at once, each with a model of its own', async () => {
    await using second = await workbench.secondWindow();
    await second.showView();
    await second.command('Think Harder: Clear');
    await workbench.command('Think Harder: Clear');
    const question = { name: 'How many r in raspberry?' };
    await Promise.all([workbench, second].map((window) => window.view.getByRole('button', question).click()));
    const answers = await Promise.all([workbench.answer(), second.answer()]);
    assert.equal(answers[0], answers[1], 'the same seed gives the same answer');
  });
});
