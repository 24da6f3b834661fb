import assert from 'node:assert/strict';
import type { ViewSpan } from '../../src/webview/spans.js';
import { sharedBrowser } from './support/browser.js';
import { WebviewPage } from './support/page.js';
import { answered, runWith, span, thinking } from './support/states.js';

const SENTENCE = 'So $x_{1} = 4$ and we add 7 to it, which gives 11 apples. ';
const TOKENS = 30_000;
/** About 30,000 tokens: paragraphs, formulas and a wait now and then. */
const LONG: ViewSpan[] = Array.from({ length: 15 }, (_, i) => [
  span('thinking', `${SENTENCE.repeat(6)}\n\n`.repeat(20), { count: TOKENS / 15 }),
  span('thinking', 'Wait', { origin: 'forced', note: 'wait', count: i === 14 ? 0 : 1 }),
]).flat();

const elements = (page: WebviewPage) => page.page.evaluate(() => document.querySelectorAll('*').length);

describe('a trace of 30,000 tokens', () => {
  it('has a bounded number of elements, wherever one looks', async () => {
    await using page = await WebviewPage.open(await sharedBrowser(), thinking({ spans: LONG }), {
      bundle: 'reasoning',
    });
    await page.frame();
    const scroller = page.page.locator('.scroller.thinking');
    for (const share of [1, 0, 0.5, 0.9]) {
      await scroller.evaluate((e, to) => (e.scrollTop = e.scrollHeight * to), share);
      await page.frame();
      const count = await elements(page);
      assert.ok(count < 5000, `${count} elements at ${share}`);
      assert.ok((await page.page.locator('.scroller.thinking .row').count()) > 0);
    }
    assert.deepEqual(page.complaints, []);
  });

  it('is drawn at most once a frame, however many updates come', async () => {
    await using page = await WebviewPage.open(await sharedBrowser(), thinking({ spans: LONG.slice(0, 1) }), {
      bundle: 'reasoning',
    });
    const { renders, frames } = await page.page.evaluate(async (sentence) => {
      let renders = 0;
      let frames = 0;
      let done = false;
      new MutationObserver(() => renders++).observe(document.querySelector('main')!, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      });
      const frame = () => {
        frames++;
        if (!done) requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      for (let revision = 1; revision <= 300; revision++) {
        const spans = { keep: 1, append: { text: sentence, count: 14 }, add: [] };
        window.postMessage({ type: 'update', update: { revision, changes: {}, spans } }, '*');
        if (revision % 10 === 0) await new Promise((next) => setTimeout(next, 5));
      }
      await new Promise((next) => setTimeout(next, 300));
      done = true;
      return { renders, frames };
    }, SENTENCE);
    assert.ok(renders > 0 && renders <= frames, `${renders} renders in ${frames} frames`);
  });

  it('follows the end, lets go when one scrolls up, and offers to follow again', async () => {
    await using page = await WebviewPage.open(await sharedBrowser(), thinking({ spans: LONG.slice(0, 3) }), {
      bundle: 'reasoning',
    });
    const scroller = page.page.locator('.scroller.thinking');
    const fromEnd = () => scroller.evaluate((e) => e.scrollHeight - e.scrollTop - e.clientHeight);
    const more = () =>
      page.update({ changes: {}, spans: { keep: 3, append: { text: 'More. '.repeat(200), count: 200 }, add: [] } });
    await more();
    await page.frame();
    assert.ok((await fromEnd()) < 2);
    assert.equal(await page.page.locator('.chip').count(), 0);

    await scroller.evaluate((e) => (e.scrollTop = 500));
    await page.frame();
    const read = await scroller.evaluate((e) => {
      const top = e.getBoundingClientRect().top;
      const row = [...e.querySelectorAll('.row')].find((r) => r.getBoundingClientRect().bottom > top)!;
      return { key: (row as HTMLElement).dataset.key, y: row.getBoundingClientRect().top };
    });
    await more();
    await more();
    const still = await scroller.evaluate(
      (e, key) => e.querySelector(`[data-key="${key}"]`)?.getBoundingClientRect().top,
      read.key,
    );
    assert.ok(Math.abs((still ?? -1e9) - read.y) < 2, `what is read moved from ${read.y} to ${still}`);

    await page.page.getByRole('button', { name: 'follow' }).click();
    await page.frame();
    assert.ok((await fromEnd()) < 2);
  });

  it('is walked through from wait to wait', async () => {
    await using page = await WebviewPage.open(
      await sharedBrowser(),
      answered({ spans: LONG, foldThinking: false, run: runWith({ thinking: TOKENS, waits: 15 }) }),
      { bundle: 'reasoning' },
    );
    const next = page.page.getByRole('button', { name: 'Next “Wait”' });
    for (const expected of ['1', '2', '3']) {
      await next.click();
      await page.frame();
      const focused = await page.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      assert.match(focused ?? '', new RegExp(`Wait ${expected}`));
      assert.ok(await page.page.locator(':focus').isVisible());
    }
  });
});
