import { isServerAddress } from '../reasoning/server-address.js';
import type { EngineProvider } from './engine-provider.js';
import { localEngineProvider } from './local-engine-provider.js';
import { serverEngineProvider } from './server-engine-provider.js';

/** A file for the local engine, or the address of a server. */
export const engineProviders: EngineProvider = {
  version: localEngineProvider.version,
  load: (options, hooks) => providerOf(options.path).load(options, hooks),
  describe: (path, log, signal) => providerOf(path).describe(path, log, signal),
};

function providerOf(model: string): EngineProvider {
  return isServerAddress(model) ? serverEngineProvider : localEngineProvider;
}
