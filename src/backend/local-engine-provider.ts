import { detectThinkingFormat } from '../reasoning/thinking-formats/index.js';
import type { EngineProvider } from './engine-provider.js';

// Loaded when it is needed: the native code behind it takes a second, and a backend that only waits needs none of it.
const local = () => import('../engines/local/index.js');

/** The engine over node-llama-cpp. */
export const localEngineProvider: EngineProvider = {
  version: 'node-llama-cpp',

  async load(options, hooks) {
    const { loadLocalEngine } = await local();
    return loadLocalEngine({ ...options, ...hooks });
  },

  async describe(path, log) {
    const { describeModel } = await local();
    const found = await describeModel(path, log);
    const { chatTemplate = '', title = found.name } = found;
    const format = detectThinkingFormat({ chatTemplate, title, hasToken: (text) => found.hasToken(text) });
    return {
      path,
      title,
      chatTemplate,
      thinkingFormat: format.name,
      bytes: found.bytes,
      architecture: found.architecture,
      parameters: found.parameters,
      trainContextSize: found.trainContextSize,
      needsCheckpoints: found.needsCheckpoints,
      memory: found.memory,
    };
  },
};
