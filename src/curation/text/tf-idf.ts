/**
 * Words as keywords and clusters see them: letters only, in small letters, two at least. LaTeX commands count as words
 * (\triangle says much of a question's domain), except those that only set type.
 */
const WORD = /\p{L}{2,}/gu;
const TYPESETTING = new Set(
  'frac dfrac tfrac left right text mathrm mathbf mathbb mathcal textbf textit begin end cdot ldots dots cdots quad qquad le ge leq geq neq ne times displaystyle operatorname boxed overline bar hat underline array cases align aligned hline bmod pmod pm mp to in cm km'.split(
    ' ',
  ),
);
/** The English words that say least, after the frequencies of any English text. */
const COMMON = new Set(
  'the of and to in is that for it as with be on at by this an are from or if let then we which has have what find how many all each there not its such can was will one two three when their than where he she they his her you your does do were been more most no only some any other into out up so but if given following determine prove show number value'.split(
    ' ',
  ),
);

/** Chinese and Japanese have no spaces between words: ICU's dictionary finds them. */
const HAN_OR_KANA = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const SEGMENTER = new Intl.Segmenter('zh', { granularity: 'word' });

function segmented(word: string): string[] {
  if (!HAN_OR_KANA.test(word)) return [word];
  return Array.from(SEGMENTER.segment(word), ({ segment }) => segment).filter((segment) => segment.length >= 2);
}

export function keywordsOf(text: string): string[] {
  const words = (text.toLowerCase().match(WORD) ?? []).flatMap(segmented);
  return words.filter((word) => !COMMON.has(word) && !TYPESETTING.has(word));
}

/** A text as weights on words of the vocabulary, of length 1. */
export interface SparseVector {
  readonly terms: Uint32Array;
  readonly weights: Float32Array;
}

/** tf-idf with smoothed idf, ln((1 + N) / (1 + df)) + 1, and unit length, as scikit-learn's TfidfVectorizer has it. */
export class TfIdf {
  readonly #documents: Map<string, number>[] = [];
  readonly #frequency = new Map<string, number>();

  add(text: string): void {
    const counts = new Map<string, number>();
    for (const word of keywordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const word of counts.keys()) this.#frequency.set(word, (this.#frequency.get(word) ?? 0) + 1);
    this.#documents.push(counts);
  }

  /**
   * @param size at most so many words, those in most documents; words of a single document and of more than half of
   * them tell nothing apart
   */
  vectors(size: number): { readonly vocabulary: readonly string[]; readonly vectors: readonly SparseVector[] } {
    const total = this.#documents.length;
    const vocabulary = [...this.#frequency]
      .filter(([, documents]) => documents > 1 && documents <= total / 2)
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, size)
      .map(([word]) => word);
    const ids = new Map(vocabulary.map((word, id) => [word, id]));
    const idf = vocabulary.map((word) => Math.log((1 + total) / (1 + (this.#frequency.get(word) ?? 0))) + 1);
    const vectors = this.#documents.map((counts) => {
      const pairs = [...counts].flatMap(([word, count]): [number, number][] => {
        const id = ids.get(word);
        return id === undefined ? [] : [[id, count * (idf[id] ?? 0)]];
      });
      const length = Math.hypot(...pairs.map(([, weight]) => weight)) || 1;
      return {
        terms: Uint32Array.from(pairs, ([id]) => id),
        weights: Float32Array.from(pairs, ([, weight]) => weight / length),
      };
    });
    return { vocabulary, vectors };
  }
}

/**
 * The words that tell each group from the others: all texts of a group are one document of tf-idf.
 * @returns group → at most `most` words, the most telling first
 */
export function groupKeywords(
  texts: Iterable<readonly [group: string, text: string]>,
  most: number,
): Map<string, string[]> {
  const groups = new Map<string, Map<string, number>>();
  for (const [group, text] of texts) {
    let counts = groups.get(group);
    if (counts === undefined) groups.set(group, (counts = new Map<string, number>()));
    for (const word of keywordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const frequency = new Map<string, number>();
  for (const counts of groups.values()) {
    for (const word of counts.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  const idf = (word: string) => Math.log((1 + groups.size) / (1 + (frequency.get(word) ?? 0))) + 1;
  return new Map(
    Array.from(groups, ([group, counts]) => {
      const ranked = [...counts].sort(([a, m], [b, n]) => n * idf(b) - m * idf(a) || (a < b ? -1 : 1));
      return [group, ranked.slice(0, most).map(([word]) => word)];
    }),
  );
}
