import {
  getModuleVersion,
  GgufInsights,
  InsufficientMemoryError,
  type LlamaContext,
  type LlamaModel,
} from 'node-llama-cpp';
import type { ModelInfo } from '../../reasoning/engine.js';
import { EngineError, textOf } from './errors.js';
import { LocalEngine } from './local-engine.js';
import type { ContextShape } from './memory.js';
import { cacheType, nativeContextSize, planFor } from './memory-check.js';
import { chatTemplateOf, checkComplete, openModelFile, type ModelFile } from './model-file.js';
import { hashFiles } from './model-hash.js';
import type { LoadPhase, LocalEngineOptions } from './options.js';
import { startRuntime, type Runtime } from './runtime.js';
import { SequencePool } from './sequence-pool.js';
import { StateFolder } from './state-files.js';
import { decodeSpeed } from './thread-probe.js';
import { bestThreads } from './threads.js';

/** Tokens fed in one piece: small enough that a person can stop a long prompt on a processor within a moment. */
const PIECE_ON_CPU = 128;
const PIECE_ON_GPU = 512;

/** How far a context may exceed what the model was trained for: rope scaling reaches that far, nothing reaches further. */
const LARGEST_STRETCH = 4;
/** Values that share a scale in the format q8_0. */
const Q8_BLOCK = 32;

/** Sequences decoded together in the measurement of threads, at most. */
const MOST_PROBED_LANES = 8;

interface Attention {
  readonly attention?: { readonly key_length?: unknown; readonly value_length?: unknown };
}

/**
 * Loads a model.
 * @throws EngineError for each way in which the file, the memory or the machine stands in the way.
 */
export async function loadLocalEngine(options: LocalEngineOptions): Promise<LocalEngine> {
  const { signal, log } = options;
  const file = await openModelFile(options.path, signal);
  const report = (phase: LoadPhase['phase'], fraction: number): void =>
    options.onProgress?.({ phase, fraction, bytes: file.bytes });
  report('checking', 0);

  const runtime = await startRuntime(options.gpu ?? 'auto', log);
  const insights = await GgufInsights.from(file.info, runtime.llama);
  checkComplete(file, insights);
  checkSettings(file, insights, options);
  if (runtime.device === 'cpu') {
    const { cpuRam } = await insights.estimateModelResourceRequirementsV2({ gpuLayers: 0 });
    await planFor(insights, runtime, options, 0, cpuRam); // before the weights: to fail early, or not at all
  }
  const sha256 = await hashFiles(file.paths, options.cacheFolder, (done) => report('checking', done), signal);
  const version = await engineVersion(runtime);

  const model = await loadModel(file, runtime, options, (done) => report('reading', done));
  try {
    const threads = await chooseThreads(model, runtime, options, sha256, version, report);
    signal?.throwIfAborted();
    const shape = await planFor(insights, runtime, options, model.gpuLayers, 0);
    const context = await createContext(file, model, shape, threads, options);
    const info = describe(file, insights, runtime, model, shape, context, sha256, threads);
    for (const line of oddities(info, options)) log?.('warn', line);
    await StateFolder.sweep();
    const piece = model.gpuLayers > 0 ? PIECE_ON_GPU : PIECE_ON_CPU;
    return new LocalEngine(
      version,
      info,
      model,
      new SequencePool(context, new StateFolder(), shape.contextSize, piece),
    );
  } catch (error) {
    await model.dispose();
    throw error;
  }
}

/** @throws EngineError "bad-setting" for what no amount of memory would make work. */
function checkSettings(file: ModelFile, insights: GgufInsights, options: LocalEngineOptions): void {
  const trained = insights.trainContextSize;
  const { contextSize, kvType } = options;
  if (trained !== undefined && (contextSize ?? 0) > trained * LARGEST_STRETCH) {
    throw new EngineError(
      'bad-setting',
      `A context of ${String(contextSize)} tokens is far more than the ${trained} that ${file.name} was trained for: set thinkHarder.contextSize to ${trained} or less.`,
    );
  }
  const { key_length: keySize, value_length: valueSize } =
    (file.info.architectureMetadata as Attention).attention ?? {};
  const unsuitable = [keySize, valueSize].some((size) => typeof size === 'number' && size % Q8_BLOCK !== 0);
  if (kvType === 'q8_0' && unsuitable) {
    throw new EngineError(
      'bad-setting',
      `${file.name} cannot keep its attention cache as q8_0: set thinkHarder.kvType to "f16".`,
      { cause: `heads of ${String(keySize)} and ${String(valueSize)} are not multiples of ${Q8_BLOCK}` },
    );
  }
}

/** Whether going back needs a checkpoint: recurrent and hybrid models, sliding windows without their whole cache. */
export function needsCheckpoints(insights: GgufInsights, swaFullCache: boolean): boolean {
  return insights.isRecurrent || insights.isHybrid || (insights.swaSize !== undefined && !swaFullCache);
}

