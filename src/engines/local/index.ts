/** The engine over node-llama-cpp. */
export { describeModel, type ModelDescription } from './describe.js';
export { EngineError, type EngineErrorKind } from './errors.js';
export { loadLocalEngine } from './load.js';
export { LocalEngine } from './local-engine.js';
export { LocalSequence } from './local-sequence.js';
export { LocalTokenizer } from './tokenizer.js';
export {
  LARGEST_DEFAULT_CONTEXT,
  type EngineLog,
  type GpuChoice,
  type LoadPhase,
  type LocalEngineOptions,
} from './options.js';
