import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPipeline, writePipeline } from '../support/curated.js';
import { jsonl } from '../support/data-set.js';
import { until } from '../support/until.js';
import { sharedBrowser } from './support/browser.js';
import { DataPage, type DataPageOptions } from './support/data-page.js';
import { THEMES } from './support/page.js';

const ROWS = 20_000;
const rows = Array.from({ length: ROWS }, (_, i) => ({
  id: `q${i}`,
  question: i === 17_000 ? 'Where is the <b>needle</b>?' : `What is $${i} + 1$?`,
  answer: i + 1,
  source: ['one', 'two', 'three'][i % 3],
  thinking:
    i === 5 ? `It is **clear**.\n\n<img src=x onerror=alert(1)> ${'word '.repeat(2000)}` : 'word '.repeat(i % 90),
}));

/** A data set whose values are not what its first rows promise, and whose texts have nearly the same length. */
const odd = Array.from({ length: 300 }, (_, i) => ({
  id: `odd${i}`,
  question: 'word '.repeat(2 + (i % 11)),
  level: i === 298 ? '' : i === 299 ? 'unknown' : i % 5,
  kind: ['proof', 'null', null][i % 3],
  note: i === 0 ? 'x'.repeat(5000) : 'short',
  answer: i === 0 ? `${'x'.repeat(9)} `.repeat(45_000) : 'short',
}));

