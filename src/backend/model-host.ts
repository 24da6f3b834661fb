import { isDeepStrictEqual } from 'node:util';
import type { Engine, ModelInfo } from '../reasoning/engine.js';
import type { EngineProvider, Log } from './engine-provider.js';
import { BackendError, causeText } from './errors.js';
import type { LoadOptions, LoadProgress, UnloadReason } from './protocol.js';
import type { Turns } from './turns.js';

export interface ModelHostEvents {
  readonly onProgress: (progress: LoadProgress) => void;
  readonly onLoaded: (model: ModelInfo) => void;
  readonly onUnloaded: (reason: UnloadReason) => void;
  readonly log: Log;
}

/** A loaded engine with something that lives exactly as long (the reasoning session). */
export interface Loaded<Companion extends AsyncDisposable> {
  readonly engine: Engine;
  readonly companion: Companion;
}

interface Present<Companion extends AsyncDisposable> {
  readonly options: LoadOptions;
  readonly now: Loaded<Companion>;
}

const MS_PER_MINUTE = 60_000;

/**
 * The one loaded model. A second load replaces it; without work for some minutes it leaves memory. All of it happens in
 * turns, so that no run loses its model.
 *
 * People and evaluations share it where they want the same. Where they do not, each finds out before it uses the model:
 * `require` for the person's last choice, `serving` for any other.
 */
export class ModelHost<Companion extends AsyncDisposable> implements AsyncDisposable {
  #loaded: Present<Companion> | undefined;
  /** What the person loaded last. */
  #personal: LoadOptions | undefined;
  #lastPersonal = Number.NEGATIVE_INFINITY;
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
    return this.engine?.model ?? null;
  }

  /** The loaded engine, whoever loaded it. */
  get engine(): Engine | undefined {
    return this.#loaded?.now.engine;
  }

  configure({ idleMinutes, cacheFolder }: { idleMinutes: number; cacheFolder: string }): void {
    this.#idleMs = idleMinutes * MS_PER_MINUTE;
    this.#cacheFolder = cacheFolder;
    this.touch();
  }

  /** The engine that the person loaded. @throws BackendError "no-model" where it is not there, or another is. */
  require(): Loaded<Companion> {
    const loaded = this.#personal === undefined ? undefined : this.serving(this.#personal);
    if (loaded === undefined) throw new BackendError('no-model', 'No model is loaded: choose one first.');
    return loaded;
  }

  /** The loaded engine where it is what `options` ask for. */
  serving(options: LoadOptions): Loaded<Companion> | undefined {
    return this.#loaded !== undefined && serves(this.#loaded, options) ? this.#loaded.now : undefined;
  }

  /** Whether a person's model, used within the last `ms`, would have to go for `options`. */
  isPersonal(options: LoadOptions, ms: number): boolean {
    const { path } = this.#loaded?.options ?? {};
    const another = path !== undefined && path !== options.path && path === this.#personal?.path;
    return another && performance.now() - this.#lastPersonal < ms;
  }

  /** Loads the model that a person chose, in its turn; at once when it is loaded already. */
  async load(options: LoadOptions, signal: AbortSignal): Promise<ModelInfo> {
    const { model } = await this.#loadInTurn(options, signal, () => {
      this.#personal = options;
      this.touch('person'); // before anything else can run
    });
    return model;
  }

  /** Loads the model of an evaluation, in its turn; the person's choice stays what it was. */
  async loadFor(options: LoadOptions, signal: AbortSignal): Promise<Engine> {
    return this.#loadInTurn(options, signal, () => undefined);
  }

  /** Takes the model out of memory, in its turn. */
  async unload(): Promise<void> {
    await this.turns.run('exclusive', () => this.#unload('asked'));
  }

  /** Something happened: the idle time begins anew. */
  touch(who: 'person' | 'evaluation' = 'evaluation'): void {
    if (who === 'person') this.#lastPersonal = performance.now();
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

  async #loadInTurn(options: LoadOptions, signal: AbortSignal, onLoaded: () => void): Promise<Engine> {
    const there = this.turns.isChanging ? undefined : this.serving(options);
    if (there !== undefined) {
      onLoaded();
      return there.engine;
    }
    return this.turns.run(
      'exclusive',
      async () => {
        let wanted = options;
        const present = this.#loaded;
        if (present !== undefined && !serves(present, options)) {
          // Two models may not fit into memory together; a file that is no model must not cost the one that is loaded.
          await this.provider.describe(options.path, this.events.log, signal);
          wanted = withItsContext(present, options);
          await this.#unload('replaced');
        }
        if (this.#loaded === undefined) {
          this.#loaded = { options, now: await this.#load(wanted, options, signal) };
          this.events.onLoaded(this.#loaded.now.engine.model);
        }
        this.touch();
        onLoaded();
        return this.#loaded.now.engine;
      },
      signal,
    );
  }

  async #load(wanted: LoadOptions, asked: LoadOptions, signal: AbortSignal): Promise<Loaded<Companion>> {
    const load = (options: LoadOptions) =>
      this.provider.load(options, {
        cacheFolder: this.#cacheFolder,
        log: this.events.log,
        onProgress: (progress) => this.events.onProgress({ path: options.path, ...progress }),
        signal,
      });
    let engine: Engine;
    try {
      engine = await load(wanted);
    } catch (error) {
      // Sequences are for speed only: where memory is short, few do as well.
      if ((asked.sequences ?? null) === null || !isOutOfMemory(error)) throw error;
      this.events.log('info', `No memory for ${String(asked.sequences)} sequences: loaded with fewer.`);
      engine = await load({ ...wanted, sequences: null });
    }
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

/** Options without those of which more than was asked for is as good. */
function essentials({ sequences: _sequences, contextSize: _contextSize, ...rest }: LoadOptions) {
  return rest;
}

/** Whether a loaded model is what `wanted` asks for: loaded the same way, with as many sequences or more. */
function serves({ options, now }: Present<AsyncDisposable>, wanted: LoadOptions): boolean {
  const { model, stale = false } = now.engine;
  if (stale) return false;
  const { sequences = null, contextSize } = wanted;
  if (!isDeepStrictEqual(essentials(options), essentials(wanted))) return false;
  if (contextSize !== options.contextSize && contextSize !== model.contextSize) return false;
  // What was asked for and could not be had is not asked for again.
  return sequences === null || sequences <= Math.max(model.sequences, options.sequences ?? 0);
}

/** More sequences of a model whose context nobody named must not make that smaller. */
function withItsContext({ options, now }: Present<AsyncDisposable>, wanted: LoadOptions): LoadOptions {
  const same = wanted.contextSize === null && options.contextSize === null;
  if (!same || !isDeepStrictEqual(essentials(options), essentials(wanted))) return wanted;
  return { ...wanted, contextSize: now.engine.model.contextSize };
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'kind' in error && error.kind === 'out-of-memory';
}
