import assert from 'node:assert/strict';
import { highlight } from '../../../../src/webview/dataset/highlight.js';

const marked = (text: string, shared: readonly string[]) =>
  highlight(text, shared)
    .map(({ text: part, shared: isShared }) => (isShared ? `[${part}]` : part))
    .join('');

describe('shared words', () => {
  it('are marked as one run where they stand one after the other, in any letter case', () => {
    assert.equal(marked('So, what IS  the\nsum of 2?', ['what', 'is', 'the', 'sum']), 'So, [what IS  the\nsum] of 2?');
  });

  it('are marked one by one where they do not, without the punctuation around them', () => {
    assert.equal(marked('The sum, of two', ['two', 'sum']), 'The [sum,] of [two]');
  });

  it('leave the text as it is where there are none', () => {
    assert.equal(marked('nothing here', ['else']), 'nothing here');
    assert.equal(marked('', ['x']), '');
    assert.equal(marked('all of it', []), 'all of it');
  });

  it('lose nothing of the text', () => {
    const text = '  Ünïcode\u2028 words, and 中文 字 !';
    const joined = highlight(text, ['ünïcode', '字']).map((part) => part.text);
    assert.equal(joined.join(''), text);
  });
});