/** A promise that is kept by hand. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

async function violations(page: DataPage): Promise<string[]> {
  const tools = createRequire(new URL('../../tools/vscode/package.json', import.meta.url));
  await page.page.evaluate(readFileSync(tools.resolve('axe-core/axe.min.js'), 'utf8'));
  return page.page.evaluate(async () => {
    interface Axe {
      run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
    }
    const found = await (window as unknown as { axe: Axe }).axe.run();
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
    );
  });
}

describe('the view of a data set', () => {
  let folder: string;
  let result: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'th-dataset-'));
    await writeFile(join(folder, 'many.jsonl'), `${jsonl(rows)}{"broken\n`);
    await writeFile(join(folder, 'odd.jsonl'), jsonl(odd));
    result = join(await runPipeline(await writePipeline(folder)), 'funnel.json');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const many = async (options: DataPageOptions = {}) =>
    DataPage.open(await sharedBrowser(), join(folder, 'many.jsonl'), join(folder, 'indexes'), options);
  const curated = async (options: DataPageOptions = {}) =>
    DataPage.open(await sharedBrowser(), result, join(folder, 'indexes'), options);
  const strange = async (options: DataPageOptions = {}) =>
    DataPage.open(await sharedBrowser(), join(folder, 'odd.jsonl'), join(folder, 'indexes'), options);
  const count = (page: DataPage, text: string) => page.page.locator('.counts', { hasText: text }).waitFor();

  it('draws only the rows in view, first and last of them', async () => {
    await using page = await many();
    await count(page, '20,000 rows');
    assert.ok((await page.page.locator('.window .row').count()) < 60);
    assert.deepEqual((await page.cells('id')).slice(0, 2), ['q0', 'q1']);
    await page.page.locator('.grid').focus();
    await page.page.keyboard.press('End');
    await page.page.locator('.window .row', { hasText: 'q19999' }).waitFor();
    assert.equal((await page.cells('id')).at(-1), 'q19999');
    assert.deepEqual(page.complaints, []);
  });

  it('keeps the row that the keyboard is at in view when the window becomes lower', async () => {
    await using page = await many();
    await count(page, '20,000 rows');
    await page.page.locator('.grid').focus();
    await page.page.keyboard.press('End');
    await page.page.locator('.window .row', { hasText: 'q19999' }).waitFor();
    await page.page.setViewportSize({ width: 1100, height: 450 });
    await page.page.waitForTimeout(300);
    await page.page.locator('.window .row', { hasText: 'q19999' }).waitFor({ timeout: 5000 });
  });

  it('finds text as it is typed, and shows it as text', async () => {
    await using page = await many();
    await page.page.getByRole('searchbox').fill('NEEDLE');
    await count(page, '1 row');
    assert.deepEqual(await page.cells('question'), ['Where is the <b>needle</b>?']);
    await page.page.getByRole('button', { name: 'Show all rows' }).click();
    await count(page, '20,000 rows');
  });

  it('filters by values and by length, and sorts both ways', async () => {
    await using page = await many();
    await page.page.locator('.facet summary', { hasText: 'source' }).click();
    await page.page.getByRole('checkbox', { name: /two/ }).check();
    await count(page, '6,667 rows');
    await page.page.keyboard.press('Escape');
    await page.page.getByLabel('At least so many words').fill('89');
    await page.page.getByLabel('At least so many words').press('Enter');
    await page.page.locator('.counts', { hasText: 'of 20,000' }).waitFor();
    await page.page.getByRole('button', { name: 'Show all rows' }).click();
    const answer = page.page.getByRole('columnheader', { name: 'answer' });
    await answer.getByRole('button').click();
    await page.page.locator('.window .row').first().getByText('20000', { exact: true }).waitFor();
    assert.equal(await answer.getAttribute('aria-sort'), 'descending');
    await answer.getByRole('button').click();
    await page.page.locator('.window .row').first().getByText('q0', { exact: true }).waitFor();
    assert.equal(await answer.getAttribute('aria-sort'), 'ascending');
  });

  it('keeps the rows of a bar that is clicked', async () => {
    await using page = await many();
    await page.page.locator('.values button', { hasText: 'three' }).click();
    await count(page, '6,666 rows');
    await page.page.locator('.range').first().click();
    const kinds = () => {
      const last = page.requests.findLast((request) => request.type === 'page');
      return last?.query.filters.map(({ kind }) => kind).join();
    };
    await until(() => kinds() === 'values,range', 'a page of both filters');
  });

  it('goes through rows by keyboard, opens one and typesets it; nothing of it is HTML', async () => {
    await using page = await many();
    await page.page.locator('.grid').focus();
    for (let i = 0; i < 5; i++) await page.page.keyboard.press('ArrowDown');
    const active = await page.page.locator('.grid').getAttribute('aria-activedescendant');
    assert.equal(active, 'row-5');
    await page.page.keyboard.press('Enter');
    const pane = page.page.locator('.row-pane');
    await page.page.locator('.row-pane[aria-label="Row 6"]').waitFor();
    await pane.locator('.katex').first().waitFor();
    assert.equal(await pane.locator('strong', { hasText: 'clear' }).count(), 1);
    assert.equal(await pane.locator('img').count(), 0);
    await page.page.keyboard.press(' ');
    await page.page.getByRole('button', { name: 'Add 1 row to a pool…' }).waitFor();
    await page.page.keyboard.press('Escape');
    await pane.waitFor({ state: 'detached' });
    assert.deepEqual(page.complaints, []);
  });

  it('lists what is no row, with its line', async () => {
    await using page = await many();
    await page.page.getByRole('button', { name: '1 line is no row' }).click();
    await page.page.locator('.aside li', { hasText: 'many.jsonl:20001' }).waitFor();
  });

  it('shows what a stage dropped, and the words a row shares with an evaluation question, side by side', async () => {
    await using page = await curated();
    await page.page.locator('.step', { hasText: 'Decontamination' }).click();
    await count(page, '1 row');
    await page.page.locator('.window .row').first().click();
    const marks = page.page.locator('.hit mark');
    await marks.first().waitFor();
    const texts = await marks.allInnerTexts();
    assert.equal(texts.length, 2);
    for (const text of texts) assert.match(text, /two three four five six seven eight nine/);
  });

  it('keeps and drops by hand, and takes it back', async () => {
    await using page = await curated();
    const { page: view } = page;
    await view.locator('.grid').focus();
    await view.keyboard.press('d');
    await count(page, '9 selected; by hand 0 kept, 1 dropped');
    await view.locator('.window .row.drop').first().waitFor();
    await view.keyboard.press('Enter');
    await view.locator('.decide').getByRole('button', { name: 'Drop', pressed: true }).waitFor();
    await view.getByRole('button', { name: 'Undo' }).click();
    await count(page, '10 selected');
    await view.locator('.decide').getByRole('button', { name: 'Drop', pressed: false }).waitFor();
    await view.getByRole('button', { name: 'Redo' }).click();
    await count(page, '1 dropped');
    await view.getByRole('button', { name: 'Undo' }).click();
    await count(page, '10 selected');
  });

  it('shows decisions as the last step, and says what does not follow them', async () => {
    const card = join(result, '..', 'card.md');
    const before = readFileSync(card, 'utf8');
    await writeFile(card, `${before}\nMy own words.\n`);
    await using page = await curated();
    const { page: view } = page;
    await view.locator('.grid').focus();
    await view.keyboard.press('d');
    await view.locator('.funnel .refusal', { hasText: 'card.md was changed' }).waitFor();
    await view.locator('.step', { hasText: 'By hand' }).click();
    await count(page, '1 row');
    await view.getByRole('button', { name: 'Undo' }).click();
    await view.locator('.step', { hasText: 'By hand' }).waitFor({ state: 'detached' });
    await writeFile(card, before);
  });

  it('says why data cannot be opened, and opens them when it is asked to try again', async () => {
    const late = join(folder, 'late.jsonl');
    await using page = await DataPage.open(await sharedBrowser(), late, join(folder, 'indexes'));
    const alert = page.page.getByRole('alert');
    await alert.filter({ hasText: 'late.jsonl' }).waitFor();
    await page.page.getByRole('button', { name: 'Try again' }).click();
    await page.settled();
    await alert.filter({ hasText: 'late.jsonl' }).waitFor();
    await writeFile(late, jsonl(odd));
    await page.page.getByRole('button', { name: 'Try again' }).click();
    await count(page, '300 rows');
    assert.equal(await alert.count(), 0);
    assert.deepEqual(page.complaints, []);
  });

  it('does not promise filters where reading has failed, and reads again when it is asked to', async () => {
    const torn = join(folder, 'torn.jsonl.gz');
    const whole = gzipSync(jsonl(rows), { level: 0 });
    await writeFile(torn, whole.subarray(0, 0.9 * whole.length));
    await using page = await DataPage.open(await sharedBrowser(), torn, join(folder, 'indexes'));
    const { page: view } = page;
    await view.getByRole('alert').waitFor();
    await view.getByRole('searchbox').fill('NEEDLE');
    await view.locator('.filters').getByText('reading ended early').waitFor();
    await view.getByRole('button', { name: 'Show all rows' }).click();
    await writeFile(torn, whole);
    await view.getByRole('button', { name: 'Try again' }).click();
    await count(page, '20,000 rows');
    assert.equal(await view.getByRole('alert').count(), 0);
  });

  it('shows the row that was asked for last, whichever answer comes last', async () => {
    const { opened, open } = gate();
    await using page = await many({
      before: (request) => (request.type === 'detail' && request.row === 0 ? opened : undefined),
    });
    await page.page.locator('.window .row').nth(0).click();
    await page.page.locator('.window .row').nth(1).click();
    const second = page.page.locator('.row-pane[aria-label="Row 2"]');
    await second.waitFor();
    open();
    await page.settled();
    assert.equal(await second.count(), 1);
  });

  it('leaves a row closed that was closed before it was there', async () => {
    const { opened, open } = gate();
    await using page = await many({ before: (request) => (request.type === 'detail' ? opened : undefined) });
    await page.page.locator('.window .row').nth(0).click();
    await page.page.keyboard.press('Escape');
    open();
    await page.settled();
    assert.equal(await page.page.locator('.row-pane').count(), 0);
  });

  for (const [how, close] of [
    ['the button', 'Enter'],
    ['Escape', 'Escape'],
  ] as const) {
    it(`leaves the keyboard at the row of a pane that is closed: by ${how} inside it`, async () => {
      await using page = await many();
      await page.page.locator('.window .row').nth(3).click();
      await page.page.locator('.row-pane').getByRole('button', { name: 'Close' }).focus();
      await page.page.keyboard.press(close);
      await page.page.locator('.row-pane').waitFor({ state: 'detached' });
      assert.equal(await page.page.evaluate(() => document.activeElement?.getAttribute('role')), 'grid');
      await page.page.keyboard.press('ArrowDown');
      assert.equal(await page.page.locator('.grid').getAttribute('aria-activedescendant'), 'row-4');
    });
  }

  it('draws values as they stand in the data, in columns of numbers as well', async () => {
    await using page = await strange();
    await count(page, '300 rows');
    await page.page.locator('.grid').focus();
    await page.page.keyboard.press('End');
    // Charts that come in meanwhile make the window lower: the last rows are drawn again where they then are.
    const last = async () => JSON.stringify((await page.cells('level')).slice(-3));
    await until(async () => (await last()) === '["2","","unknown"]', 'the last rows');
    await page.page.locator('.facet summary', { hasText: 'level' }).click();
    await page.page.getByRole('checkbox', { name: /^3\b/ }).waitFor();
  });

  it('shows lengths that are nearly the same in whole words, and takes a bar back that is clicked again', async () => {
    await using page = await strange();
    const { page: view } = page;
    await view.locator('figcaption', { hasText: 'Length in words: 2 to 12' }).waitFor();
    const bar = view.getByRole('button', { name: '2 words: 28 rows' });
    await bar.click();
    await count(page, '28 rows');
    await view.getByRole('button', { name: '2 words: 28 rows', pressed: true }).click();
    await count(page, '300 rows');
    await view.getByRole('button', { name: '2 words: 28 rows', pressed: false }).waitFor();
  });

  it('keeps the other values of a column in sight when one is chosen, and tells no value from the text “null”', async () => {
    await using page = await strange();
    const { page: view } = page;
    const bars = view.locator('.facet', { hasText: 'kind' });
    await bars.locator('summary').click();
    await bars.getByRole('checkbox', { name: '(none) 100' }).check();
    await count(page, '100 rows');
    await bars.getByRole('checkbox', { name: 'null 100' }).check();
    await count(page, '200 rows');
    assert.deepEqual(page.complaints, []);
  });

  it('forgets what is being typed when all rows are asked for', async () => {
    await using page = await many();
    const { page: view } = page;
    await view.clock.install();
    await view.locator('.values button', { hasText: 'two' }).click();
    await count(page, '6,667 rows');
    await view.clock.pauseAt(Date.now() + 60_000);
    await view.getByRole('searchbox').fill('NEEDLE');
    await view.getByRole('button', { name: 'Show all rows' }).click();
    await view.clock.runFor(1000);
    await view.clock.resume();
    await count(page, '20,000 rows');
    assert.equal(await view.getByRole('searchbox').inputValue(), '');
    const looked = page.requests.some(
      (request) => request.type === 'page' && request.query.filters.some(({ kind }) => kind === 'text'),
    );
    assert.equal(looked, false);
  });

  it('keeps filters by what their columns are when the data are opened again with others', async () => {
    const path = join(folder, 'changing.jsonl');
    await writeFile(path, jsonl(odd));
    await using page = await DataPage.open(await sharedBrowser(), path, join(folder, 'indexes'));
    const { page: view } = page;
    await view.locator('.window .row').first().click();
    await view.locator('.row-pane').waitFor();
    await view.locator('.facet summary', { hasText: 'kind' }).click();
    await view.getByRole('checkbox', { name: /proof/ }).check();
    await count(page, '100 rows');
    await writeFile(path, jsonl(odd.slice(0, 240).map((row) => ({ first: 'of all', second: 1, ...row }))));
    await page.reopen();
    await count(page, '80 rows of 240');
    await view.locator('.facet', { hasText: 'kind' }).locator('.badge', { hasText: '1' }).waitFor();
    assert.equal(await view.locator('.row-pane').count(), 0);
    assert.deepEqual((await page.cells('id')).slice(0, 2), ['odd0', 'odd3']);
  });

  it('counts the values under a filter by decisions again after a decision', async () => {
    await using page = await curated();
    const { page: view } = page;
    await view.locator('.grid').focus();
    await view.keyboard.press('d');
    await view.locator('.step', { hasText: 'By hand' }).click();
    await count(page, '1 row');
    await page.settled();
    const fate = view.locator('.facet', { hasText: 'fate' });
    await fate.locator('summary').click();
    await fate.getByRole('checkbox', { name: 'selected 1' }).waitFor();
    await view.getByRole('button', { name: 'Undo' }).click();
    await fate.getByText('No values yet').waitFor({ state: 'attached' });
  });

  it('says how much of a long text it shows', async () => {
    await using page = await strange();
    await page.page.locator('.window .row').first().click();
    await page.page.locator('.fields', { hasText: 'The first 4,000 of 5,000 characters.' }).waitFor();
    await page.page.locator('.text', { hasText: 'The first 400,000 of 450,000 characters.' }).waitFor();
  });

  it('speaks the language of VS Code where the product gives the names', async () => {
    await using page = await curated({
      locale: 'de',
      texts: {
        'length (words)': 'Länge (Wörter)',
        Decontamination: 'Bereinigung',
        reason: 'Grund',
        '1 row': '1 Zeile',
      },
    });
    await page.page.getByRole('columnheader', { name: 'Länge (Wörter)' }).waitFor();
    await page.page.getByRole('columnheader', { name: 'Grund' }).waitFor();
    await page.page.locator('.step', { hasText: 'Bereinigung' }).click();
    await count(page, '1 Zeile');
  });

  for (const theme of THEMES) {
    it(`has no violations that axe-core finds: ${theme}`, async () => {
      await using plain = await many({ theme });
      await plain.page.locator('.window .row').nth(3).click();
      await plain.page.locator('.row-pane').waitFor();
      await plain.page.locator('.range').nth(1).click();
      await plain.page.locator('.range[aria-pressed="true"]').waitFor();
      assert.deepEqual(await violations(plain), []);
      await using one = await curated({ theme });
      await one.page.locator('.step', { hasText: 'Decontamination' }).click();
      await count(one, '1 row');
      await one.page.locator('.window .row').first().click();
      await one.page.locator('.hit').waitFor();
      assert.deepEqual(await violations(one), []);
      const gone = join(folder, 'gone.jsonl');
      await using failed = await DataPage.open(await sharedBrowser(), gone, join(folder, 'indexes'), { theme });
      assert.deepEqual(await violations(failed), []);
    });
  }

  for (const width of [320, 600, 1400]) {
    it(`fits ${width} pixels: nothing is cut off sideways`, async () => {
      await using page = await curated({ width, height: 700 });
      await page.page.locator('.window .row').first().click();
      await page.page.locator('.row-pane').waitFor();
      const over = await page.page.evaluate(() =>
        [...document.querySelectorAll('button, input, select, section, p')]
          .filter((element) => !element.closest('.for-screen-readers, .grid, .funnel, .katex, .long'))
          .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5)
          .map((element) => element.outerHTML.slice(0, 80)),
      );
      assert.deepEqual(over, []);
    });
  }
});
