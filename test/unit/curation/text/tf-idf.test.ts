import assert from 'node:assert/strict';
import { groupKeywords, keywordsOf, TfIdf } from '../../../../src/curation/text/tf-idf.js';

describe('tf-idf', () => {
  it('sees words of two letters at least, without the commonest and without typesetting', () => {
    assert.deepEqual(keywordsOf('What is the \\frac{area}{2} of a Triangle x?'), ['area', 'triangle']);
  });

  it('cuts Chinese into words', () => {
    assert.ok(keywordsOf('三角形的面积是多少').includes('三角形'));
  });

  it('weighs a word by its count and by how few texts have it, and gives vectors of length 1', () => {
    const index = new TfIdf();
    for (const text of [
      'prime prime circle',
      'prime circle angle',
      'circle angle',
      'angle vector',
      'vector',
      'matrix',
    ]) {
      index.add(text);
    }
    const { vocabulary, vectors } = index.vectors(100);
    // "matrix" stands in one text only; no word stands in more than half of them.
    assert.deepEqual([...vocabulary].sort(), ['angle', 'circle', 'prime', 'vector']);
    const first = vectors[0]!;
    const weight = (word: string) => first.weights[first.terms.indexOf(vocabulary.indexOf(word))]!;
    const idf = (documents: number) => Math.log(7 / (1 + documents)) + 1;
    assert.ok(Math.abs(weight('prime') / weight('circle') - (2 * idf(2)) / idf(3)) < 1e-6);
    assert.ok(Math.abs(Math.hypot(...first.weights) - 1) < 1e-6);
    assert.equal(vectors[5]!.terms.length, 0);
  });

  it('keeps the words of most texts where the vocabulary is small', () => {
    const index = new TfIdf();
    for (const text of ['aa bb', 'aa bb', 'aa cc', 'cc', 'dd', 'ee', 'ff', 'gg']) index.add(text);
    assert.deepEqual(index.vectors(1).vocabulary, ['aa']);
  });

  it('names groups by what tells them from the others', () => {
    const words = groupKeywords(
      [
        ['a', 'triangle angle number sum'],
        ['a', 'triangle angle'],
        ['b', 'lens light angle'],
      ],
      2,
    );
    assert.deepEqual(words.get('a'), ['triangle', 'angle']);
    assert.deepEqual(words.get('b'), ['lens', 'light']);
  });
});
