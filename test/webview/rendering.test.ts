import assert from 'node:assert/strict';
import { sharedBrowser } from './support/browser.js';
import { WebviewPage } from './support/page.js';
import { answered, runWith, span, stateWith } from './support/states.js';

/** The answer pane with `text` as the answer; `growing`: it is being streamed. */
async function answerPage(text: string, growing = false): Promise<WebviewPage> {
  return WebviewPage.open(
    await sharedBrowser(),
    answered({
      spans: [span('thinking', 'x'), span('answer', text)],
      phase: growing ? { kind: 'answering' } : { kind: 'rest' },
    }),
    { bundle: 'reasoning' },
  );
}

describe('text of the model', () => {
  it('is typeset: Markdown and every usual delimiter of formulas', async () => {
    await using page = await answerPage(
      [
        'A **bold** `code` and $a_1$ and \\(b^2\\) and',
        '$$\nc = 1\n+ 2\n$$',
        '\\[ d \\]',
        '\\begin{align} e &= 1 \\\\ f &= 2 \\end{align}',
        '- one\n- two',
        '| g | h |\n|---|---|\n| $i|i$ | 2 |',
        '```js\nconst price = "$5$";\n```',
      ].join('\n\n'),
    );
    const answer = page.page.locator('.pane-answer');
    assert.equal(await answer.locator('.katex').count(), 6);
    assert.equal(await answer.locator('.katex-display').count(), 3);
    assert.equal(await answer.locator('strong').innerText(), 'bold');
    assert.equal(await answer.locator('li').count(), 2, 'the "+ 2" of the formula is no list');
    assert.equal(await answer.locator('td').count(), 2, 'the bar inside the formula separates no cells');
    assert.equal(await answer.locator('pre').innerText(), 'const price = "$5$";');
    assert.deepEqual(page.complaints, []);
  });

  it('leaves a single $ in prose alone', async () => {
    await using page = await answerPage('It costs $5 and 10$ more, or $3, or 4$ each; $x$ is a letter.');
    assert.equal(await page.page.locator('.pane-answer .katex').count(), 1);
    assert.match(await page.page.locator('.pane-answer').innerText(), /costs \$5 and 10\$ more/);
  });

  it('shows a formula that is still being streamed as its source, and typesets it when its end comes', async () => {
    await using page = await answerPage('So \\[ \\frac{1}{2', true);
    assert.equal(await page.page.locator('.formula-source').innerText(), '\\[ \\frac{1}{2');
    await page.update({ changes: {}, spans: { keep: 2, append: { text: '} \\] is', count: 2 }, add: [] } });
    assert.equal(await page.page.locator('.formula-source').count(), 0);
    assert.equal(await page.page.locator('.pane-answer .katex-display').count(), 1);
    assert.match(await page.page.locator('.pane-answer').innerText(), /is$/);
  });

  it('shows the source of a formula that KaTeX does not understand', async () => {
    await using page = await answerPage('Here: $\\notacommand{1}$ and on.');
    assert.equal(await page.page.locator('.formula-source').innerText(), '$\\notacommand{1}$');
  });

  it('typesets the question too', async () => {
    await using page = await WebviewPage.open(
      await sharedBrowser(),
      stateWith({ question: { text: 'Solve $x^2 = 2$.' }, run: runWith() }),
      { bundle: 'reasoning' },
    );
    assert.equal(await page.page.locator('.question .katex').count(), 1);
  });
});

