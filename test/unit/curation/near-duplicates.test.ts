import assert from 'node:assert/strict';
import fc from 'fast-check';
import { laterOfGroups, NearDuplicates } from '../../../src/curation/near-duplicates.js';
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

  it('keeps the first of a group that is tied together by others', () => {
    const tie = (first: number, second: number) => ({ first, second, jaccard: 0.9 });
    const later = laterOfGroups([tie(1, 4), tie(2, 4), tie(5, 6)]);
    assert.deepEqual([...later].map(([text, { kept }]) => [text, kept]).sort(), [
      [2, 1],
      [4, 1],
      [6, 5],
    ]);
  });

  it('makes shingles of characters as well', () => {
    const near = { ...PARAMETERS, of: 'characters' as const, shingle: 3 };
    assert.equal(pairs(['triangle inequality', 'triangle inequalities'], near).length, 1);
  });
});
