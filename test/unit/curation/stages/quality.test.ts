import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatFlaw } from '../../../../src/curation/stages/quality.js';

const flaw = (question: string, source = 'math') => formatFlaw({ question, source });

describe('the published string rules', () => {
  it('drops questions that need a figure, but for AIME', () => {
    assert.equal(flaw('Find x. [asy]draw((0,0));[/asy]'), 'Asymptote figure');
    assert.equal(flaw('Find x. [asy]draw((0,0));[/asy]', 'qq8933/AIME_1983_2024'), undefined);
    assert.equal(flaw('[asy]draw(p1.x);[/asy] ![Image](x) **a1**', 'qq8933/AIME_1983_2024'), undefined);
    assert.equal(flaw('See ![Image](x.png)'), 'picture');
    assert.equal(flaw('See ![Image](x.png)', 'qq8933/AIME_1983_2024'), 'picture');
  });

  it('drops questions made of several', () => {
    assert.equal(flaw('p1. Find x. p2. Find y.'), 'several problems');
    assert.equal(flaw('p999. z'), 'several problems');
    for (const fine of ['p0. z', 'p1000. z', 'p1 z', 'p01. z']) assert.equal(flaw(fine), undefined, fine);
  });

  it('drops bold numbering', () => {
    assert.equal(flaw('**Problem3** Find x.'), 'bold numbering');
    assert.equal(flaw('**A** and 5'), 'bold numbering'); // a digit later on the line is enough for the pattern
    for (const fine of ['**A** and\n5', '**Problem 3**', '**A]3**', '**3*', '3 **A**', '****']) {
      assert.equal(flaw(fine), undefined, fine);
    }
  });

  it('agrees with the published pattern on any text', () => {
    const pattern = /\*\*(?=.*\d)[^\s\]]*\*\*/;
    fc.assert(
      fc.property(fc.array(fc.constantFrom('*', '**', '1', 'a', ']', ' ', '\n'), { maxLength: 14 }), (parts) => {
        const text = parts.join('');
        assert.equal(flaw(text) === 'bold numbering', pattern.test(text), JSON.stringify(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no longer for a text made to be slow', () => {
    assert.equal(flaw(`${'**'.repeat(200_000)} x`), undefined);
  });
});
