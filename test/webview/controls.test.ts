import assert from 'node:assert/strict';
import { sharedBrowser } from './support/browser.js';
import { WebviewPage } from './support/page.js';
import { answered, runWith, stateWith, thinking } from './support/states.js';

const open = async (state: Parameters<typeof WebviewPage.open>[1], options: { width?: number } = {}) =>
  WebviewPage.open(await sharedBrowser(), state, { bundle: 'reasoning', ...options });

describe('the question box', () => {
  it('solves on Enter, starts a new line on Shift+Enter', async () => {
    await using page = await open(stateWith());
    const box = page.page.getByRole('textbox');
    await box.fill('What is');
    await box.press('Shift+Enter');
    await box.pressSequentially('2 + 2?');
    await box.press('Enter');
    assert.deepEqual(await page.lastRequest(), { type: 'solve', question: 'What is\n2 + 2?' });
  });

  it('goes through earlier questions with up and down, and comes back to what was typed', async () => {
    await using page = await open(stateWith({ history: ['first', 'second'] }));
    const box = page.page.getByRole('textbox');
    await box.fill('draft');
    for (const [key, text] of [
      ['ArrowUp', 'second'],
      ['ArrowUp', 'first'],
      ['ArrowUp', 'first'],
      ['ArrowDown', 'second'],
      ['ArrowDown', 'draft'],
    ] as const) {
      await box.press(key);
      assert.equal(await box.inputValue(), text);
    }
  });

  it('solves a sample question with one click', async () => {
    await using page = await open(stateWith());
    await page.page.getByRole('button', { name: 'How many r in raspberry?' }).click();
    assert.deepEqual(await page.lastRequest(), { type: 'solve', question: 'How many r in raspberry?' });
  });

  it('opens again with the question in it, and Escape leaves it as it was', async () => {
    await using page = await open(answered());
    await page.page.getByRole('button', { name: 'Edit the question' }).click();
    const box = page.page.getByRole('textbox');
    assert.equal(await box.inputValue(), 'How many r in raspberry?');
    await box.press('Escape');
    assert.equal(await page.page.getByRole('textbox').count(), 0);
    assert.deepEqual(await page.requests(), [{ type: 'ready' }]);
  });

  it('says what the host refuses', async () => {
    await using page = await open(stateWith());
    page.refusal = 'A question is being solved: stop it first.';
    await page.page.getByRole('textbox').fill('x');
    await page.page.getByRole('button', { name: 'Solve', exact: true }).click();
    assert.match(await page.page.getByRole('alert').innerText(), /stop it first/);
  });
});

describe('the budget slider', () => {
  const slider = (page: WebviewPage) => page.page.getByRole('slider');

  it('speaks its value with unit and meaning', async () => {
    await using page = await open(thinking());
    const spoken = await slider(page).getAttribute('aria-valuetext');
    assert.equal(spoken, 'At most 400 of 3,500 thinking tokens, 128 used, at least 64');
  });

  it('moves by 1 % with the arrows, by 10 % with the Page keys, to the ends with Home and End', async () => {
    await using page = await open(stateWith({ budget: { max: 1000, min: 0, limit: 3500, continuation: 'Wait' } }));
    await slider(page).focus();
    for (const [key, max] of [
      ['ArrowRight', 1035],
      ['ArrowLeft', 1000],
      ['PageUp', 1350],
      ['PageDown', 1000],
      ['End', null],
      ['Home', 0],
    ] as const) {
      await slider(page).press(key);
      assert.deepEqual(await page.lastRequest(), { type: 'budget', max }, key);
    }
  });

  it('says "answers now" before a key ends the thinking', async () => {
    await using page = await open(thinking({ budget: { max: 140, min: 0, limit: 3500, continuation: 'Wait' } }));
    await slider(page).focus();
    await slider(page).press('ArrowLeft'); // 140 − 35 < 128: rests at what is used
    assert.deepEqual(await page.lastRequest(), { type: 'budget', max: 128 });
    await slider(page).press('ArrowLeft');
    assert.deepEqual(await page.lastRequest(), { type: 'budget', max: 93 });
    assert.match(await page.page.locator('.budget-value').innerText(), /answers now/);
  });

  it('dragged below what is used says so, and ends the thinking only when it is let go', async () => {
    await using page = await open(thinking());
    const box = (await slider(page).boundingBox())!;
    const y = box.y + box.height / 2;
    await page.page.mouse.move(box.x + 6 + (box.width - 12) * (400 / 3500), y);
    await page.page.mouse.down();
    await page.page.mouse.move(box.x + 2, y, { steps: 5 });
    assert.match(await page.page.locator('.budget-value').innerText(), /answers now/);
    assert.ok(!(await page.requests()).some((r) => r.type === 'budget' && r.max !== null && r.max < 128));
    await page.page.mouse.up();
    assert.deepEqual(await page.lastRequest(), { type: 'budget', max: 0 });
  });

  it('dragged upwards takes effect while it is dragged', async () => {
    await using page = await open(thinking());
    const box = (await slider(page).boundingBox())!;
    const y = box.y + box.height / 2;
    await page.page.mouse.move(box.x + 6 + (box.width - 12) * (400 / 3500), y);
    await page.page.mouse.down();
    await page.page.mouse.move(box.x + box.width / 2, y, { steps: 4 });
    await page.frame();
    const sent = (await page.requests()).filter((request) => request.type === 'budget');
    assert.ok(sent.length >= 3, `${sent.length} while dragging`);
    await page.page.mouse.up();
  });

  it('says when it will be there, for a model that was never loaded', async () => {
    const budget = { max: null, min: 0, limit: null, continuation: 'Wait' };
    await using page = await open(stateWith({ budget, model: { name: 'mine', loaded: false } }));
    assert.equal(await slider(page).count(), 0);
    assert.match(await page.page.locator('.budget').innerText(), /once mine has been loaded/);
  });

  it('asks for one more wait', async () => {
    await using page = await open(thinking());
    await page.page.getByRole('button', { name: /One more “Wait”/ }).click();
    assert.deepEqual(await page.lastRequest(), { type: 'action', action: 'one-more-wait' });
  });
});

