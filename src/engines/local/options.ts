/** How a model is loaded into the local engine. */
export interface LocalEngineOptions {
  /** Absolute path of a GGUF file. */
  readonly path: string;
  /** Folder for what is remembered between loads (file hashes, thread measurements). Created when missing. */
  readonly cacheFolder: string;
  /** Where to run; 'auto' takes the best device there is. */
  readonly gpu?: GpuChoice;
  /** Layers on the GPU; null or absent: as many as fit. */
  readonly gpuLayers?: number | null;
  /** Tokens per sequence; null or absent: the model's own, bounded by memory and {@link LARGEST_DEFAULT_CONTEXT}. */
  readonly contextSize?: number | null;
  /** Type of the attention cache. */
  readonly kvType?: 'f16' | 'q8_0';
  /** Threads; null or absent: measured at the first load and remembered. Never more than the machine has cores. */
  readonly threads?: number | null;
  /**
   * Sequences that are in memory at the same time; null or absent: a few, as memory allows. More may be open: the least
   * recently used idle one then waits in a state file. Methods that draw many samples side by side want 8 or more.
   */
  readonly sequences?: number | null;
  /**
   * Whether sliding-window models keep their whole cache, so that going back needs no checkpoint; null or absent: where
   * memory is ample.
   */
  readonly fullWindowCache?: boolean | null;
  readonly log?: EngineLog;
  readonly onProgress?: (progress: LoadPhase) => void;
  /** Ends the load between two steps and while the file is read. */
  readonly signal?: AbortSignal;
}

export type GpuChoice = 'auto' | 'metal' | 'cuda' | 'vulkan' | 'cpu';

/** Receives one line at a time. The engine itself never writes to stdout or stderr. */
export type EngineLog = (level: 'debug' | 'info' | 'warn' | 'error', text: string) => void;

export interface LoadPhase {
  /** 'checking' hashes and inspects the file, 'reading' loads the weights, 'measuring' finds the best thread count. */
  readonly phase: 'checking' | 'reading' | 'measuring';
  /** 0 to 1 within the phase. */
  readonly fraction: number;
  /** Bytes of the model file. */
  readonly bytes: number;
}

/** Tokens of context taken when nothing is set, where model and memory allow it. */
export const LARGEST_DEFAULT_CONTEXT = 32_768;
