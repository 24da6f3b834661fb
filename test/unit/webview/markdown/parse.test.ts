import assert from 'node:assert/strict';
import { showHidden } from '../../../../src/webview/markdown/controls.js';
import { parseMarkdown, restoreFormulas, splitFormulas } from '../../../../src/webview/markdown/parse.js';

const links = (text: string) =>
  parseMarkdown(text, false)
    .tokens.flatMap((token) => token.children ?? [])
    .filter((token) => token.type === 'link_open' || token.type === 'image')
    .map((token) => token.attrGet('href') ?? token.attrGet('src'));

describe('Markdown of a model', () => {
  it('has no HTML: tags are text', () => {
    const { tokens } = parseMarkdown('<b>x</b>\n\n<script>y</script>', false);
    const types = tokens.flatMap((token) => [token.type, ...(token.children ?? []).map((child) => child.type)]);
    assert.ok(!types.some((type) => type.startsWith('html')));
  });

  it('links to the web alone', () => {
    assert.deepEqual(links('[a](https://a.example) <http://b.example>'), ['https://a.example', 'http://b.example']);
    for (const address of ['javascript:x', 'command:x', 'vscode://x', 'file:///x', 'data:x', '//x', '/x', '#x']) {
      assert.deepEqual(links(`[a](${address}) <${address}> ![i](${address})`), [], address);
    }
  });

  it('keeps formulas out of Markdown’s way, and gives them back in their places', () => {
    const text = 'a $x*y*z$ b `$code$`';
    const { tokens, formulas } = parseMarkdown(text, false);
    assert.deepEqual(
      formulas.map(({ tex }) => tex),
      ['x*y*z'],
    );
    const [first, ...others] = tokens[1]!.children!;
    assert.deepEqual(splitFormulas(first!.content, formulas)[1], formulas[0]);
    assert.equal(restoreFormulas(first!.content, formulas), 'a $x*y*z$ b ');
    assert.equal(others[0]!.content, '$code$');
  });

  it('cannot be tricked with the characters that stand for formulas', () => {
    const { tokens, formulas } = parseMarkdown('\u{f0000} $x$', false);
    assert.equal(restoreFormulas(tokens[1]!.content, formulas), '\ufffd $x$');
  });

  it('shows an unfinished formula as a formula only while more may come', () => {
    assert.equal(parseMarkdown('\\[ x', true).formulas[0]?.open, true);
    assert.deepEqual(parseMarkdown('\\[ x', false).formulas, []);
  });
});

describe('characters that cannot be seen', () => {
  it('are named in their place', () => {
    assert.deepEqual(showHidden('a\u202eb\u0007\u200bc'), [
      'a',
      { hidden: 'U+202E' },
      'b',
      { hidden: 'U+0007' },
      { hidden: 'U+200B' },
      'c',
    ]);
  });

  it('do not include those of ordinary text', () => {
    const text = 'tab\tline\n中文 שלום 😀 é';
    assert.deepEqual(showHidden(text), [text]);
  });
});
