import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { sharedBrowser } from './support/browser.js';
import { THEMES, WebviewPage, type Theme } from './support/page.js';
import { answered, runWith, span, stateWith, thinking } from './support/states.js';

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

const axeSource = () => {
  const tools = createRequire(new URL('../../tools/vscode/package.json', import.meta.url));
  return readFile(tools.resolve('axe-core/axe.min.js'), 'utf8');
};

const STATES = {
  'nothing yet': stateWith(),
  loading: stateWith({
    question: { text: 'What is 2 + 2?' },
    phase: { kind: 'loading', model: 'model.gguf', stage: 'reading', fraction: 0.4, bytes: 6e8 },
  }),
  thinking: thinking(),
  answered: answered({ foldThinking: false }),
  checked: answered({ check: { verdict: 'wrong', reference: '4', reason: '3 is not 4' } }),
  'never loaded': stateWith({ budget: { max: null, min: 0, limit: null, continuation: 'Wait' } }),
  failed: answered({
    problem: { message: 'It broke.', action: { label: 'Continue', request: 'continue' }, log: true },
  }),
} as const;

async function violations(page: WebviewPage): Promise<string[]> {
  const source = await axeSource();
  await page.page.evaluate(source);
  const results = await page.page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
  );
}

describe('accessibility', () => {
  for (const theme of THEMES) {
    it(`has no violations that axe-core finds, in every state: ${theme}`, async () => {
      for (const [name, state] of Object.entries(STATES)) {
        await using page = await WebviewPage.open(await sharedBrowser(), state, { bundle: 'reasoning', theme });
        assert.deepEqual(await violations(page), [], name);
      }
    });
  }

  for (const width of [250, 350, 900]) {
    it(`fits ${width} pixels: nothing is cut off sideways`, async () => {
      for (const [name, state] of Object.entries(STATES)) {
        await using page = await WebviewPage.open(await sharedBrowser(), state, {
          bundle: 'reasoning',
          width,
          height: 500,
        });
        const over = await page.page.evaluate(() =>
          [...document.querySelectorAll('button, p, textarea, input, footer, section')]
            .filter((e) => !e.closest('.for-screen-readers, .scroller, .katex'))
            .filter((e) => e.getBoundingClientRect().right > window.innerWidth + 0.5)
            .map((e) => e.outerHTML.slice(0, 80)),
        );
        assert.deepEqual(over, [], name);
        const actions = page.page.locator('.actions .button').first();
        if ((await actions.count()) > 0) assert.ok(await actions.isVisible(), `${name}: actions in view`);
      }
    });
  }

  it('goes through its controls in the order in which they are seen', async () => {
    await using page = await WebviewPage.open(await sharedBrowser(), thinking(), { bundle: 'reasoning' });
    const names: string[] = [];
    for (let i = 0; i < 9; i++) {
      await page.page.keyboard.press('Tab');
      names.push(
        await page.page.evaluate(() => {
          const e = document.activeElement!;
          return e.getAttribute('aria-label') ?? e.textContent.trim().slice(0, 30);
        }),
      );
    }
    assert.deepEqual(names, [
      'How many r in raspberry?',
      'worksheet.md, line 5',
      'Stop (Escape)',
      'Most thinking tokens',
      'One more “Wait” in place of the next end of thinking',
      'Thinking',
      'Previous “Wait”',
      'Next “Wait”',
      'Thinking',
    ]);
  });

  it('tells a screen reader whole sentences of the answer, never tokens', async () => {
    await using page = await WebviewPage.open(await sharedBrowser(), thinking({ spans: [span('thinking', 'x')] }), {
      bundle: 'reasoning',
    });
    const said: string[] = [];
    await page.page.exposeFunction('said', (text: string) => {
      if (text !== '') said.push(text);
    });
    await page.page.evaluate(() => {
      const region = document.querySelector('[role=status]')!;
      new MutationObserver(() => (window as unknown as { said(t: string): void }).said(region.textContent)).observe(
        region,
        {
          childList: true,
          characterData: true,
          subtree: true,
        },
      );
    });
    await page.update({
      changes: { phase: { kind: 'answering' } },
      spans: { keep: 1, add: [span('answer', 'There')] },
    });
    for (const word of [' are', ' three', '.', ' The', ' word', ' is', ' long', '.']) {
      await page.update({ changes: {}, spans: { keep: 2, append: { text: word, count: 1 }, add: [] } });
    }
    const run = runWith({ thinking: 1, answer: 9, end: { thinking: 'natural', answer: 'natural' } });
    await page.update({ changes: { phase: { kind: 'rest' }, run } });
    await page.page.waitForTimeout(3500);
    assert.ok(said.length >= 2 && said.length <= 5, said.join(' | '));
    assert.match(said.join(' '), /Answer:.*There are three\..*The word is long\..*ended by itself/s);
    assert.ok(
      said.every((text) => /[.:]$/.test(text)),
      said.join(' | '),
    );
  });

  it('does not move for those who asked for less motion', async () => {
    await using page = await WebviewPage.open(await sharedBrowser(), thinking(), {
      bundle: 'reasoning',
      reducedMotion: true,
    });
    const moving = await page.page.evaluate(() => document.getAnimations().length);
    assert.equal(moving, 0);
  });

  it('speaks the language it is given, with that language’s numbers', async () => {
    await using page = await WebviewPage.open(await sharedBrowser(), thinking(), {
      bundle: 'reasoning',
      locale: 'de',
      texts: { 'budget {0}': 'Budget {0}', '{0} used': '{0} verbraucht' },
    });
    assert.equal(await page.page.locator('.budget-value').innerText(), 'Budget 400');
    assert.match(await page.page.locator('.budget').innerText(), /3\.500/);
    assert.match(await page.page.locator('.budget').innerText(), /128 verbraucht/);
  });
});

/** The theme names are part of the recorded file: a test that no theme was lost. */
describe('themes', () => {
  it('are light, dark and both high-contrast kinds', () => {
    assert.deepEqual([...THEMES].sort(), ['dark', 'high-contrast', 'high-contrast-light', 'light'] satisfies Theme[]);
  });
});
