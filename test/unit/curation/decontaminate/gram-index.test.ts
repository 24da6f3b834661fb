import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MOST_TOLD } from '../../../../src/curation/decontaminate/closest-items.js';
import { GramIndex } from '../../../../src/curation/decontaminate/gram-index.js';
import { ruleWords } from '../../../../src/curation/text/python-text.js';

const told = (index: GramIndex, text: string) => index.match(text).told;
const item = (text: string, row = 0) => ({ task: 'task.jsonl', row, text });
const words = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `w${from + i}`).join(' ');

describe('the published n-gram rule', () => {
  it('finds one shared run of eight words, and says which', () => {
    const index = new GramIndex([item(words(20))], 8);
    assert.deepEqual(told(index, `start ${words(8, 5)} end`), [{ item: 0, shared: words(8, 5).split(' ') }]);
  });

  it('lets seven shared words pass', () => {
    assert.deepEqual(told(new GramIndex([item(words(20))], 8), `start ${words(7, 5)} end`), []);
  });

  it('never flags a text of fewer than eight words, were it the same', () => {
    assert.deepEqual(told(new GramIndex([item(words(7))], 8), words(7)), []);
    assert.equal(new GramIndex([item(words(8))], 8).match(words(8)).found, 1);
  });

  it('does not care for case and white space, and cares for punctuation', () => {
    const index = new GramIndex([item('What is the sum of all the primes?')], 8);
    assert.equal(index.match('  WHAT is\nthe sum\u00a0of  all the primes? ').found, 1);
    assert.equal(index.match('What is the sum of all the primes').found, 0);
  });

  it('tells the longest common run for each item, in the order of the items', () => {
    const index = new GramIndex([item(words(9)), item(words(30), 1)], 8);
    const found = told(index, `${words(8)} gap ${words(12)}`);
    assert.deepEqual(
      found.map(({ item: i, shared }) => [i, shared.length]),
      [
        [0, 9],
        [1, 12],
      ],
    );
  });

  it('names the longest runs of a phrase that all questions have, and counts the others', () => {
    const index = new GramIndex(
      Array.from({ length: 1000 }, (_, i) => item(`${words(9)} and number ${i} then`, i)),
      8,
    );
    for (let again = 0; again < 2; again++) {
      const { found, told: kept } = index.match(`${words(9)} and number 777 here`);
      assert.equal(found, 1000);
      assert.equal(kept.length, MOST_TOLD);
      assert.deepEqual(kept.at(-1), { item: 777, shared: `${words(9)} and number 777`.split(' ') });
    }
  });

  it('agrees with sets of n-grams on any text', () => {
    const text = fc
      .array(fc.constantFrom('a', 'B', 'c', ' ', '\n', 'É', '\u2028'), { maxLength: 60 })
      .map((p) => p.join(''));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), text, fc.integer({ min: 1, max: 4 }), (items, question, n) => {
        const grams = (t: string) =>
          ruleWords(t)
            .map((_, i, all) => all.slice(i, i + n).join(' '))
            .slice(0, Math.max(0, ruleWords(t).length - n + 1));
        const asked = new Set(grams(question));
        const wanted = items.flatMap((t, i) => (grams(t).some((gram) => asked.has(gram)) ? [i] : []));
        const { found: count, told: found } = new GramIndex(
          items.map((t, i) => item(t, i)),
          n,
        ).match(question);
        assert.equal(count, wanted.length);
        assert.deepEqual(
          found.map((match) => match.item),
          wanted,
        );
        for (const { shared } of found) assert.ok(shared.length >= n);
      }),
    );
  });
});
