import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasColor, printable, styleFor } from '../../../src/cli/style.js';

describe('colour', () => {
  it('is for terminals', () => {
    assert.equal(hasColor({ isTTY: true, write: () => true }, {}), true);
    assert.equal(hasColor({ write: () => true }, {}), false);
  });

  it('respects NO_COLOR, FORCE_COLOR and TERM=dumb', () => {
    const terminal = { isTTY: true, write: () => true };
    assert.equal(hasColor(terminal, { NO_COLOR: '1' }), false);
    assert.equal(hasColor(terminal, { NO_COLOR: '' }), true);
    assert.equal(hasColor({ write: () => true }, { FORCE_COLOR: '1' }), true);
    assert.equal(hasColor(terminal, { FORCE_COLOR: '0' }), false);
    assert.equal(hasColor(terminal, { TERM: 'dumb' }), false);
  });

  it('is not needed to tell forced text', () => {
    assert.equal(styleFor(false).forced('Wait'), '‹Wait›');
    assert.match(styleFor(true).forced('Wait'), /^\u001b\[.*Wait\u001b\[/);
  });
});

describe('printable text', () => {
  it('keeps words, tabs, newlines and every script', () => {
    const text = 'x² ≥ 0\n\t答案是 42 🙂 ответ';
    assert.equal(printable(text), text);
  });

  it('shows terminal commands and turned writing instead of obeying them', () => {
    assert.equal(printable('\u001b[2J\u001b]0;title\u0007'), '␛[2J␛]0;title␇');
    assert.equal(printable('a\rb\bc'), 'a␍b␈c');
    assert.equal(printable('\u009b31m\u007f'), '<U+009B>31m<U+007F>');
    assert.equal(printable('1 \u202e+ 2'), '1 <U+202E>+ 2');
  });

  it('never lets a control character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(printable(text), /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });
});
