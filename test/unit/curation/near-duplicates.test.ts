import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AlikeGroups, NearDuplicates } from '../../../src/curation/near-duplicates.js';
import { jaccard, shingles, type MinHashParameters } from '../../../src/curation/text/minhash.js';

const PARAMETERS: MinHashParameters = { of: 'words', shingle: 2, bands: 32, rows: 4, threshold: 0.5, seed: 1 };

function pairs(texts: readonly string[], parameters = PARAMETERS) {
  const finder = new NearDuplicates(parameters);
  for (const text of texts) finder.add(text);
  return finder.pairs();
}

describe('near-duplicates by MinHash', () => {
  const words = (n: number, name = 'w') => Array.from({ length: n }, (_, i) => `${name}${i}`);

  it('finds a text with one word changed, and tells the exact similarity', () => {
    const text = words(21);
    const edited = text.with(10, 'other');
    // 20 shingles each, 18 of them in both.
    assert.deepEqual(pairs([text.join(' '), words(21, 'x').join(' '), edited.join(' ')]), [
      { first: 0, second: 2, jaccard: 18 / 22 },
    ]);
  });

  it('names no pair that is less alike than asked', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 12 }).map((w) => w.join(' '));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), (texts) => {
        for (const { first, second, jaccard: found } of pairs(texts)) {
          const exact = jaccard(shingles(texts[first]!, PARAMETERS), shingles(texts[second]!, PARAMETERS));
          assert.ok(first < second && exact === found && found >= 0.5);
        }
      }),
    );
  });

  it('finds every equal pair, and no pair of texts without words', () => {
    assert.equal(pairs(['Same text', 'same  TEXT', '', ' ', 'one', 'one']).length, 2);
  });

  it('knows sets by their exact Jaccard similarity', () => {
    const [a, b] = [Uint32Array.of(1, 2, 3), Uint32Array.of(2, 3, 4, 5)];
    assert.equal(jaccard(a, b), 2 / 5);
    assert.equal(jaccard(new Uint32Array(0), new Uint32Array(0)), 0);
  });

  it('compares two texts that are both like a third, which the bands alone may miss', () => {
    const text = words(60);
    const versions = [5, 15, 25, 35, 45, 55].map((at) => text.with(at, 'other').join(' '));
    // One band of 12 rows finds a pair of similarity s with probability s^12: here about a quarter of the 15 pairs.
    const some = { ...PARAMETERS, bands: 1, rows: 12 };
    const found = pairs(versions, some);
    const tied = new Map(versions.map((_, text) => [text, text]));
    const root = (at: number): number => (tied.get(at) === at ? at : root(tied.get(at)!));
    for (const { first, second } of found) tied.set(root(second), root(first));
    const sizes = new Map<number, number>();
    for (const text of tied.keys()) sizes.set(root(text), (sizes.get(root(text)) ?? 0) + 1);
    assert.ok([...sizes.values()].some((size) => size > 2));
    const all = [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
    assert.equal(found.length, all);
  });

  it('keeps the first of a group that is tied together by others', () => {
    const tie = (first: number, second: number) => ({ first, second, jaccard: 0.9 });
    const groups = new AlikeGroups(7);
    for (const pair of [tie(1, 4), tie(2, 4), tie(5, 6)]) groups.tie(pair);
    assert.ok(groups.areTied(1, 2) && !groups.areTied(4, 5));
    assert.deepEqual(
      Array.from(groups.later(), ({ text, kept }) => [text, kept]),
      [
        [2, 1],
        [4, 1],
        [6, 5],
      ],
    );
  });

  it('finds the same groups as all pairs do', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 3, maxLength: 9 }).map((w) => w.join(' '));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 15 }), (texts) => {
        const finder = new NearDuplicates(PARAMETERS);
        for (const text of texts) finder.add(text);
        const byPairs = new AlikeGroups(texts.length);
        for (const pair of finder.pairs()) byPairs.tie(pair);
        const kept = (groups: AlikeGroups) => Array.from(groups.later(), (later) => [later.text, later.kept]);
        assert.deepEqual(kept(finder.groups()), kept(byPairs));
      }),
    );
  });

  it('takes a pool that is one text over and over', () => {
    const finder = new NearDuplicates(PARAMETERS);
    const text = words(12).join(' ');
    for (let i = 0; i < 8000; i++) finder.add(text);
    assert.equal([...finder.groups().later()].length, 7999);
  });

  it('makes shingles of characters as well', () => {
    const near = { ...PARAMETERS, of: 'characters' as const, shingle: 3 };
    assert.equal(pairs(['triangle inequality', 'triangle inequalities'], near).length, 1);
  });
});
