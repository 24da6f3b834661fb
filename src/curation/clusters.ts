import type { SparseVector } from './text/tf-idf.js';

/**
 * Spherical k-means (Dhillon and Modha, 2001) with k-means++ seeding: texts go to the centre with the largest cosine,
 * centres are the normalised sums of their texts. The same seed gives the same clusters.
 * @param vectors of length 1; an empty one, a text without known words, goes to cluster 0
 * @returns the cluster of each vector, and the centres, one row of `size` weights each
 */
export function sphericalKMeans(
  vectors: readonly SparseVector[],
  size: number,
  k: number,
  random: () => number,
  rounds = 20,
): { readonly clusters: Int32Array; readonly centres: readonly Float32Array[] } {
  let centres = seeded(vectors, size, Math.min(k, vectors.length), random);
  const clusters = new Int32Array(vectors.length).fill(-1);
  for (let round = 0; round < rounds; round++) {
    let moved = 0;
    for (const [i, vector] of vectors.entries()) {
      const best = nearest(vector, centres);
      if (best !== clusters[i]) moved += 1;
      clusters[i] = best;
    }
    if (moved === 0) break;
    centres = centresOf(vectors, clusters, centres);
  }
  return { clusters, centres };
}

function seeded(vectors: readonly SparseVector[], size: number, k: number, random: () => number): Float32Array[] {
  const centres: Float32Array[] = [];
  const distances = new Float64Array(vectors.length).fill(1);
  while (centres.length < k) {
    const total = distances.reduce((sum, distance) => sum + distance, 0);
    let left = random() * total;
    let chosen = distances.findIndex((distance) => (left -= distance) < 0);
    if (chosen < 0) chosen = vectors.length - 1;
    const vector = vectors[chosen];
    if (vector === undefined) break;
    const centre = dense(vector, size);
    centres.push(centre);
    for (const [i, other] of vectors.entries()) {
      const distance = Math.max(0, 1 - cosine(other, centre)) ** 2;
      distances[i] = Math.min(distances[i] ?? 0, distance);
    }
  }
  return centres;
}

function dense({ terms, weights }: SparseVector, size: number): Float32Array {
  const centre = new Float32Array(size);
  for (const [i, term] of terms.entries()) centre[term] = weights[i] ?? 0;
  return centre;
}

function cosine({ terms, weights }: SparseVector, centre: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < terms.length; i++) sum += (weights[i] ?? 0) * (centre[terms[i] ?? 0] ?? 0);
  return sum;
}

function nearest(vector: SparseVector, centres: readonly Float32Array[]): number {
  let best = 0;
  let most = -Infinity;
  for (const [i, centre] of centres.entries()) {
    const likeness = cosine(vector, centre);
    if (likeness > most) [best, most] = [i, likeness];
  }
  return best;
}

/** A cluster that has lost all its texts keeps its centre. */
function centresOf(
  vectors: readonly SparseVector[],
  clusters: Int32Array,
  old: readonly Float32Array[],
): Float32Array[] {
  const sums = old.map((centre) => new Float32Array(centre.length));
  for (const [i, { terms, weights }] of vectors.entries()) {
    const sum = sums[clusters[i] ?? 0];
    if (sum === undefined) continue;
    for (const [j, term] of terms.entries()) sum[term] = (sum[term] ?? 0) + (weights[j] ?? 0);
  }
  return sums.map((sum, i) => {
    const length = Math.sqrt(sum.reduce((total, weight) => total + weight * weight, 0));
    return length === 0 ? (old[i] ?? sum) : sum.map((weight) => weight / length);
  });
}
