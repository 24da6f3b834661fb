import { setImmediate as nextTurn } from 'node:timers/promises';

/** Asks a model for vectors, one for each text; null: it gives none. */
export type Embed = (texts: readonly string[]) => Promise<readonly (readonly number[])[] | null>;

/** Vectors by a model: of the same length, their mean taken off, of length 1; null: the model gives none. */
export async function embeddedTexts(
  embed: Embed,
  texts: AsyncIterable<string>,
  signal: AbortSignal | undefined,
): Promise<Float32Array[] | null> {
  const vectors: Float32Array[] = [];
  let batch: string[] = [];
  const flush = async () => {
    signal?.throwIfAborted();
    const found = batch.length === 0 ? [] : await embed(batch);
    for (const vector of found ?? []) vectors.push(Float32Array.from(vector));
    batch = [];
    return found !== null;
  };
  for await (const text of texts) {
    batch.push(text);
    if (batch.length === BATCH && !(await flush())) return null;
  }
  return (await flush()) ? centred(vectors, signal) : null;
}

/** Texts of one request: small enough that a person who waits for the model waits a moment only. */
const BATCH = 16;
/** Vectors after which others have a turn: some milliseconds of work. */
const TURN = 1000;

/**
 * The hidden states of a generative model all point into one narrow cone (Ethayarajh, 2019, "How contextual are
 * contextualized word representations?"): cosines tell texts apart only after the mean is taken off.
 */
async function centred(vectors: Float32Array[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
  const size = vectors[0]?.length ?? 0;
  const mean = new Float64Array(size);
  for (const [n, vector] of vectors.entries()) {
    if (n % TURN === 0) await nextTurn(undefined, { signal });
    for (let i = 0; i < size; i++) mean[i] = (mean[i] ?? 0) + (vector[i] ?? 0);
  }
  const found: Float32Array[] = [];
  for (const [n, vector] of vectors.entries()) {
    if (n % TURN === 0) await nextTurn(undefined, { signal });
    const moved = vector.map((value, i) => value - (mean[i] ?? 0) / vectors.length);
    const length = Math.sqrt(cosine(moved, moved)) || 1;
    found.push(moved.map((value) => value / length));
  }
  return found;
}

/** Of vectors of length 1; of others the sum of products. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
