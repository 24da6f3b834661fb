import { randomUUID } from 'node:crypto';
import type {
  GradeRequest,
  ModelName,
  Solved,
  TraceMaker,
  TraceModel,
  TraceRequest,
  TraceVerdict,
  TrainingExample,
} from '../curation/models/trace-maker.js';
import type { ModelInfo } from '../reasoning/engine.js';
import type { TrainingText } from '../reasoning/training-text.js';
import type { BackendClient } from './client.js';
import { BackendCrashedError, BackendError } from './errors.js';
import type { LoadOptions } from './protocol.js';

/** Kinds of errors that lie in the question: the next one may do. */
const QUESTION_KINDS: ReadonlySet<string> = new Set([
  'empty-question',
  'question-too-long',
  'context-full',
  'server-output',
]);
/** A question that ends the model's process this often is left out. */
const MOST_CRASHES = 2;
/** So many of them in a row, and it is not the questions. */
const MOST_CRASHING_QUESTIONS = 3;

/** Curation's models through a backend: of the command line, or the editor's. */
export class ClientTraceMaker implements TraceMaker {
  /** Questions in a row that ended the model's process. */
  #crashing = 0;

  /** @param optionsOf how a model is loaded; undefined: the one that the client has is meant */
  constructor(
    private readonly client: BackendClient,
    private readonly optionsOf: (model: ModelName) => LoadOptions | undefined,
  ) {}

  async describe(model: ModelName, signal?: AbortSignal): Promise<TraceModel> {
    const info = await this.#load(model, signal);
    const status = await this.client.status();
    const present = info ?? status?.model ?? undefined;
    const loaded = status?.loaded ?? undefined;
    if (present === undefined || loaded === undefined) {
      throw new BackendError('no-model', 'No model is loaded: choose one first.');
    }
    const { name, sha256, contextSize, server } = present;
    const { engine, thinkingFormat } = loaded;
    return { name, sha256, contextSize, engine, thinkingFormat, ...(server === undefined ? {} : { server }) };
  }

  async solve(model: ModelName, request: TraceRequest, signal?: AbortSignal): Promise<Solved> {
    for (let crashes = 1; ; crashes++) {
      await this.#load(model, signal);
      try {
        const params = { ...request, id: randomUUID(), priority: 'batch' as const };
        const trace = await this.client.solve(params, () => undefined, signal);
        signal?.throwIfAborted();
        this.#crashing = 0;
        return { trace };
      } catch (error) {
        if (!(error instanceof BackendError)) throw error;
        if (QUESTION_KINDS.has(error.kind)) return { refused: error.message };
        if (!(error instanceof BackendCrashedError)) throw error;
        if (crashes < MOST_CRASHES) continue;
        this.#crashing += 1;
        if (this.#crashing >= MOST_CRASHING_QUESTIONS) throw error;
        return { refused: 'The model process ended on this question, twice.' };
      }
    }
  }

  grade(request: GradeRequest): Promise<TraceVerdict> {
    return this.client.gradeTrace(request);
  }

  async countTokens(model: ModelName, texts: readonly string[], signal?: AbortSignal): Promise<readonly number[]> {
    await this.#load(model, signal);
    return this.client.countTokens(texts, signal);
  }

  async trainingTexts(
    model: ModelName,
    examples: readonly TrainingExample[],
    signal?: AbortSignal,
  ): Promise<readonly TrainingText[]> {
    await this.#load(model, signal);
    return this.client.trainingTexts(examples, signal);
  }

  async embed(
    model: ModelName,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly (readonly number[])[] | null> {
    await this.#load(model, signal);
    return this.client.embed(texts, signal);
  }

  /** At once when it is loaded already. */
  async #load(model: ModelName, signal?: AbortSignal): Promise<ModelInfo | undefined> {
    const options = this.optionsOf(model);
    return options === undefined ? undefined : this.client.load(options, signal);
  }
}
