import type { Method } from './method.js';
import { sampling } from './samples.js';

/**
 * Best of n: the sample of which the model was most confident, by the geometric mean of the probabilities of all tokens
 * it drew. Of equals the first.
 */
export function bestOfN(n: number, width?: number): Method {
  return sampling(n, width, (samples) => {
    const weights = samples.map(({ sequence }) => sequence.confidenceSince({ logProbability: 0, drawn: 0 }));
    return { weights, chosen: weights.indexOf(Math.max(...weights)) };
  });
}