describe('what can be done', () => {
  const names = async (page: WebviewPage) => page.page.locator('.actions .button').allInnerTexts();

  it('while thinking: answer now, and Escape stops', async () => {
    await using page = await open(thinking());
    assert.deepEqual(await names(page), ['Answer Now']);
    await page.page.keyboard.press('Escape');
    assert.deepEqual(await page.lastRequest(), { type: 'action', action: 'stop' });
  });

  it('answered: think harder first, insert and copy beside it', async () => {
    await using page = await open(answered());
    assert.deepEqual(await names(page), ['Think Harder']);
    await page.page.getByRole('button', { name: 'Insert the answer at the cursor' }).click();
    await page.page.getByRole('button', { name: 'Copy the answer as Markdown' }).click();
    await page.page.getByRole('button', { name: 'Think Harder' }).click();
    const actions = (await page.requests()).flatMap((request) => (request.type === 'action' ? [request.action] : []));
    assert.deepEqual(actions, ['insert', 'copy', 'think-harder']);
  });

  it('stopped: continue, or answer now', async () => {
    await using page = await open(answered({ run: runWith({ thinking: 40 }) }));
    assert.deepEqual(await names(page), ['Continue', 'Answer Now']);
    assert.match(await page.page.locator('.outcome').innerText(), /^stopped after 40 thinking tokens/);
  });

  it('cut off: says so, and continues', async () => {
    const run = runWith({ thinking: 40, answer: 512, end: { thinking: 'budget', answer: 'censored' } });
    await using page = await open(answered({ run }));
    assert.deepEqual(await names(page), ['Continue', 'Think Harder']);
    assert.match(
      await page.page.locator('.outcome').innerText(),
      /budget reached at 40 · the answer was cut at 512 tokens/,
    );
  });

  const LOOP = { at: 120, from: 40, period: 16, times: 5 };

  it('going round in circles: answer now, or think on with another text', async () => {
    await using page = await open(thinking({ run: runWith({ thinking: 200, loop: LOOP }) }));
    assert.deepEqual(await names(page), ['Answer Now', 'Another Text…']);
    await page.page.getByRole('button', { name: 'Another Text…' }).click();
    assert.deepEqual(await page.lastRequest(), { type: 'action', action: 'think-harder-with' });
    const ended = runWith({ thinking: 200, answer: 9, loop: LOOP, end: { thinking: 'loop', answer: 'natural' } });
    await page.update({ changes: { phase: { kind: 'rest' }, run: ended } });
    assert.deepEqual(await names(page), ['Think Harder', 'Another Text…']);
  });

  it('context full: a larger one', async () => {
    const run = runWith({ thinking: 480, answer: 9, end: { thinking: 'context', answer: 'natural' } });
    await using page = await open(answered({ run }));
    assert.deepEqual(await names(page), ['Larger Context…']);
    await page.page.getByRole('button', { name: 'Larger Context…' }).click();
    assert.deepEqual(await page.lastRequest(), { type: 'action', action: 'context-size' });
    assert.match(await page.page.locator('.outcome').innerText(), /^the context was full at 480/);
  });

  it('checks the answer, and says what came of it', async () => {
    const question = { text: 'How many r in raspberry?', reference: '3' };
    await using page = await open(answered({ question }));
    await page.page.getByRole('button', { name: 'Check against the answer in the document' }).click();
    assert.deepEqual(await page.lastRequest(), { type: 'action', action: 'check' });
    await page.update({ changes: { check: { verdict: 'correct', reference: '3', reason: 'both are 3' } } });
    const line = page.page.locator('.check');
    assert.equal((await line.innerText()).split(/\s+/).join(' ').trim(), 'Agrees with the right answer: 3');
    assert.equal(await line.getAttribute('role'), 'status');
    await page.update({ changes: { check: { verdict: 'wrong', reference: '4', reason: '3 is not 4' } } });
    assert.equal((await line.innerText()).split(/\s+/).join(' ').trim(), 'Differs from the right answer: 4');
  });

  it('after a failure: one sentence and one action', async () => {
    const problem = {
      message: 'The file is no GGUF model: choose another.',
      action: { label: 'Choose a Model', request: 'select-model' as const },
      log: true,
    };
    await using page = await open(stateWith({ question: { text: 'x' }, problem }));
    assert.match(await page.page.getByRole('alert').innerText(), /no GGUF model/);
    await page.page.getByRole('button', { name: 'Choose a Model' }).click();
    assert.deepEqual(await page.lastRequest(), { type: 'action', action: 'select-model' });
  });
});

