/**
 * node --import=tsx benchmarks/editor/frames.ts [--seconds N]
 * How smoothly the view draws: a trace of 30,000 tokens that goes on at 200 tokens a second, in batches of a frame as
 * the host sends them. Prints the time between frames and the time the page works for each. Target: none over 50 ms.
 */
import { parseArgs } from 'node:util';
import { launchBrowser } from '../../scripts/vscode/browser.mjs';
import { WebviewPage } from '../../test/webview/support/page.js';
import { runWith, span, thinking, WAIT } from '../../test/webview/support/states.js';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
const TOKENS = 30_000;
const RATE = 200;
const SENTENCE = 'So $x_{1} = 4$ and we add 7 to it, which gives 11 apples. '; // 14 tokens or so

const text = `${SENTENCE.repeat(6)}\n\n`.repeat(TOKENS / 14 / 6 / 10);
const spans = Array.from({ length: 10 }, () => [span('thinking', text, { count: TOKENS / 10 }), WAIT])
  .flat()
  .slice(0, -1);
const browser = await launchBrowser();
await using page = await WebviewPage.open(browser, thinking({ spans, run: runWith({ thinking: TOKENS, waits: 9 }) }), {
  bundle: 'reasoning',
});
await page.frame();
const metrics = await page.page.context().newCDPSession(page.page);
await metrics.send('Performance.enable');
/** Seconds that the page has spent on each kind of work. */
const spent = async () =>
  Object.fromEntries((await metrics.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
const before = await spent();
const { gaps, work } = await page.page.evaluate(
  async ({ keep, seconds, rate, sentence, run }) => {
    const gaps: number[] = [];
    const work: number[] = [];
    new PerformanceObserver((list) => work.push(...list.getEntries().map((entry) => entry.duration))).observe({
      type: 'longtask',
    });
    const words = sentence.split(/(?<=\s)/);
    const began = performance.now();
    let last = began;
    let sent = 0;
    let revision = 0;
    while (performance.now() - began < seconds * 1000) {
      const now = await new Promise<number>((frame) => requestAnimationFrame(frame));
      gaps.push(now - last);
      last = now;
      const due = Math.floor(((performance.now() - began) / 1000) * rate) - sent;
      if (due <= 0) continue;
      const added = Array.from({ length: due }, (_, i) => words[(sent + i) % words.length]).join('');
      sent += due;
      revision++;
      const changes = { run: { ...run, thinking: run.thinking + sent } };
      const update = { revision, changes, spans: { keep, append: { text: added, count: due }, add: [] } };
      window.postMessage({ type: 'update', update }, '*');
    }
    return { gaps: gaps.slice(1), work };
  },
  {
    keep: spans.length,
    seconds: Number(values.seconds),
    rate: RATE,
    sentence: SENTENCE,
    run: runWith({ thinking: TOKENS, waits: 9 }),
  },
);
gaps.sort((a, b) => a - b);
const at = (share: number) => (gaps[Math.min(gaps.length - 1, Math.floor(share * gaps.length))] ?? 0).toFixed(1);
console.log(`${TOKENS} tokens of trace, ${RATE} more a second, ${values.seconds} s: ${gaps.length} frames`);
console.log(`between frames: median ${at(0.5)} ms, 99 % ${at(0.99)} ms, longest ${at(1)} ms`);
console.log(
  `work of the page over 50 ms (long tasks): ${work.length}${work.length > 0 ? `, longest ${Math.max(...work).toFixed(0)} ms` : ''}`,
);
const after = await spent();
const perFrame = (name: string) => (((after[name] ?? 0) - (before[name] ?? 0)) * 1000) / gaps.length;
console.log(
  `a frame: ${['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'].map((name) => `${name.replace('Duration', '')} ${perFrame(name).toFixed(1)} ms`).join(', ')}`,
);
console.log(`elements: ${await page.page.evaluate(() => document.querySelectorAll('*').length)}`);
await browser.close();
process.exit(0);
