import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readViewer, toHtml } from '../../src/evaluation/report/html.js';
import { TraceShelf } from '../../src/evaluation/report/trace-shelf.js';
import { violations } from './support/axe.js';
import { until } from '../support/until.js';
import { sharedBrowser } from './support/browser.js';
import { listen } from './support/host.js';
import { THEMES } from './support/page.js';
import { ReportPage } from './support/report-page.js';
import { reportWith, traceOf } from './support/reports.js';

const EVIL =
  '<img src=x onerror="alert(1)"><script>alert(2)</script> [x](javascript:alert(3)) \u202e $\\href{javascript:alert(4)}{y}$';
const open = async (
  options: Parameters<typeof ReportPage.open>[2] = {},
  shape: Parameters<typeof reportWith>[0] = {},
) => ReportPage.open(await sharedBrowser(), reportWith(shape), { traces: (sample) => [traceOf(sample)], ...options });
const tab = (page: ReportPage, name: string) => page.page.getByRole('tab', { name }).click();

describe('the report', () => {
  for (const theme of THEMES) {
    it(`has no violations that axe-core finds, in every part: ${theme}`, async () => {
      await using page = await open({ theme });
      for (const name of ['Overview', 'Compare', 'Questions', 'Conditions']) {
        await tab(page, name);
        if (name === 'Questions') {
          await page.page.locator('.entry').nth(1).click();
          await page.page.locator('mark').first().waitFor();
        }
        assert.deepEqual(await violations(page.page), [], name);
      }
      assert.deepEqual(page.complaints, []);
    });
  }

  it('shows figures, tables, warnings and published points', async () => {
    await using page = await open();
    const { page: p } = page;
    assert.equal(await p.locator('.point').count(), 13 + 7 + 5 + 12 + 4);
    assert.match(await p.locator('.warnings').first().innerText(), /token-conditional control did not move/);
    for (const name of [
      'Methods',
      'Runs',
      'What each suppressed end did',
      'Samples side by side',
      'Models and tasks',
    ]) {
      assert.ok(await p.getByRole('heading', { name }).first().isVisible(), name);
    }
    await p.getByLabel('Show published figures').uncheck();
    assert.equal(await p.locator('.published .point').count(), 0);
    await p.getByRole('button', { name: 'Table' }).first().click();
    assert.equal(await p.locator('.chart-figure').first().locator('tbody tr').count(), 13);
  });

  it('charts are one stop of the Tab key; arrows go from point to point and say each', async () => {
    await using page = await open();
    const { page: p } = page;
    await p.getByRole('button', { name: 'Save as PNG' }).first().focus();
    await p.keyboard.press('Tab');
    const said = () => p.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    assert.match(await said(), /^budget forcing, at most 64 tokens: \d+\.\d % \(.* to .*\) at 97 thinking tokens$/);
    assert.equal(await p.locator('.tip').innerText(), await said());
    await p.keyboard.press('ArrowRight');
    assert.match(await said(), /at most 128 tokens/);
    await p.keyboard.press('End');
    assert.match(await said(), /published: .*token-conditional control .* at 8,263 tokens/);
    await p.keyboard.press('Tab');
    assert.ok(!(await said()).includes('tokens:'), 'the next stop is behind the chart');
  });

  it('charts and tables become files: SVG, PNG, CSV', async () => {
    await using page = await open();
    const { page: p, requests } = page;
    const saves = () => requests.filter((request) => request.type === 'save');
    for (const [at, name] of ['Save as SVG', 'Save as PNG', 'Save as CSV: Runs'].entries()) {
      await p.getByRole('button', { name }).first().click();
      await until(() => saves().length > at, name); // a picture is drawn first
    }
    const saved = saves();
    assert.deepEqual(
      saved.map(({ name, base64 }) => [name, base64]),
      [
        ['accuracy-by-thinking-tokens.svg', false],
        ['accuracy-by-thinking-tokens.png', true],
        ['runs.csv', false],
      ],
    );
    assert.match(saved[0]!.content, /^<svg xmlns/);
    const png = Buffer.from(saved[1]!.content, 'base64');
    assert.deepEqual([...png.subarray(1, 4)], [...Buffer.from('PNG')]);
    assert.equal(png.readUInt32BE(16), 1600, 'twice its size');
    assert.equal(saved[2]!.content.trimEnd().split('\r\n').length, 14);
  });

  it('compares any two runs, and opens a question that flipped with both traces', async () => {
    await using page = await open();
    const { page: p } = page;
    await tab(page, 'Compare');
    await p.getByLabel('To', { exact: true }).selectOption({ label: 'budget forcing, at most 256 tokens' });
    assert.match(
      await p.locator('.statement').innerText(),
      /^[+−]?\d+\.\d points .*95 % interval .*p = [\d.]+, 60 questions/,
    );
    await p.locator('.flips button').first().click();
    await p.locator('mark').first().waitFor();
    assert.equal(await p.locator('.trace').count(), 2);
    assert.deepEqual(await p.locator('.trace h3').allInnerTexts(), [
      'no forcing',
      'budget forcing, at most 256 tokens',
    ]);
    assert.deepEqual(await p.locator('mark').allInnerTexts(), ['24', '24']);
    assert.equal(await p.locator('.wait-mark').count(), 2);
  });

  it('finds questions by word, verdict and run, with the keyboard', async () => {
    await using page = await open();
    const { page: p } = page;
    await tab(page, 'Questions');
    await p.getByLabel('Verdict').selectOption('censored');
    await p.getByRole('combobox', { name: 'Run' }).selectOption({ label: 'no forcing' });
    const found = p.locator('.found');
    assert.match(await found.innerText(), /^\d of 60 questions$/);
    await p.getByLabel('Verdict').selectOption('');
    await p.getByRole('searchbox').fill('2024-I-7 11');
    assert.match(await found.innerText(), /^\d+ of 60/);
    await p.getByRole('searchbox').fill('');
    await p.locator('.entry').first().click();
    await p.keyboard.press('ArrowDown');
    await p.keyboard.press('ArrowDown');
    assert.equal(await p.locator('.detail h2').innerText(), '2024-I-3');
    assert.ok(await p.evaluate(() => document.activeElement?.classList.contains('entry-chosen')), 'focus goes along');
  });

  it('draws hostile texts as texts, everywhere', async () => {
    const more = { title: EVIL, taskTitle: EVIL, notes: [EVIL], conditions: [[EVIL, EVIL]] as const };
    await using page = await open(
      { traces: (sample) => [{ ...traceOf(sample, EVIL), reason: EVIL, answer: EVIL }] },
      { texts: [EVIL, EVIL], more },
    );
    const { page: p } = page;
    for (const name of ['Overview', 'Compare', 'Conditions', 'Questions']) {
      await tab(page, name);
      if (name === 'Questions') await p.locator('.entry').first().click();
      if (name === 'Questions') await p.locator('.answer-text').waitFor();
      assert.equal(await p.locator('main img, main script, main a[href^="javascript"]').count(), 0, name);
    }
    assert.match(await p.locator('h1').innerText(), /<img src=x/);
    assert.deepEqual(page.complaints, []);
  });

  it('stays quick with 500 questions under 20 runs: only rows in view exist', async () => {
    const methods = `file: a\nmethods:\n  - { method: token-conditional, limits: [${Array.from({ length: 20 }, (_, i) => 10 * (i + 1)).join(', ')}] }\n`;
    await using page = await open({}, { questions: 500, methods });
    const { page: p } = page;
    await tab(page, 'Questions');
    assert.equal(await p.locator('.found').innerText(), '500 of 500 questions');
    assert.ok((await p.locator('.entry').count()) < 60);
    await p.locator('.question-list').evaluate((element) => (element.scrollTop = element.scrollHeight));
    await p.getByRole('button', { name: /^2024-I-500/ }).waitFor();
    await tab(page, 'Compare');
    await p.getByLabel('To', { exact: true }).selectOption({ index: 19 });
    assert.match(await p.locator('.statement').innerText(), /500 questions/);
  });

  for (const width of [340, 700]) {
    it(`fits ${width} pixels: nothing but wide tables scrolls sideways`, async () => {
      await using page = await open({ width });
      for (const name of ['Overview', 'Compare', 'Questions', 'Conditions']) {
        await tab(page, name);
        const over = await page.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(over <= 0, `${name}: ${over} pixels too wide`);
      }
    });
  }

  it('speaks the language of VS Code', async () => {
    await using page = await open({ texts: { Questions: '题目', Overview: '概览' } });
    assert.ok(await page.page.getByRole('tab', { name: '题目' }).isVisible());
  });
});

