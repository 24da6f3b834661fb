import { setImmediate as nextTurn } from 'node:timers/promises';
import { cosine, embeddedTexts, type Embed } from '../models/vectors.js';
import { sharedWords } from '../text/python-text.js';
import { ClosestItems } from './closest-items.js';
import type { EvaluationItem, Matches } from './evaluation-item.js';

/**
 * Texts of the pool that mean nearly what an evaluation item means, by the vectors of a model: the cosine after the mean
 * of all texts was taken off. Compares every text with every item, and lets others have a turn after each text.
 * @param least the least cosine of a match
 * @returns what each text matches; null: the model gives no vectors
 */
export async function embeddingMatches(
  texts: readonly string[],
  items: readonly EvaluationItem[],
  least: number,
  embed: Embed,
  signal: AbortSignal | undefined,
): Promise<Matches[] | null> {
  const vectors = await embeddedTexts(
    embed,
    (async function* () {
      for (const { text } of items) yield text;
      yield* texts;
    })(),
    signal,
  );
  if (vectors === null) return null;
  const theirs = vectors.slice(0, items.length);
  const ours = vectors.slice(items.length);
  const found: Matches[] = [];
  for (const [i, text] of texts.entries()) {
    await nextTurn(undefined, { signal });
    const closest = new ClosestItems(items);
    const vector = ours[i];
    if (vector === undefined) throw new Error('the model gave fewer vectors than texts');
    for (const [item, other] of theirs.entries()) {
      const likeness = cosine(vector, other);
      if (likeness >= least) closest.add(item, likeness);
    }
    found.push(closest.matches((item) => sharedWords(text, items[item]?.text ?? '')));
  }
  return found;
}
