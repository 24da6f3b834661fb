import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc';
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
import type { TrainingText } from '../reasoning/training-text.js';
import * as protocol from './protocol.js';

/** Curation's models at the other end of the channel: the editor's one loaded model, whose process this is not. */
export class ChannelTraceMaker implements TraceMaker {
  constructor(private readonly connection: MessageConnection) {}

  describe(model: ModelName, parallel?: number, signal?: AbortSignal): Promise<TraceModel> {
    return this.#call({ method: 'describe', args: [model, parallel] }, signal) as Promise<TraceModel>;
  }

  solve(model: ModelName, request: TraceRequest, signal?: AbortSignal): Promise<Solved> {
    return this.#call({ method: 'solve', args: [model, request] }, signal) as Promise<Solved>;
  }

  grade(request: GradeRequest, signal?: AbortSignal): Promise<TraceVerdict> {
    return this.#call({ method: 'grade', args: [request] }, signal) as Promise<TraceVerdict>;
  }

  countTokens(model: ModelName, texts: readonly string[], signal?: AbortSignal): Promise<readonly number[]> {
    return this.#call({ method: 'countTokens', args: [model, texts] }, signal) as Promise<readonly number[]>;
  }

  trainingTexts(
    model: ModelName,
    examples: readonly TrainingExample[],
    signal?: AbortSignal,
  ): Promise<readonly TrainingText[]> {
    return this.#call({ method: 'trainingTexts', args: [model, examples] }, signal) as Promise<readonly TrainingText[]>;
  }

  embed(
    model: ModelName,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly (readonly number[])[] | null> {
    return this.#call({ method: 'embed', args: [model, texts] }, signal) as Promise<
      readonly (readonly number[])[] | null
    >;
  }

  /** The answer has the type of the method: both ends are ours, built together. */
  async #call(call: protocol.ModelCall, signal?: AbortSignal): Promise<unknown> {
    const cancellation = new CancellationTokenSource();
    const cancel = () => cancellation.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted === true) cancel();
    try {
      return await this.connection.sendRequest(protocol.Model, call, cancellation.token);
    } finally {
      signal?.removeEventListener('abort', cancel);
      cancellation.dispose();
    }
  }
}

/** Answers a call with a model that is here. */
export function callModel(maker: TraceMaker, call: protocol.ModelCall, signal: AbortSignal): Promise<unknown> {
  switch (call.method) {
    case 'describe':
      return maker.describe(...call.args, signal);
    case 'solve':
      return maker.solve(...call.args, signal);
    case 'grade':
      return maker.grade(...call.args, signal);
    case 'countTokens':
      return maker.countTokens(...call.args, signal);
    case 'trainingTexts':
      return maker.trainingTexts(...call.args, signal);
    case 'embed':
      return maker.embed(...call.args, signal);
  }
}