describe('the report as a file', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'report-'))));
  after(() => rm(folder, { recursive: true }));

  /** The file, opened as a person does. */
  async function opened(html: string, colorScheme: 'light' | 'dark' = 'light') {
    const path = join(folder, 'report.html');
    await writeFile(path, html);
    const browser = await sharedBrowser();
    const page = await browser.newPage({ colorScheme, viewport: { width: 1100, height: 800 }, acceptDownloads: true });
    const complaints: string[] = [];
    listen(page, complaints);
    await page.goto(pathToFileURL(path).href);
    await page.locator('main').waitFor();
    return { page, complaints };
  }
  const viewer = () => readViewer(new URL('../../dist/webview/', import.meta.url));
  function shelf() {
    const traces = new TraceShelf();
    for (const run of ['run-0', 'run-1'])
      traces.add('2024-I-1', run, 0, traceOf({ run, questionId: '2024-I-1', sample: 0 }));
    return traces.questions();
  }

  it('needs nothing but itself: figures, and traces where they are packed in it', async () => {
    const { page, complaints } = await opened(toHtml(reportWith(), await viewer(), shelf()));
    assert.ok((await page.locator('.point').count()) > 20);
    await page.getByRole('tab', { name: 'Questions' }).click();
    await page.locator('.entry').first().click();
    await page.locator('mark').waitFor();
    assert.equal(await page.locator('mark').innerText(), '24');
    await page.locator('.entry').nth(1).click();
    await page.getByText('This trace is not in this file').waitFor();
    assert.deepEqual(complaints, []);
    await page.close();
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`has no violations that axe-core finds: ${scheme}`, async () => {
      const html = toHtml(reportWith(), await viewer(), shelf());
      // axe-core itself has to be let in.
      const { page } = await opened(html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''), scheme);
      assert.deepEqual(await violations(page), []);
      await page.close();
    });
  }

  it('saves its charts and tables', async () => {
    const { page } = await opened(toHtml(reportWith(), await viewer()));
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as SVG' }).first().click();
    const saved = await download;
    assert.equal(saved.suggestedFilename(), 'accuracy-by-thinking-tokens.svg');
    assert.match(await readFile(await saved.path(), 'utf8'), /^<svg/);
    await page.close();
  });

  it('runs no script but its own, whatever its texts hold', async () => {
    const evil = reportWith({ texts: ['</script><script>document.title="owned"</script>'], more: { title: EVIL } });
    const { page, complaints } = await opened(toHtml(evil, await viewer()));
    await page.getByRole('tab', { name: 'Questions' }).click();
    await page.locator('.entry').first().click();
    assert.notEqual(await page.title(), 'owned');
    assert.deepEqual(complaints, []);
    await page.close();
  });
});
