import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AlikeGroups, NearDuplicates } from '../../../src/curation/near-duplicates.js';
import { jaccard, shingles, type MinHashParameters } from '../../../src/curation/text/minhash.js';

const PARAMETERS: MinHashParameters = { of: 'words', shingle: 2, bands: 32, rows: 4, threshold: 0.5, seed: 1 };

function later(texts: readonly string[], parameters = PARAMETERS) {
  const finder = new NearDuplicates(parameters);
  for (const text of texts) finder.add(text);
  return [...finder.groups().later()];
}

describe('near-duplicates by MinHash', () => {
  const words = (n: number, name = 'w') => Array.from({ length: n }, (_, i) => `${name}${i}`);

  it('finds a text with one word changed, and tells the exact similarity', () => {
    const text = words(21);
    const edited = text.with(10, 'other');
    // 20 shingles each, 18 of them in both.
    assert.deepEqual(later([text.join(' '), words(21, 'x').join(' '), edited.join(' ')]), [
      { text: 2, kept: 0, by: { first: 0, second: 2, jaccard: 18 / 22 } },
    ]);
  });

  it('ties no texts that are less alike than asked, and all equal ones', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 12 }).map((w) => w.join(' '));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), (texts) => {
        const found = later(texts);
        for (const { text, kept, by } of found) {
          const sets = [by.first, by.second].map((at) => shingles(texts[at]!, PARAMETERS));
          assert.ok(kept < text && by.first < by.second && (by.first === text || by.second === text));
          assert.ok(jaccard(sets[0]!, sets[1]!) === by.jaccard && by.jaccard >= 0.5);
        }
        const gone = new Set(found.map(({ text }) => text));
        for (const [i, text] of texts.entries()) if (text !== '' && texts.indexOf(text) < i) assert.ok(gone.has(i));
      }),
    );
  });

  it('takes texts for equal that differ in case and white space, and ties none without words', () => {
    assert.deepEqual(
      later(['Same text', 'same  TEXT', '', ' ', 'one', 'one']).map(({ text, kept }) => [text, kept]),
      [
        [1, 0],
        [5, 4],
      ],
    );
  });

  it('knows sets by their exact Jaccard similarity', () => {
    const [a, b] = [Uint32Array.of(1, 2, 3), Uint32Array.of(2, 3, 4, 5)];
    assert.equal(jaccard(a, b), 2 / 5);
    assert.equal(jaccard(new Uint32Array(0), new Uint32Array(0)), 0);
  });

  it('keeps the first of a group that is tied together by others, and the closest tie of each', () => {
    const groups = new AlikeGroups(7);
    const ties = [
      [1, 4, 0.8],
      [2, 4, 0.9],
      [5, 6, 0.7],
    ] as const;
    for (const [first, second, likeness] of ties) groups.tie({ first, second, jaccard: likeness });
    assert.ok(groups.areTied(1, 2) && !groups.areTied(4, 5));
    assert.deepEqual(
      Array.from(groups.later(), ({ text, kept, by }) => [text, kept, by.jaccard]),
      [
        [2, 1, 0.9],
        [4, 1, 0.9],
        [6, 5, 0.7],
      ],
    );
  });

  it('ties versions of one text through one another, where the bands miss most pairs of them', () => {
    const text = words(60);
    const versions = [5, 15, 25, 35, 45, 55].map((at) => text.with(at, 'other').join(' '));
    // One band of 12 rows finds a pair of similarity s with probability s^12: here about a quarter of the 15 pairs.
    const kept = later(versions, { ...PARAMETERS, bands: 1, rows: 12 });
    const sizes = new Map<number, number>();
    for (const { kept: first } of kept) sizes.set(first, (sizes.get(first) ?? 1) + 1);
    assert.ok([...sizes.values()].some((size) => size > 2));
  });

  it('takes a pool that is one text over and over', () => {
    const text = words(12).join(' ');
    assert.equal(later(Array.from({ length: 8000 }, () => text)).length, 7999);
  });

  it('makes shingles of characters as well', () => {
    const near = { ...PARAMETERS, of: 'characters' as const, shingle: 3 };
    assert.equal(later(['triangle inequality', 'triangle inequalities'], near).length, 1);
  });
});
