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
    const { hasToken, chatTemplate, title, ...rest } = await describeModel(path, log);
    const format = detectThinkingFormat({ chatTemplate: chatTemplate ?? '', title: title ?? rest.name, hasToken });
    return {
      ...rest,
      ...(title === undefined ? {} : { title }),
      ...(chatTemplate === undefined ? {} : { chatTemplate }),
      thinkingFormat: format.name,
    };
  },
};
