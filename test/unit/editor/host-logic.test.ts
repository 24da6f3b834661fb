import assert from 'node:assert/strict';
import { kindOf, problemOf } from '../../../src/editor/problems.js';
import { QuestionHistory } from '../../../src/editor/question-history.js';
import { RateMeter } from '../../../src/editor/rate-meter.js';
import { roomToThink } from '../../../src/editor/run-view.js';
import { settingValues } from '../../../src/editor/setting-values.js';
import { webviewHtml } from '../../../src/editor/webview-html.js';
import { emptyTrace } from '../../support/traces.js';

describe('settings', () => {
  it('are bounded as the table says, whatever somebody wrote into the file', () => {
    const written: Record<string, unknown> = {
      maxThinking: -5,
      minThinking: 'many',
      waits: 1e9,
      gpu: 'toaster',
      threads: 2.4,
      endLoops: 'yes',
      continuation: 'x'.repeat(9999),
    };
    const values = settingValues((name) => written[name]);
    assert.equal(values.maxThinking, 0);
    assert.equal(values.minThinking, 0);
    assert.equal(values.waits, 1000);
    assert.equal(values.gpu, 'auto');
    assert.equal(values.threads, 2);
    assert.equal(values.endLoops, true);
    assert.equal(values.continuation.length, 2000);
    assert.equal(values.contextSize, null);
  });
});

describe('problems', () => {
  const error = (kind: string) => Object.assign(new Error('It failed: do this.'), { kind });

  it('have the error’s sentence and one thing to do', () => {
    const offers = {
      'model-missing': 'select-model',
      'model-not-gguf': 'select-model',
      'out-of-memory': 'context-size',
      'context-full': 'context-size',
      crashed: 'restart',
      stopped: 'restart',
    };
    for (const [kind, request] of Object.entries(offers)) {
      assert.equal(problemOf(error(kind), null).action?.request, request, kind);
    }
    assert.equal(problemOf(error('crashed'), null).message, 'It failed: do this.');
  });

  it('offer to continue a trace that has begun', () => {
    const trace = emptyTrace({ spans: [{ role: 'thinking', origin: 'sampled', text: 'x', tokens: [1] }] });
    assert.equal(problemOf(error('crashed'), trace).action?.request, 'continue');
  });

  it('have a kind whatever was thrown', () => {
    assert.equal(kindOf('text'), 'internal');
    assert.equal(kindOf(new Error('x')), 'internal');
    assert.equal(kindOf(new DOMException('x', 'AbortError')), 'stopped');
  });
});

describe('tokens per second', () => {
  it('are those of the last moments', () => {
    const meter = new RateMeter();
    assert.equal(meter.rate(0), null);
    for (let now = 0; now <= 10_000; now += 100) meter.add(now < 5000 ? 1 : 10, now);
    assert.ok(Math.abs(meter.rate(10_000)! - 100) < 5, String(meter.rate(10_000)));
    meter.reset();
    assert.equal(meter.rate(10_000), null);
  });
});

describe('room to think harder', () => {
  it('is made when the budget is used up, within the context', () => {
    assert.equal(roomToThink(400, 400, 3500), 800);
    assert.equal(roomToThink(20, 20, 3500), 120);
    assert.equal(roomToThink(3000, 3000, 3500), null);
    assert.equal(roomToThink(400, 100, 3500), 400);
    assert.equal(roomToThink(null, 400, 3500), null);
  });
});

describe('earlier questions', () => {
  it('are kept once each, the newest last, and not without bound', () => {
    const kept = new Map<string, unknown>();
    const history = new QuestionHistory({
      get: (key) => kept.get(key),
      update: async (key, value) => void kept.set(key, value),
    });
    for (let i = 0; i < 60; i++) history.add(`question ${i}`);
    history.add(' question 30 ');
    history.add('x'.repeat(5000));
    assert.equal(history.questions.length, 50);
    assert.equal(history.questions.at(-1), 'question 30');
    assert.equal(history.questions.filter((question) => question === 'question 30').length, 1);
    kept.set('questionHistory', 'spoilt');
    assert.deepEqual(history.questions, []);
  });
});

describe('the page of a webview', () => {
  const html = webviewHtml({
    cspSource: 'https://c.example',
    nonce: 'N',
    script: 's.js',
    style: 's.css',
    title: '<t>',
  });

  it('allows one script and the extension’s own styles and fonts, nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!.replaceAll('&#39;', "'");
    assert.match(policy, /default-src 'none'; script-src 'nonce-N'; style-src https:\/\/c\.example;/);
    assert.doesNotMatch(policy, /unsafe|\*|img-src|connect-src/);
  });

  it('has no inline script, style or handler', () => {
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\son\w+=|style=/);
    assert.match(html, /<title>&#60;t&#62;<\/title>/);
  });
});
