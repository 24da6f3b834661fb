/**
 * A 32-bit seed for the sampler that starts at `position` tokens of a run with `seed`: two samplers of one run never
 * share a stream, and the same run always gives the same ones (issue 8: "seeded from (seed, position)").
 * The mixing is the finaliser of MurmurHash3.
 */
export function deriveSeed(seed: number, position: number): number {
  let h = (seed ^ Math.imul(position + 1, 0x9e3779b1)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
