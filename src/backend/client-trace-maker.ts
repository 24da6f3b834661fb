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
import type { Trace } from '../reasoning/trace.js';
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
/** A question that ends the model's process this often, alone on it, is left out. */
const MOST_CRASHES = 2;
/** So many of them in a row, and it is not the questions. */
const MOST_CRASHING_QUESTIONS = 3;

/** Curation's models through a backend: of the command line, or the editor's. */
export class ClientTraceMaker implements TraceMaker {
  /** Questions in a row that ended the model's process. */
  #crashing = 0;
  /** After a crash, questions go one after another: of several at a time nobody could say which it was. */
  #alone: Promise<unknown> | undefined;

  /** @param optionsOf how a model is loaded */
  constructor(
    private readonly client: BackendClient,
    private readonly optionsOf: (model: ModelName) => LoadOptions,
  ) {}

  async describe(name: ModelName, parallel?: number, signal?: AbortSignal): Promise<TraceModel> {
    const described = await this.client.batchDescribe(this.#load(name, parallel), signal);
    const { model, engine, thinkingFormat, places } = described;
    const { sha256, contextSize, server } = model;
    const known = { name: model.name, sha256, contextSize, engine, thinkingFormat, places };
    return server === undefined ? known : { ...known, server };
  }

  async solve(model: ModelName, request: TraceRequest, signal?: AbortSignal): Promise<Solved> {
    const { parallel, ...asked } = request;
    const attempt = () =>
      this.client.batchSolve({ ...asked, id: randomUUID(), load: this.#load(model, parallel) }, signal);
    try {
      if (this.#alone === undefined) {
        try {
          return this.#solved(await attempt());
        } catch (error) {
          if (!(error instanceof BackendCrashedError)) throw error;
          this.#alone ??= Promise.resolve();
        }
      }
      return await this.#inTurn(() => this.#again(attempt));
    } catch (error) {
      if (error instanceof BackendError && QUESTION_KINDS.has(error.kind)) return { refused: error.message };
      throw error;
    }
  }

  grade(request: GradeRequest): Promise<TraceVerdict> {
    return this.client.gradeTrace(request);
  }

  countTokens(model: ModelName, texts: readonly string[], signal?: AbortSignal): Promise<readonly number[]> {
    return this.client.batchTokens({ load: this.#load(model), texts }, signal);
  }

  trainingTexts(
    model: ModelName,
    examples: readonly TrainingExample[],
    signal?: AbortSignal,
  ): Promise<readonly TrainingText[]> {
    return this.client.batchTraining({ load: this.#load(model), examples }, signal);
  }

  embed(
    model: ModelName,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly (readonly number[])[] | null> {
    return this.client.batchEmbed({ load: this.#load(model), texts }, signal);
  }

  /** Side by side, one more than are asked for: the person's. */
  #load(model: ModelName, parallel = 1): LoadOptions {
    return { ...this.optionsOf(model), sequences: parallel === 1 ? null : parallel + 1 };
  }

  #solved(trace: Trace): Solved {
    this.#crashing = 0;
    return { trace };
  }

  #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const result = (this.#alone ?? Promise.resolve()).then(work);
    this.#alone = result.catch(() => undefined);
    return result;
  }

  /** A question whose process may end, alone on the model. */
  async #again(attempt: () => Promise<Trace>): Promise<Solved> {
    for (let crashes = 1; ; crashes++) {
      try {
        return this.#solved(await attempt());
      } catch (error) {
        if (!(error instanceof BackendCrashedError)) throw error;
        if (crashes < MOST_CRASHES) continue;
        this.#crashing += 1;
        if (this.#crashing >= MOST_CRASHING_QUESTIONS) throw error;
        return { refused: 'The model process ended on this question, twice.' };
      }
    }
  }
}
