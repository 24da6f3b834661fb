import type { LlamaModel, Token } from 'node-llama-cpp';

/** Tokens of context for a measurement, and the most it decodes. */
const PROBE_CONTEXT = 256;
const PROBE_TOKENS = 128;
/** Tokens decoded before the clock starts: the first ones allocate. */
const WARM_UP = 2;

/** Tokens per second that `model` decodes one by one with `threads` threads, measured for about `milliseconds`. */
export async function decodeSpeed(model: LlamaModel, threads: number, milliseconds: number): Promise<number> {
  const context = await model.createContext({ contextSize: PROBE_CONTEXT, sequences: 1, threads });
  try {
    const sequence = context.getSequence();
    const first = (model.tokens.bos ?? model.tokens.eos ?? 0) as Token;
    const steps = sequence.evaluateWithMetadata([first], {}, { temperature: 0, yieldEogToken: true });
    for (let i = 0; i < WARM_UP; i++) await steps.next();
    const start = performance.now();
    let decoded = 0;
    while (decoded < PROBE_TOKENS && (decoded < 2 || performance.now() - start < milliseconds)) {
      await steps.next();
      decoded++;
    }
    const seconds = (performance.now() - start) / 1000;
    await steps.return();
    return decoded / seconds;
  } finally {
    await context.dispose();
  }
}