describe('hostile text of the model', () => {
  const HOSTILE = [
    '<script>document.title = "hacked"</script>',
    '<img src=x onerror="document.title = \'hacked\'">',
    '<svg onload="document.title=\'hacked\'"><a xlink:href="javascript:alert(1)"></a></svg>',
    '<iframe src="https://example.com"></iframe> <style>body { display: none }</style>',
    '[a](javascript:alert(1)) [b](command:workbench.action.quit) [c](vscode://x/y) [d](data:text/html,x) [e](file:///etc/passwd)',
    '[f](JaVaScRiPt:alert(1)) [g](&#106;avascript:alert(1)) <javascript:alert(1)>',
    '![image](https://example.com/track.png) ![x](javascript:alert(1))',
    '$\\href{javascript:alert(1)}{x}$ $\\url{javascript:alert(1)}$ $\\htmlData{onclick=alert(1)}{y}$',
    '$\\htmlClass{problem}{z}$ $\\htmlStyle{position:fixed}{z}$ $\\includegraphics{https://example.com/x.png}$',
    '$\\rule{100000em}{100000em}$ $\\def\\x{\\x\\x}\\x$',
  ].join('\n\n');

  it('runs nothing, loads nothing, links to nothing but the web', async () => {
    await using page = await answerPage(HOSTILE);
    const requests: string[] = [];
    page.page.on('request', (request) => requests.push(request.url()));
    const answer = page.page.locator('.pane-answer');
    assert.equal(await answer.locator('script, img, iframe, style, object, embed, form, input').count(), 0);
    assert.equal(await answer.locator(':not(.katex *) > svg').count(), 0);
    const links = await answer.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    assert.deepEqual(links, ['https://example.com/track.png']);
    const handlers = await answer.evaluate((root) =>
      [...root.querySelectorAll('*')].flatMap((e) => e.getAttributeNames().filter((name) => name.startsWith('on'))),
    );
    assert.deepEqual(handlers, []);
    assert.equal(await answer.locator('[data-onclick], .katex .problem').count(), 0);
    assert.notEqual(await page.page.title(), 'hacked');
    assert.deepEqual(requests, []);
    assert.deepEqual(page.complaints, []);
    assert.match(await answer.innerText(), /<script>document\.title/, 'it is shown as the text it is');
  });

  it('opens a link of the web through the host alone', async () => {
    await using page = await answerPage('[paper](https://paper.example/abs)');
    await page.page.getByRole('link', { name: 'paper' }).click();
    assert.deepEqual(await page.lastRequest(), { type: 'open-link', address: 'https://paper.example/abs' });
    assert.match(page.page.url(), /^http:\/\/127\.0\.0\.1/);
  });

  it('cannot push the view apart', async () => {
    await using page = await answerPage(HOSTILE);
    const { width, view } = await page.page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      view: window.innerWidth,
    }));
    assert.ok(width <= view, `${width} > ${view}`);
  });

  it('shows directional overrides and other invisible characters', async () => {
    await using page = await answerPage(
      'pay \u202e001\u202c now \u2066x\u2069 zero\u200bwidth \u{e0041}tag, and `co\u202ede`',
    );
    const shown = await page.page.locator('.pane-answer .hidden-character').allInnerTexts();
    assert.deepEqual(shown, ['U+202E', 'U+202C', 'U+2066', 'U+2069', 'U+200B', 'U+E0041', 'U+202E']);
    assert.doesNotMatch(await page.page.locator('.pane-answer').innerText(), /[\u202a-\u202e]/);
  });

  it('stays usable with 10 MB of one line', async () => {
    await using page = await answerPage('start', true);
    await page.update({ changes: {}, spans: { keep: 2, append: { text: 'x'.repeat(10_000_000), count: 1 }, add: [] } });
    const nodes = await page.page.evaluate(() => document.querySelectorAll('*').length);
    assert.ok(nodes < 500, `${nodes} elements`);
    await page.page.getByRole('button', { name: 'Stop' }).click();
    assert.deepEqual(await page.lastRequest(), { type: 'action', action: 'stop' });
  });

  it('is refused by the browser even where a script of ours would make a mistake', async () => {
    await using page = await answerPage('x');
    const refused = await page.page.evaluate(() => {
      try {
        document.body.insertAdjacentHTML('beforeend', '<img src=x>');
        return false;
      } catch {
        return true;
      }
    });
    assert.ok(refused, 'trusted types');
  });
});
