import type { LlamaModel } from 'node-llama-cpp';

/** A text counts up to here: a question's subject shows in its first lines, and long ones cost the square. */
const MOST_TOKENS = 512;
/** node-llama-cpp puts up to two tokens around every text, and takes only what leaves one place of the context free. */
const ROOM = 3;

interface EmbeddingSettings {
  readonly trainContextSize: number;
  readonly threads: number;
}

/**
 * Embeds texts in a context of their own, which is gone afterwards. A generative model gives the hidden state at the
 * last token (or what its file's pooling says).
 * @returns null where the model gives none
 */
export async function embedTexts(
  model: LlamaModel,
  { trainContextSize, threads }: EmbeddingSettings,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<readonly (readonly number[])[] | null> {
  const most = Math.min(MOST_TOKENS, trainContextSize - ROOM);
  let context;
  try {
    context = await model.createEmbeddingContext({ contextSize: most + ROOM, batchSize: most + ROOM, threads });
  } catch {
    signal?.throwIfAborted();
    return null; // no embeddings from this architecture (encoder and decoder), or no memory for a second context
  }
  try {
    const vectors: (readonly number[])[] = [];
    for (const text of texts) {
      signal?.throwIfAborted();
      const tokens = model.tokenize(text, false).slice(0, most);
      const { vector } = await context.getEmbeddingFor(tokens.length === 0 ? model.tokenize(' ', false) : tokens);
      if (vector.length === 0 || !vector.every(Number.isFinite)) return null;
      vectors.push(vector);
    }
    return vectors;
  } finally {
    await context.dispose();
  }
}