async function engineVersion(runtime: Runtime): Promise<string> {
  return `node-llama-cpp ${await getModuleVersion()} (llama.cpp ${runtime.llama.llamaCppRelease.release})`;
}

async function loadModel(
  file: ModelFile,
  runtime: Runtime,
  options: LocalEngineOptions,
  onProgress: (fraction: number) => void,
): Promise<LlamaModel> {
  const { signal } = options;
  try {
    return await runtime.llama.loadModel({
      modelPath: options.path,
      gpuLayers: runtime.device === 'cpu' ? 0 : (options.gpuLayers ?? fittingLayers(options)),
      onLoadProgress: onProgress,
      ...(signal && { loadSignal: signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof InsufficientMemoryError) {
      throw new EngineError(
        'out-of-memory',
        `${file.name} does not fit into memory: choose a smaller model, put fewer layers on the graphics device (thinkHarder.gpuLayers), or close other programs.`,
        { cause: error },
      );
    }
    throw new EngineError(
      'model-unsupported',
      `${file.name} could not be loaded (${textOf(error)}): download it again or choose another model.`,
      { cause: error },
    );
  }
}

/** As many layers as fit beside the context that was asked for. */
function fittingLayers(options: LocalEngineOptions): 'auto' | { fitContext: { contextSize: number } } {
  const { contextSize } = options;
  return contextSize === undefined || contextSize === null ? 'auto' : { fitContext: { contextSize } };
}

/** The threads asked for, within reason, or the best by measurement. */
async function chooseThreads(
  model: LlamaModel,
  runtime: Runtime,
  options: LocalEngineOptions,
  sha256: string,
  version: string,
  report: (phase: 'measuring', fraction: number) => void,
): Promise<number> {
  const { cores, device } = runtime;
  if (typeof options.threads === 'number') return Math.max(1, Math.min(options.threads, cores));
  // Who asks for many sequences decodes many at once, and such batches use more threads well.
  const lanes = Math.max(1, Math.min(options.sequences ?? 1, MOST_PROBED_LANES));
  const setting = `${version}|${device}|${lanes}`;
  return bestThreads(sha256, cores, setting, options.cacheFolder, (count, time) => {
    report('measuring', (count - 1) / cores);
    return decodeSpeed(model, count, lanes, time);
  });
}

async function createContext(
  file: ModelFile,
  model: LlamaModel,
  shape: ContextShape,
  threads: number,
  options: LocalEngineOptions,
): Promise<LlamaContext> {
  const type = cacheType(options.kvType);
  try {
    return await model.createContext({
      contextSize: nativeContextSize(shape),
      sequences: shape.sequences,
      swaFullCache: shape.swaFullCache,
      threads,
      experimentalKvCacheKeyType: type,
      experimentalKvCacheValueType: type,
      ...(options.kvType === 'q8_0' && { flashAttention: true }), // a quantised value cache needs it
      failedCreationRemedy: false, // a context smaller than planned would surprise the user later
      ...(options.signal && { createSignal: options.signal }),
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new EngineError(
      'out-of-memory',
      `No memory for a context of ${shape.contextSize} tokens for ${file.name}: set thinkHarder.contextSize to ${Math.max(256, Math.floor(shape.contextSize / 2))} or less, or close other programs.`,
      { cause: error },
    );
  }
}

function describe(
  file: ModelFile,
  insights: GgufInsights,
  runtime: Runtime,
  model: LlamaModel,
  shape: ContextShape,
  context: LlamaContext,
  sha256: string,
  threads: number,
): ModelInfo {
  const { name: title, architecture } = file.info.metadata.general;
  const chatTemplate = chatTemplateOf(file);
  const { bosString, eosString, shouldPrependBosToken } = model.tokens;
  return {
    name: file.name,
    sha256,
    architecture,
    ...(title !== undefined && { title }),
    bytes: file.bytes,
    parameters: insights.totalParameters,
    contextSize: Math.min(shape.contextSize, context.contextSize - 1),
    trainContextSize: model.trainContextSize,
    ...(chatTemplate !== undefined && { chatTemplate }),
    ...(bosString !== null && { bosText: bosString }),
    ...(eosString !== null && { eosText: eosString }),
    addBos: shouldPrependBosToken,
    device: model.gpuLayers > 0 ? runtime.device : 'cpu',
    gpuLayers: model.gpuLayers,
    threads,
    needsCheckpoints: needsCheckpoints(insights, shape.swaFullCache),
    sequences: context.totalSequences,
  };
}

/** Things worth a line in the log, though not an error. */
function oddities(info: ModelInfo, options: LocalEngineOptions): string[] {
  const lines: string[] = [];
  if (info.chatTemplate === undefined) lines.push(`${info.name} holds no chat template.`);
  if (info.contextSize > info.trainContextSize) {
    lines.push(
      `A context of ${info.contextSize} tokens is more than the ${info.trainContextSize} ${info.name} was trained for.`,
    );
  }
  if ((options.threads ?? 0) > info.threads) {
    lines.push(`${options.threads} threads were asked for, this machine has ${info.threads} cores.`);
  }
  return lines;
}
