import type { LlamaModel } from 'node-llama-cpp';
import type { Engine, ModelInfo } from '../../reasoning/engine.js';
import { LocalSequence } from './local-sequence.js';
import { embedTexts } from './embeddings.js';
import type { SequencePool } from './sequence-pool.js';
import { LocalTokenizer } from './tokenizer.js';

/** A model in memory. Made by `loadLocalEngine`. */
export class LocalEngine implements Engine {
  readonly tokenizer: LocalTokenizer;
  readonly #model: LlamaModel;
  readonly #pool: SequencePool;
  #closed: Promise<void> | undefined;

  constructor(
    readonly version: string,
    readonly model: ModelInfo,
    native: LlamaModel,
    pool: SequencePool,
  ) {
    this.#model = native;
    this.#pool = pool;
    this.tokenizer = new LocalTokenizer(native);
  }

  open(): Promise<LocalSequence> {
    return new LocalSequence(this.#pool).open();
  }

  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly (readonly number[])[] | null> {
    const { trainContextSize, threads } = this.model;
    return embedTexts(this.#model, { trainContextSize, threads }, texts, signal);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#pool.close();
    await this.#model.dispose();
  }
}
