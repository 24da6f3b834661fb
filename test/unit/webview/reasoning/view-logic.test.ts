import assert from 'node:assert/strict';
import { Flow } from '../../../../src/webview/reasoning/flow.js';
import { step } from '../../../../src/webview/reasoning/history.js';
import { outcome } from '../../../../src/webview/reasoning/outcome.js';
import { Sentences } from '../../../../src/webview/reasoning/sentences.js';
import { budgetOf, heldAtUsed, valueAfterKey } from '../../../../src/webview/reasoning/slider.js';
import { duration, t, useLanguage } from '../../../../src/webview/texts.js';
import { runWith, span, WAIT } from '../../../webview/support/states.js';

describe('rows of a trace', () => {
  it('keep their identity while nothing of them changes', () => {
    const flow = new Flow();
    const first = span('thinking', 'a\n\nb');
    const before = flow.thinking([first], true);
    const after = flow.thinking([{ ...first, text: 'a\n\nb c' }], true);
    assert.equal(before[0], after[0]);
    assert.notEqual(before[1], after[1]);
  });

  it('lead text that follows a wait with it', () => {
    const rows = new Flow().thinking([span('thinking', 'a'), WAIT, span('thinking', ', b'), WAIT], true);
    assert.deepEqual(
      rows.map((row) => (row.kind === 'text' ? [row.wait?.index ?? 0, row.text] : [])),
      [
        [0, 'a'],
        [1, ', b'],
        [2, ''],
      ],
    );
  });

  it('show an answer that was taken back among the thinking, and the one in force apart', () => {
    const spans = [span('thinking', 'a'), span('answer', 'old', { superseded: true }), WAIT, span('answer', 'new')];
    const flow = new Flow();
    assert.deepEqual(
      flow.thinking(spans, false).map(({ kind }) => kind),
      ['text', 'earlier', 'text'],
    );
    assert.deepEqual(
      flow.answer(spans, false).map((row) => (row.kind === 'text' ? row.text : row.kind)),
      ['new'],
    );
  });

  it('never show delimiters', () => {
    const spans = [span('delimiter', '<think>', { note: 'begin' }), span('delimiter', '</think>', { note: 'end' })];
    assert.deepEqual(new Flow().thinking(spans, false), []);
    assert.deepEqual(new Flow().answer(spans, false), []);
  });
});

describe('sentences for a screen reader', () => {
  it('are told once, when they are complete', () => {
    const sentences = new Sentences();
    assert.equal(sentences.next('It is', false), '');
    assert.equal(sentences.next('It is 3.5 or', false), '', 'a point inside a number ends nothing');
    assert.equal(sentences.next('It is 3.5 or 4. And', false), 'It is 3.5 or 4.');
    assert.equal(sentences.next('It is 3.5 or 4. And so', true), 'And so');
  });

  it('end in Chinese too', () => {
    assert.equal(new Sentences().next('答案是三。还', false), '答案是三。');
  });
});

describe('the slider', () => {
  it('moves by shares of what the context allows, and stays inside', () => {
    assert.equal(valueAfterKey('ArrowRight', 0, 3500), 35);
    assert.equal(valueAfterKey('PageUp', 3400, 3500), 3500);
    assert.equal(valueAfterKey('ArrowLeft', 10, 3500), 0);
    assert.equal(valueAfterKey('ArrowUp', 3, 20), 4, 'at least one token');
    assert.equal(valueAfterKey('a', 3, 20), undefined);
  });

  it('has no bound of its own at its end', () => {
    assert.equal(budgetOf(3500, 3500), null);
    assert.equal(budgetOf(3499, 3500), 3499);
  });

  it('rests at what is used before a key ends the thinking', () => {
    assert.equal(heldAtUsed(140, 105, 128), 128);
    assert.equal(heldAtUsed(128, 93, 128), 93);
    assert.equal(heldAtUsed(400, 365, 128), 365);
  });
});

describe('the history of questions', () => {
  it('goes back and forth, and keeps what was being typed', () => {
    const back = step(['a', 'b'], { at: 2, draft: '' }, 'typing', -1);
    assert.deepEqual(back, { place: { at: 1, draft: 'typing' }, text: 'b' });
    assert.deepEqual(step(['a', 'b'], back!.place, 'b', 1), { place: { at: 2, draft: 'typing' }, text: 'typing' });
    assert.equal(step(['a'], { at: 0, draft: '' }, 'a', -1), undefined);
  });
});

describe('the line that says how it ended', () => {
  it('always says why thinking ended', () => {
    const ends = {
      natural: /itself/,
      budget: /budget reached at 9/,
      user: /when asked/,
      context: /full at 9/,
      loop: /repeated/,
    };
    for (const [thinking, words] of Object.entries(ends)) {
      const end = { thinking: thinking as keyof typeof ends, answer: 'natural' as const };
      assert.match(outcome(runWith({ thinking: 9, end })), words);
    }
    assert.match(outcome(runWith({ thinking: 9 })), /stopped after 9/);
  });
});

describe('texts', () => {
  it('are translated, with numbers of the language, and without surprises from the object’s own keys', () => {
    useLanguage('de', { '{0} used': '{0} verbraucht' });
    assert.equal(t('{0} used', 30_000), '30.000 verbraucht');
    assert.equal(t('toString'), 'toString');
    assert.equal(duration(3_723_000), '1 h 2 min');
    useLanguage('en', {});
    assert.equal(t('{0} used', 30_000), '30,000 used');
    assert.deepEqual([duration(840), duration(12_300), duration(200_000)], ['0.8 s', '12 s', '3 min 20 s']);
    useLanguage('not a language', {});
    assert.equal(t('{0}', 1000), '1,000');
  });
});
