import { availableParallelism } from 'node:os';
import { getLlama, LlamaLogLevel, type Llama, NoBinaryFoundError } from 'node-llama-cpp';
import { EngineError } from './errors.js';
import type { EngineLog, GpuChoice } from './options.js';

/** The C library that the Linux binaries need (they are built on Ubuntu 22.04). */
const NEEDED_GLIBC = [2, 34] as const;

/** Platforms for which node-llama-cpp has binaries. */
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'win32-x64', 'win32-arm64'];

/** The native library, loaded for one kind of device. Loaded once per process: it is small and never unloaded. */
export interface Runtime {
  readonly llama: Llama;
  /** Cores that help; more threads than this only hinder each other. */
  readonly cores: number;
  /** "cpu", "metal", "cuda" or "vulkan": what layers will really run on. */
  readonly device: string;
}

const started = new Map<GpuChoice, Promise<Runtime>>();
let currentLog: EngineLog | undefined;

/**
 * The runtime for `gpu`. Log lines of the native library go to the `log` given last.
 * @throws EngineError "no-binary", "gpu-unavailable".
 */
export function startRuntime(gpu: GpuChoice, log?: EngineLog): Promise<Runtime> {
  if (log !== undefined) currentLog = log;
  let runtime = started.get(gpu);
  if (runtime === undefined) {
    runtime = start(gpu);
    started.set(gpu, runtime);
    runtime.catch(() => started.delete(gpu)); // what was missing may be installed by the next attempt
  }
  return runtime;
}

async function start(gpu: GpuChoice): Promise<Runtime> {
  let llama: Llama;
  try {
    llama = await getLlama({
      gpu: gpu === 'cpu' ? false : gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.warn,
      logger: (level, text) => currentLog?.(levelOf(level), text.trimEnd()),
      maxThreads: availableParallelism(),
    });
  } catch (error) {
    throw explainMissing(gpu, error);
  }
  const offloads = llama.gpu !== false && llama.supportsGpuOffloading;
  if (gpu !== 'cpu' && gpu !== 'auto' && !offloads) {
    throw new EngineError(
      'gpu-unavailable',
      `No graphics device works with ${gpu}: install its driver, or set thinkHarder.gpu to "auto" or "cpu".`,
    );
  }
  const cores = Math.max(1, Math.min(llama.cpuMathCores, availableParallelism()));
  return { llama, cores, device: llama.gpu !== false && offloads ? llama.gpu : 'cpu' };
}

/** A sentence for the one thing that is wrong when there is no binary to load. */
export function explainMissing(
  gpu: GpuChoice,
  cause: unknown,
  platform = `${process.platform}-${process.arch}`,
  glibc: string | null = glibcVersion(),
): EngineError {
  const options = { cause };
  if (!PLATFORMS.includes(platform)) {
    return new EngineError(
      'no-binary',
      `There is no local engine for ${platform}: use a remote engine, or a machine with ${PLATFORMS.join(', ')}.`,
      options,
    );
  }
  if (platform.startsWith('linux') && !isNewEnough(glibc)) {
    const found = glibc === null ? 'another C library (such as musl)' : `version ${glibc}`;
    return new EngineError(
      'no-binary',
      `The local engine needs the GNU C library ${NEEDED_GLIBC.join('.')} or newer and this system has ${found}: use Debian 12, Ubuntu 22.04 or newer, or a remote engine.`,
      options,
    );
  }
  if (gpu !== 'auto' && gpu !== 'cpu') {
    return new EngineError(
      'gpu-unavailable',
      `The local engine for ${gpu} is not installed or does not start here: install its driver, or set thinkHarder.gpu to "auto" or "cpu".`,
      options,
    );
  }
  if (cause instanceof NoBinaryFoundError) {
    return new EngineError(
      'no-binary',
      `The local engine does not start on this machine: reinstall Think Harder for ${platform}; if that does not help, the processor lacks instructions it needs, and a remote engine is the way.`,
      options,
    );
  }
  return new EngineError('no-binary', 'The local engine does not start: reinstall Think Harder.', options);
}

function glibcVersion(): string | null {
  if (process.platform !== 'linux') return null;
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime ?? null;
}

function isNewEnough(version: string | null): boolean {
  const [major = 0, minor = 0] = (version ?? '0').split('.').map(Number);
  return major > NEEDED_GLIBC[0] || (major === NEEDED_GLIBC[0] && minor >= NEEDED_GLIBC[1]);
}

function levelOf(level: LlamaLogLevel): Parameters<EngineLog>[0] {
  if (level === LlamaLogLevel.fatal || level === LlamaLogLevel.error) return 'error';
  if (level === LlamaLogLevel.warn) return 'warn';
  return level === LlamaLogLevel.debug ? 'debug' : 'info';
}
