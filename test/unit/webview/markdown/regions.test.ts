import assert from 'node:assert/strict';
import { findRegions } from '../../../../src/webview/markdown/regions.js';

/** Formulas of a text, without their delimiters; an open one ends with "…". */
const formulas = (text: string) =>
  findRegions(text)
    .filter((region) => region.kind === 'math')
    .map(({ tex, closed }) => tex.trim() + (closed ? '' : '…'));

describe('formulas in Markdown', () => {
  it('are found between every usual pair of delimiters', () => {
    assert.deepEqual(formulas('$a$, $$b$$, \\(c\\), \\[d\\]'), ['a', 'b', 'c', 'd']);
    assert.deepEqual(formulas('\\begin{pmatrix} 1 \\end{pmatrix}'), ['\\begin{pmatrix} 1 \\end{pmatrix}']);
    assert.deepEqual(formulas('\\begin{cases}\\begin{matrix}1\\end{matrix}\\end{cases} x'), [
      '\\begin{cases}\\begin{matrix}1\\end{matrix}\\end{cases}',
    ]);
  });

  it('are found across lines', () => {
    assert.deepEqual(formulas('$$\na\n+ b\n$$'), ['a\n+ b']);
    assert.deepEqual(formulas('So \\[\na\n\\] and'), ['a']);
  });

  it('are given names that KaTeX knows', () => {
    assert.deepEqual(formulas('\\begin{eqnarray*} x \\end{eqnarray*}'), ['\\begin{align*} x \\end{align*}']);
    assert.deepEqual(formulas('\\begin{displaymath} x \\end{displaymath}'), ['x']);
  });

  for (const prose of [
    'It costs $5.',
    'between $5 and $10',
    '$5 or 6$ each',
    '$ x $ has spaces inside',
    'US$ 30 and C$ 20',
    'escaped \\$5 and \\$6',
    '$20,000 to 30,000$',
    'a\n\n$b\n\nc$',
  ]) {
    it(`are not seen in prose: ${JSON.stringify(prose)}`, () => assert.deepEqual(formulas(prose), []));
  }

  it('are seen where an amount is one', () => {
    assert.deepEqual(formulas('$5x + 3$ and $12$ and $7 \\text{ cm}$'), ['5x + 3', '12', '7 \\text{ cm}']);
  });

  it('are not seen in code', () => {
    assert.deepEqual(formulas('`$a$` and ``$b`$`` and\n```\n$c$\n```\n$d$'), ['d']);
    assert.deepEqual(formulas('- item\n  ~~~\n  \\[x\\]\n  ~~~'), []);
    assert.deepEqual(formulas('```\n$never closed$'), []);
  });

  it('may contain an escaped delimiter', () => {
    assert.deepEqual(formulas('$a = \\$5$'), ['a = \\$5']);
  });

  it('that are not closed yet are open to the end', () => {
    assert.deepEqual(formulas('Then \\[ \\frac{1}{2'), ['\\frac{1}{2…']);
    assert.deepEqual(formulas('Then $\\frac{1}{2'), ['\\frac{1}{2…']);
    assert.deepEqual(formulas('Then $x'), [], 'it may be a price in some currency');
  });

  it('are looked for a bounded way in hostile text: what is quadratic does not end within the time limit of a test', () => {
    for (const text of [
      '$'.repeat(60_000),
      '\\['.repeat(60_000),
      '`'.repeat(60_001),
      '\\begin{align}'.repeat(12_000),
    ]) {
      const regions = findRegions(text);
      assert.ok(regions.every((region, i) => region.start >= (regions[i - 1]?.end ?? 0) && region.end <= text.length));
    }
  });
});
