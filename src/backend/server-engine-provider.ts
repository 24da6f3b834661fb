import type { ServerOptions } from '../engines/server/index.js';
import { detectThinkingFormat } from '../reasoning/thinking-formats/index.js';
import type { EngineProvider, Log } from './engine-provider.js';

// Loaded when a model is named by an address.
const server = () => import('../engines/server/index.js');

/** The engine over a server; "path" is its address. */
export const serverEngineProvider: EngineProvider = {
  version: 'server',

  async load({ path, contextSize }, { log, signal, onProgress }) {
    const { connectServer } = await server();
    onProgress({ phase: 'checking', fraction: 0, bytes: 0 });
    return connectServer({ ...(await optionsFor(path, log)), contextSize, signal });
  },

  async describe(path, log, signal) {
    const { describeServer } = await server();
    const found = await describeServer({ ...(await optionsFor(path, log)), ...(signal && { signal }) });
    const { chatTemplate, name, bytes = 0, parameters = 0, trainContextSize, contextSize } = found;
    // Which special tokens there are is known when it is connected; most formats show in the template.
    const format = detectThinkingFormat({ chatTemplate, title: name, hasToken: (text) => chatTemplate.includes(text) });
    return {
      path,
      title: `${name} (${found.kind}, ${found.host})`,
      chatTemplate,
      thinkingFormat: format.name,
      bytes,
      architecture: '',
      parameters,
      trainContextSize: Math.min(trainContextSize, contextSize),
      needsCheckpoints: false,
      memory: [], // it is the server's
    };
  },
};

async function optionsFor(address: string, log: Log): Promise<ServerOptions> {
  const { keyFor, parseServerAddress } = await server();
  const apiKey = keyFor(parseServerAddress(address), process.env);
  return { address, log, ...(apiKey === undefined ? {} : { apiKey }) };
}
