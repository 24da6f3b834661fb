import { GgufInsights } from 'node-llama-cpp';
import { needsCheckpoints } from './load.js';
import { contextBytes } from './memory-check.js';
import { chatTemplateOf, checkComplete, openModelFile } from './model-file.js';
import type { EngineLog } from './options.js';
import { startRuntime } from './runtime.js';

/** Context sizes for which the memory need is told. */
const SIZES = [2048, 4096, 8192, 16_384, 32_768];

/** A model as its file describes it, without loading the weights. */
export interface ModelDescription {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly architecture: string;
  readonly title?: string;
  readonly parameters: number;
  readonly trainContextSize: number;
  readonly chatTemplate?: string;
  readonly needsCheckpoints: boolean;
  /** Bytes of main memory for weights plus one sequence of this many tokens, on the processor. */
  readonly memory: readonly { readonly contextSize: number; readonly bytes: number }[];
  /** Whether the vocabulary has a token spelled like this. */
  hasToken(text: string): boolean;
}

/**
 * Reads what a GGUF file says about itself.
 * @throws EngineError as `loadLocalEngine` does for bad files.
 */
export async function describeModel(path: string, log?: EngineLog): Promise<ModelDescription> {
  const file = await openModelFile(path);
  const { llama } = await startRuntime('cpu', log);
  const insights = await GgufInsights.from(file.info, llama);
  checkComplete(file, insights);
  const weights = (await insights.estimateModelResourceRequirementsV2({ gpuLayers: 0 })).cpuRam;
  const trainContextSize = insights.trainContextSize ?? 0;
  const sizes = SIZES.filter((size) => size < trainContextSize);
  if (trainContextSize <= (SIZES.at(-1) ?? 0)) sizes.push(trainContextSize);
  const memory: { contextSize: number; bytes: number }[] = [];
  for (const contextSize of sizes) {
    const shape = { contextSize, sequences: 1, swaFullCache: false };
    memory.push({ contextSize, bytes: weights + (await contextBytes(insights, shape, 0, 'f16')) });
  }
  const vocabulary = new Set<string>(file.info.metadata.tokenizer.ggml.tokens);
  const title = file.info.metadata.general.name;
  const chatTemplate = chatTemplateOf(file);
  return {
    path,
    name: file.name,
    bytes: file.bytes,
    architecture: file.info.metadata.general.architecture,
    ...(title !== undefined && { title }),
    parameters: insights.totalParameters,
    trainContextSize,
    ...(chatTemplate !== undefined && { chatTemplate }),
    needsCheckpoints: needsCheckpoints(insights, false),
    memory,
    hasToken: (text) => vocabulary.has(text),
  };
}
