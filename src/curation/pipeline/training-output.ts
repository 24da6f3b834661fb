import type { ModelWork } from '../models/model-work.js';
import type { TraceModel, TrainingExample } from '../models/trace-maker.js';
import { questionHash, type PoolRow } from '../pool-row.js';
import type { OutputFile } from '../records/output-folder.js';

/** What was written to training.jsonl, for the card. */
export interface TrainingSummary {
  readonly model: TraceModel;
  readonly rows: number;
  /** Selected rows without thinking or without an answer: nothing can be learned from them. */
  readonly without: number;
  /** By the model's own tokenizer, all rows together. */
  readonly tokens: {
    readonly prompt: number;
    readonly thinking: number;
    readonly answer: number;
    readonly total: number;
  };
  /** Tokens of the longest row: what training must have room for. */
  readonly longest: number;
}

/** Rows of one request. */
const BATCH = 32;

/** Writes training text row by row, in the order of the selection. */
export class TrainingOutput {
  #batch: { readonly row: PoolRow; readonly example: TrainingExample }[] = [];
  #without = 0;
  #rows = 0;
  #longest = 0;
  readonly #tokens = { prompt: 0, thinking: 0, answer: 0, total: 0 };

  constructor(
    private readonly file: OutputFile,
    private readonly models: ModelWork,
    private readonly model: string | undefined,
  ) {}

  async add(row: PoolRow): Promise<void> {
    const answer = row.attempt ?? row.solution ?? row.answer;
    if (row.thinking === null || answer === null) {
      this.#without += 1;
      return;
    }
    this.#batch.push({ row, example: { question: row.question, thinking: row.thinking, answer } });
    if (this.#batch.length === BATCH) await this.#flush();
  }

  async finish(): Promise<TrainingSummary> {
    await this.#flush();
    const model = await this.models.describe(this.model);
    return { model, rows: this.#rows, without: this.#without, tokens: this.#tokens, longest: this.#longest };
  }

  async #flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length === 0) return;
    const texts = await this.models.trainingTexts(
      this.model,
      batch.map(({ example }) => example),
    );
    for (const [i, { text, prompt, tokens }] of texts.entries()) {
      const { id, question } = batch[i]?.row ?? { id: '', question: '' };
      await this.file.writeLine({ text, prompt, tokens, id, hash: questionHash(question) });
      this.#rows += 1;
      this.#longest = Math.max(this.#longest, tokens.total);
      for (const key of ['prompt', 'thinking', 'answer', 'total'] as const) this.#tokens[key] += tokens[key];
    }
  }
}