describe('the line of state', () => {
  it('says what is going on, with numbers', async () => {
    const loop = { at: 120, from: 40, period: 16, times: 5 };
    await using page = await open(thinking({ run: runWith({ thinking: 12_800, loop }) }));
    assert.equal(
      await page.page.locator('.status-text').innerText(),
      'Thinking · 12,800 tokens · 41/s · repeats itself since token 40, 5 times',
    );
    const loading = { kind: 'loading', model: 'm.gguf', stage: 'reading', fraction: 0.5, bytes: 640_000_000 } as const;
    await page.update({ changes: { phase: loading } });
    assert.equal(await page.page.locator('.status-text').innerText(), 'Loading m.gguf · 320 MB of 640 MB');
    assert.equal(await page.page.locator('progress').getAttribute('value'), '0.5');
  });
});

describe('the trace', () => {
  it('marks forced text and says what it stands for', async () => {
    await using page = await open(thinking());
    assert.equal(await page.page.locator('.forced-text').innerText(), 'Wait');
    assert.equal(await page.page.locator('.wait-mark').innerText(), 'in place of the end of thinking');
  });

  it('keeps a superseded answer, folded', async () => {
    await using page = await open(answered({ foldThinking: false }));
    const earlier = page.page.locator('details.earlier');
    assert.equal(await earlier.getAttribute('open'), null);
    assert.match(await earlier.innerText(), /Earlier answer:\s+There are 2\./);
    assert.doesNotMatch(await page.page.locator('.pane-answer').innerText(), /There are 2/);
  });

  it('folds the thinking when it is answered, and unfolds it on request', async () => {
    await using page = await open(answered());
    const heading = page.page.getByRole('button', { name: /Thinking/ });
    assert.equal(await heading.getAttribute('aria-expanded'), 'false');
    await heading.click();
    assert.equal(await page.page.locator('.scroller.thinking').count(), 1);
  });

  it('copies a selection with its formulas as they were written', async () => {
    await using page = await open(answered());
    const text = await page.page.evaluate(() => {
      const range = document.createRange();
      range.selectNodeContents(document.querySelector('.pane-answer .scroller')!);
      getSelection()!.removeAllRanges();
      getSelection()!.addRange(range);
      const data = new DataTransfer();
      const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
      document.querySelector('.pane-answer p')!.dispatchEvent(event);
      return data.getData('text/plain');
    });
    assert.match(text, /^There are 3 letters r in raspberry:\n\n\$\$\\sum_\{i=1\}\^\{9\} \[c_i = r\] = 3\$\$$/);
  });
});
