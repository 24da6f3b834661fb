import type { LlamaModel, Token } from 'node-llama-cpp';

/** Tokens of context for a measurement, and the most it decodes. */
const PROBE_CONTEXT = 256;
const PROBE_TOKENS = 128;
/** Tokens decoded before the clock starts: the first ones allocate. */
const WARM_UP = 2;

/**
 * Steps per second that `model` decodes with `threads` threads, `lanes` sequences in one batch, measured for about
 * `milliseconds`.
 */
export async function decodeSpeed(
  model: LlamaModel,
  threads: number,
  lanes: number,
  milliseconds: number,
): Promise<number> {
  const context = await model.createContext({ contextSize: PROBE_CONTEXT, sequences: lanes, threads });
  try {
    const first = (model.tokens.bos ?? model.tokens.eos ?? 0) as Token;
    const samplings = Array.from({ length: lanes }, () =>
      context.getSequence().evaluateWithMetadata([first], {}, { temperature: 0, yieldEogToken: true }),
    );
    const step = (): Promise<unknown> => Promise.all(samplings.map((sampling) => sampling.next()));
    for (let i = 0; i < WARM_UP; i++) await step();
    const start = performance.now();
    let decoded = 0;
    while (decoded < PROBE_TOKENS && (decoded < 2 || performance.now() - start < milliseconds)) {
      await step();
      decoded++;
    }
    const seconds = (performance.now() - start) / 1000;
    await Promise.all(samplings.map((sampling) => sampling.return()));
    return decoded / seconds;
  } finally {
    await context.dispose();
  }
}
