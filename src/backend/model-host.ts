import { isDeepStrictEqual } from 'node:util';
import type { Engine, ModelInfo } from '../reasoning/engine.js';
import type { EngineProvider, Log } from './engine-provider.js';
import { BackendError, causeText } from './errors.js';
import type { LoadOptions, LoadProgress, UnloadReason } from './protocol.js';
import type { Turns } from './turns.js';

export interface ModelHostEvents {
  readonly onProgress: (progress: LoadProgress) => void;
  readonly onUnloaded: (reason: UnloadReason) => void;
  readonly log: Log;
}

/** A loaded engine with something that lives exactly as long (the reasoning session). */
export interface Loaded<Companion extends AsyncDisposable> {
  readonly engine: Engine;
  readonly companion: Companion;
}

const MS_PER_MINUTE = 60_000;

/**
 * The one loaded model. A second load replaces it; without work for some minutes it leaves memory. All of it happens in
 * turns, so that no run loses its model.
 */
export class ModelHost<Companion extends AsyncDisposable> implements AsyncDisposable {
  #loaded: { readonly options: LoadOptions; readonly now: Loaded<Companion> } | undefined;
  #idleMs = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #cacheFolder = '';

  constructor(
    readonly provider: EngineProvider,
    readonly turns: Turns,
    readonly companionOf: (engine: Engine) => Companion,
    readonly events: ModelHostEvents,
  ) {}

  get model(): ModelInfo | null {
    return this.#loaded?.now.engine.model ?? null;
  }

  configure({ idleMinutes, cacheFolder }: { idleMinutes: number; cacheFolder: string }): void {
    this.#idleMs = idleMinutes * MS_PER_MINUTE;
    this.#cacheFolder = cacheFolder;
    this.touch();
  }

  /** The loaded engine. @throws BackendError "no-model" */
  require(): Loaded<Companion> {
    if (this.#loaded === undefined) {
      throw new BackendError('no-model', 'No model is loaded: choose one first.');
    }
    return this.#loaded.now;
  }

  /** Loads a model, in its turn; at once when the same one is loaded the same way. */
  async load(options: LoadOptions, signal: AbortSignal): Promise<ModelInfo> {
    return this.turns.run(
      'exclusive',
      async () => {
        if (this.#loaded !== undefined && !isDeepStrictEqual(this.#loaded.options, options)) {
          // Two models may not fit into memory together; a file that is no model must not cost the one that is loaded.
          await this.provider.describe(options.path, this.events.log);
          await this.#unload('replaced');
        }
        this.#loaded ??= { options, now: await this.#load(options, signal) };
        this.touch();
        return this.#loaded.now.engine.model;
      },
      signal,
    );
  }

  /** Takes the model out of memory, in its turn. */
  async unload(): Promise<void> {
    await this.turns.run('exclusive', () => this.#unload('asked'));
  }

  /** Something happened: the idle time begins anew. */
  touch(): void {
    clearTimeout(this.#idleTimer);
    if (this.#idleMs === 0 || this.#loaded === undefined) return;
    this.#idleTimer = setTimeout(() => {
      if (!this.turns.idle) this.touch();
      else {
        this.turns
          .run('exclusive', () => this.#unload('idle'))
          .catch((error: unknown) => this.events.log('error', causeText(error)));
      }
    }, this.#idleMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#idleTimer);
    await this.#release();
  }

  async #load(options: LoadOptions, signal: AbortSignal): Promise<Loaded<Companion>> {
    const engine = await this.provider.load(options, {
      cacheFolder: this.#cacheFolder,
      log: this.events.log,
      onProgress: (progress) => this.events.onProgress({ path: options.path, ...progress }),
      signal,
    });
    return { engine, companion: this.companionOf(engine) };
  }

  async #unload(reason: UnloadReason): Promise<void> {
    if (this.#loaded === undefined) return;
    await this.#release();
    this.events.onUnloaded(reason);
  }

  async #release(): Promise<void> {
    const loaded = this.#loaded?.now;
    this.#loaded = undefined;
    if (loaded === undefined) return;
    try {
      await loaded.companion[Symbol.asyncDispose]();
    } finally {
      await loaded.engine[Symbol.asyncDispose]();
    }
  }
}
