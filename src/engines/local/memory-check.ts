import { GgmlType, type GgufInsights } from 'node-llama-cpp';
import { CONTEXT_STEP, planContext, type ContextShape } from './memory.js';
import type { LocalEngineOptions } from './options.js';
import type { Runtime } from './runtime.js';

/** The most sequences of a context in llama.cpp (LLAMA_MAX_SEQ). */
const MOST_SEQUENCES = 256;

/** Context size assumed for models that do not say what they were trained for. */
const UNKNOWN_TRAIN_CONTEXT = 4096;

/** At least one more than a sequence may hold, for the place that the native library keeps free; llama.cpp rounds up. */
export function nativeContextSize(shape: Pick<ContextShape, 'contextSize'>): number {
  return Math.ceil((shape.contextSize + 1) / CONTEXT_STEP) * CONTEXT_STEP;
}

/** Type of the attention cache, as node-llama-cpp names it. */
export function cacheType(kvType: LocalEngineOptions['kvType']): GgmlType {
  return kvType === 'q8_0' ? GgmlType.Q8_0 : GgmlType.F16;
}

/** Bytes of memory for a context with `gpuLayers` layers on the graphics device: there if any, else in main memory. */
export async function contextBytes(
  insights: GgufInsights,
  shape: ContextShape,
  gpuLayers: number,
  kvType: LocalEngineOptions['kvType'],
): Promise<number> {
  const type = cacheType(kvType);
  const needed = await insights.estimateContextResourceRequirementsV2({
    contextSize: nativeContextSize(shape),
    sequences: shape.sequences,
    swaFullCache: shape.swaFullCache,
    modelGpuLayers: gpuLayers,
    kvCacheKeyType: type,
    kvCacheValueType: type,
    ...(kvType === 'q8_0' && { flashAttention: true }),
  });
  return gpuLayers > 0 ? needed.gpuVram : needed.cpuRam;
}

/**
 * The context to create for a model whose weights are still to be loaded (`weights` bytes) or are loaded (0).
 * @throws EngineError "out-of-memory".
 */
export async function planFor(
  insights: GgufInsights,
  runtime: Runtime,
  options: LocalEngineOptions,
  gpuLayers: number,
  weights: number,
): Promise<ContextShape> {
  const { free } = await (gpuLayers > 0 ? runtime.llama.getVramState() : runtime.llama.getRamState());
  return planContext({
    contextSize: options.contextSize ?? null,
    sequences: typeof options.sequences !== 'number' ? null : Math.max(1, Math.min(options.sequences, MOST_SEQUENCES)),
    trainContextSize: insights.trainContextSize ?? UNKNOWN_TRAIN_CONTEXT,
    free,
    weights,
    swaFullCache: insights.swaSize === undefined ? false : (options.fullWindowCache ?? null),
    estimate: (shape) => contextBytes(insights, shape, gpuLayers, options.kvType),
  });
}
