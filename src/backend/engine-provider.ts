import type { Engine } from '../reasoning/engine.js';
import type { GgufSummary, LoadOptions, LoadProgress, LogLevel } from './protocol.js';

export type Log = (level: LogLevel, text: string) => void;

export interface LoadHooks {
  /** Folder for what is remembered between loads. */
  readonly cacheFolder: string;
  readonly log: Log;
  readonly onProgress: (progress: Omit<LoadProgress, 'path'>) => void;
  readonly signal: AbortSignal;
}

/** Where engines come from: files and servers in the product (engine-providers.ts), scripts in tests. */
export interface EngineProvider {
  /** Name and version, for the status. */
  readonly version: string;
  load(options: LoadOptions, hooks: LoadHooks): Promise<Engine>;
  /** What a file holds, without loading its weights; what a server says of its model. */
  describe(path: string, log: Log, signal?: AbortSignal): Promise<GgufSummary>;
}
