import { cosine, embeddedTexts } from '../models/vectors.js';
import { sharedWords } from '../text/python-text.js';
import type { EvaluationItem, Match } from './evaluation-item.js';

/** What a text of the pool is alike to, and how much. */
export interface EmbeddingMatch extends Match {
  readonly cosine: number;
}

/**
 * Texts of the pool that mean nearly what an evaluation item means, by the vectors of a model: the cosine after the mean
 * of all texts was taken off. Compares every text with every item.
 * @returns for each text its matches, in the order of the items; null: the model gives no vectors
 */
export async function embeddingMatches(
  texts: readonly string[],
  items: readonly EvaluationItem[],
  least: number,
  embed: (texts: readonly string[]) => Promise<readonly (readonly number[])[] | null>,
): Promise<EmbeddingMatch[][] | null> {
  const vectors = await embeddedTexts(
    embed,
    (async function* () {
      for (const { text } of items) yield text;
      yield* texts;
    })(),
  );
  if (vectors === null) return null;
  const theirs = vectors.slice(0, items.length);
  return texts.map((text, i) => {
    const vector = vectors[items.length + i];
    if (vector === undefined) return [];
    return theirs.flatMap((other, item) => {
      const likeness = cosine(vector, other);
      return likeness < least ? [] : [{ item, cosine: likeness, shared: sharedWords(text, items[item]?.text ?? '') }];
    });
  });
}
