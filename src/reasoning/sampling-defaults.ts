import type { ModelInfo, Sampling } from './engine.js';

/** Fixed, so that a question asked twice is answered the same; shown wherever a trace is. */
export const DEFAULT_SEED = 1;

type Recommended = Omit<Sampling, 'seed'>;

const GREEDY: Recommended = { temperature: 0, topK: 0, topP: 1, minP: 0 };

/** Recommendations of the model cards, first match wins. Matched against architecture, model name and file name. */
const FAMILIES: readonly { readonly family: RegExp; readonly sampling: Recommended }[] = [
  // The embedded model: its card (media/models/README.md).
  { family: /teaching/i, sampling: GREEDY },
  // s1: the paper decodes greedily (s1-facts section 6).
  { family: /\bs1(\.1)?[-_ ]/i, sampling: GREEDY },
  // DeepSeek-R1 and its distillations: "temperature 0.5-0.7 (0.6 is recommended)", top_p 0.95.
  { family: /deepseek|r1[-_ ]distill/i, sampling: { temperature: 0.6, topK: 0, topP: 0.95, minP: 0 } },
  // QwQ-32B: temperature 0.6, top_p 0.95, top_k 20-40. Qwen3 thinking: 0.6, 0.95, top_k 20, min_p 0.
  { family: /qwq|qwen3/i, sampling: { temperature: 0.6, topK: 20, topP: 0.95, minP: 0 } },
  // Qwen2.5: generation_config.json.
  { family: /qwen2/i, sampling: { temperature: 0.7, topK: 20, topP: 0.8, minP: 0 } },
  // gpt-oss: temperature 1.0, top_p 1.0.
  { family: /gpt-?oss/i, sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 } },
  // Magistral: temperature 0.7, top_p 0.95.
  { family: /magistral|mistral/i, sampling: { temperature: 0.7, topK: 0, topP: 0.95, minP: 0 } },
  // Gemma 3 and later: temperature 1.0, top_k 64, top_p 0.95.
  { family: /gemma/i, sampling: { temperature: 1, topK: 64, topP: 0.95, minP: 0 } },
  // SmolLM2: temperature 0.2, top_p 0.9; SmolLM3: 0.6, 0.95.
  { family: /smollm3/i, sampling: { temperature: 0.6, topK: 0, topP: 0.95, minP: 0 } },
  { family: /smollm/i, sampling: { temperature: 0.2, topK: 0, topP: 0.9, minP: 0 } },
  // Phi-4-reasoning: temperature 0.8, top_k 50, top_p 0.95.
  { family: /phi-?4/i, sampling: { temperature: 0.8, topK: 50, topP: 0.95, minP: 0 } },
];

/** Greedy decoding makes reasoning models repeat themselves (Qwen3's card), so an unknown model is sampled mildly. */
const UNKNOWN: Recommended = { temperature: 0.6, topK: 40, topP: 0.95, minP: 0 };

/** Sampling as the model's family recommends it, overridden by what the caller fixed. */
export function samplingFor(
  model: Pick<ModelInfo, 'architecture' | 'title' | 'name'>,
  fixed: Partial<Sampling> = {},
): Sampling {
  const names = [model.title ?? '', model.name, model.architecture];
  const recommended = FAMILIES.find(({ family }) => names.some((name) => family.test(name)))?.sampling ?? UNKNOWN;
  return { ...recommended, seed: DEFAULT_SEED, ...fixed };
}
