import { thinkingFormatOf } from '../reasoning/beginning.js';
import type { Engine } from '../reasoning/engine.js';
import { trainingText, type TrainingText } from '../reasoning/training-text.js';
import type { ModelHost } from './model-host.js';
import type { BackendStatus, TrainingExample } from './protocol.js';
import type { Turns } from './turns.js';

/** What the loaded model says of texts without answering them: counts, training text, vectors. All of it batch work. */
export class ModelTexts<Companion extends AsyncDisposable> {
  constructor(
    private readonly models: ModelHost<Companion>,
    private readonly turns: Turns,
  ) {}

  async describe(): Promise<BackendStatus['loaded']> {
    const { engine } = this.models;
    return engine === undefined
      ? null
      : { engine: engine.version, thinkingFormat: (await thinkingFormatOf(engine)).name };
  }

  countTokens(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]> {
    return this.#turn(signal, async ({ tokenizer }) => {
      const counts: number[] = [];
      for (const text of texts) counts.push((await tokenizer.encodeText(text)).length);
      return counts;
    });
  }

  trainingTexts(examples: readonly TrainingExample[], signal: AbortSignal): Promise<readonly TrainingText[]> {
    return this.#turn(signal, async (engine) => {
      const format = await thinkingFormatOf(engine);
      const written: TrainingText[] = [];
      for (const example of examples) {
        signal.throwIfAborted();
        written.push(await trainingText(example, engine.model, format, engine.tokenizer));
      }
      return written;
    });
  }

  /** Null: the model gives none. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly (readonly number[])[] | null> {
    return this.#turn(signal, (engine) => engine.embed?.(texts, signal) ?? null);
  }

  async #turn<R>(signal: AbortSignal, work: (engine: Engine) => R | Promise<R>): Promise<R> {
    try {
      return await this.turns.run('batch', async () => work(this.models.require().engine), signal);
    } finally {
      this.models.touch();
    }
  }
}
