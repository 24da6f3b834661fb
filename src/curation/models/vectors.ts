/** Vectors by a model: of the same length, their mean taken off, of length 1; null: the model gives none. */
export async function embeddedTexts(
  embed: (texts: readonly string[]) => Promise<readonly (readonly number[])[] | null>,
  texts: AsyncIterable<string>,
): Promise<Float32Array[] | null> {
  const vectors: Float32Array[] = [];
  let batch: string[] = [];
  const flush = async () => {
    const found = batch.length === 0 ? [] : await embed(batch);
    for (const vector of found ?? []) vectors.push(Float32Array.from(vector));
    batch = [];
    return found !== null;
  };
  for await (const text of texts) {
    batch.push(text);
    if (batch.length === BATCH && !(await flush())) return null;
  }
  return (await flush()) ? centred(vectors) : null;
}

/** Texts of one request: small enough that a person who waits for the model waits a moment only. */
const BATCH = 16;

/**
 * The hidden states of a generative model all point into one narrow cone (Ethayarajh, 2019, "How contextual are
 * contextualized word representations?"): cosines tell texts apart only after the mean is taken off.
 */
function centred(vectors: Float32Array[]): Float32Array[] {
  const size = vectors[0]?.length ?? 0;
  const mean = new Float64Array(size);
  for (const vector of vectors) for (let i = 0; i < size; i++) mean[i] = (mean[i] ?? 0) + (vector[i] ?? 0);
  return vectors.map((vector) => {
    const moved = vector.map((value, i) => value - (mean[i] ?? 0) / vectors.length);
    const length = Math.hypot(...moved) || 1;
    return moved.map((value) => value / length);
  });
}

export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
