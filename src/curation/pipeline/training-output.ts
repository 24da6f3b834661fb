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
  /** Rows that a person kept since, whose text is not made yet: that needs the model's tokenizer. */
  readonly pending?: number;
}

/** Counts of the rows of a training.jsonl. */
export class TrainingCount {
  without = 0;
  #rows = 0;
  #longest = 0;
  readonly #tokens = { prompt: 0, thinking: 0, answer: 0, total: 0 };

  add(tokens: TrainingSummary['tokens']): void {
    this.#rows += 1;
    this.#longest = Math.max(this.#longest, tokens.total);
    for (const key of ['prompt', 'thinking', 'answer', 'total'] as const) this.#tokens[key] += tokens[key];
  }

  summary(model: TraceModel): TrainingSummary {
    return { model, rows: this.#rows, without: this.without, tokens: this.#tokens, longest: this.#longest };
  }
}

/** Where training text goes. */
export interface TrainingFiles {
  /** The rows in force. */
  readonly inForce: OutputFile;
  /** Those that a person dropped as well, each with its number. */
  readonly all: OutputFile | undefined;
}

/** A line of training text with the number of its row, as training.all.jsonl has it. */
export function numbered(row: number, line: string): string {
  return `{"row":${row},${line.slice(1)}`;
}

/** Rows of one request. */
const BATCH = 32;

/** Writes training text row by row, in the order of the selection. */
export class TrainingOutput {
  #batch: { readonly row: PoolRow; readonly isIn: boolean; readonly example: TrainingExample }[] = [];
  readonly #count = new TrainingCount();

  constructor(
    private readonly files: TrainingFiles,
    private readonly models: ModelWork,
    private readonly model: string | undefined,
  ) {}

  /** @param isIn whether the row is in force; one that a person dropped is written among all of them only */
  async add(row: PoolRow, isIn: boolean): Promise<void> {
    const answer = row.attempt ?? row.solution ?? row.answer;
    if (row.thinking === null || answer === null) {
      if (isIn) this.#count.without += 1;
      return;
    }
    this.#batch.push({ row, isIn, example: { question: row.question, thinking: row.thinking, answer } });
    if (this.#batch.length === BATCH) await this.#flush();
  }

  async finish(): Promise<TrainingSummary> {
    await this.#flush();
    return this.#count.summary(await this.models.describe(this.model));
  }

  async #flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length === 0) return;
    const examples = batch.map(({ example }) => example);
    const texts = await this.models.trainingTexts(this.model, examples);
    for (const [i, { row, isIn }] of batch.entries()) {
      const made = texts[i];
      if (made === undefined) throw new Error('a training text is missing');
      const { text, prompt, tokens } = made;
      const line = `${JSON.stringify({ text, prompt, tokens, id: row.id, hash: questionHash(row.question) })}\n`;
      await this.files.all?.write(numbered(row.index, line));
      if (!isIn) continue;
      await this.files.inForce.write(line);
      this.#count.add(tokens);
    }
  }
}
