import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GrowingText } from '../../../../src/webview/markdown/pieces.js';

describe('text in pieces', () => {
  it('is cut at paragraphs', () => {
    assert.deepEqual(new GrowingText('a\n\nb\nc\n\n\nd').pieces, ['a\n\n', 'b\nc\n\n\n', 'd']);
  });

  it('is not cut inside code, a formula or a list item', () => {
    for (const text of ['```\na\n\nb\n```', '$$\na\n\nb\n$$', '- a\n\n  b', '\\begin{align}\na\n\nb\n\\end{align}']) {
      assert.deepEqual(new GrowingText(text).pieces, [text]);
    }
  });

  it('is the same text, whatever its parts and however they come', () => {
    const part = fc.constantFrom('a', ' ', '\n', '\n\n', '```', '$$', '\\[', '\\]', '😀', 'word '.repeat(300));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        const growing = new GrowingText();
        for (const text of parts) growing.append(text);
        assert.equal(growing.pieces.join(''), parts.join(''));
      }),
      { numRuns: 60 },
    );
  });

  it('never changes a piece that another follows', () => {
    const growing = new GrowingText();
    let before: readonly string[] = [];
    for (let i = 0; i < 400; i++) {
      growing.append(i % 7 === 0 ? 'x.\n\n' : 'some words and $x_1$ ');
      const now = growing.pieces;
      assert.deepEqual(now.slice(0, before.length - 1), before.slice(0, -1));
      before = now;
    }
  });

  it('has bounded pieces, even of one endless line, and splits no character in two', () => {
    const { pieces } = new GrowingText('😀'.repeat(20_000));
    assert.ok(Math.max(...pieces.map((piece) => piece.length)) <= 4000);
    // encodeURIComponent throws on half a character
    assert.doesNotThrow(() => pieces.map(encodeURIComponent));
  });
});
