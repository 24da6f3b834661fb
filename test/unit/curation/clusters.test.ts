import assert from 'node:assert/strict';
import { sphericalKMeans } from '../../../src/curation/clusters.js';
import { randomOf } from '../../../src/curation/random.js';

/** A vector with all its weight on two terms, of length 1. */
const on = (term: number, other = term + 1) => ({
  terms: Uint32Array.of(term, other),
  weights: Float32Array.of(0.8, 0.6),
});
/** Three groups of ten that share no term, shuffled by their place. */
const VECTORS = Array.from({ length: 30 }, (_, i) => on(3 * (i % 3)));

describe('spherical k-means', () => {
  it('puts together what points the same way, and apart what does not', () => {
    const { clusters, centres } = sphericalKMeans(VECTORS, 9, 3, randomOf(1));
    for (const [i, cluster] of clusters.entries()) {
      for (const [j, other] of clusters.entries()) assert.equal(cluster === other, i % 3 === j % 3);
    }
    for (const centre of centres) assert.ok(Math.abs(Math.hypot(...centre) - 1) < 1e-6);
  });

  it('gives the same clusters for the same seed', () => {
    const random = randomOf(9);
    const vectors = Array.from({ length: 60 }, () => on(Math.floor(random() * 20), 20 + Math.floor(random() * 5)));
    const once = sphericalKMeans(vectors, 25, 6, randomOf(4)).clusters;
    assert.deepEqual(sphericalKMeans(vectors, 25, 6, randomOf(4)).clusters, once);
  });

  it('makes no more clusters than there are texts, and places a text without words', () => {
    const empty = { terms: new Uint32Array(0), weights: new Float32Array(0) };
    const { clusters, centres } = sphericalKMeans([on(0), empty], 4, 10, randomOf(1));
    assert.ok(centres.length <= 2);
    assert.ok([...clusters].every((cluster) => cluster >= 0 && cluster < centres.length));
  });
});
