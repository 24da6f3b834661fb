import { thinkingFormatOf } from '../../reasoning/beginning.js';
import type { Engine, ModelInfo, Sampling } from '../../reasoning/engine.js';
import { samplingFor } from '../../reasoning/sampling-defaults.js';
import type { EvalFile } from './eval-file.js';

/** What results depend on of the loaded model: with it, runs are named and reported without the model. */
export interface ModelFacts {
  readonly model: Pick<ModelInfo, 'name' | 'sha256' | 'server' | 'device' | 'threads' | 'contextSize'>;
  /** Name and version of the engine. */
  readonly engine: string;
  readonly thinkingFormat: string;
  readonly sampling: Omit<Sampling, 'seed'>;
}

export async function factsOf(engine: Engine, file: EvalFile): Promise<ModelFacts> {
  const { name, sha256, server, device, threads, contextSize } = engine.model;
  const { temperature, topK, topP, minP } = samplingFor(engine.model, file.sampling);
  return {
    model: { name, sha256, ...(server === undefined ? {} : { server }), device, threads, contextSize },
    engine: engine.version,
    thinkingFormat: (await thinkingFormatOf(engine, file.thinkingFormat)).name,
    sampling: { temperature, topK, topP, minP },
  };
}

/** A loaded model, lent for one sample. */
export interface Loan extends AsyncDisposable {
  readonly engine: Engine;
  /**
   * Called between two tokens; resolves when the sample may go on.
   * @returns false: the model is wanted elsewhere, and the sample has to be begun again later
   */
  rest(): Promise<boolean>;
}

/** Where an evaluation has its model from. */
export interface ModelLender {
  /** @throws the signal's reason when it is aborted */
  borrow(signal: AbortSignal): Promise<Loan>;
}

/** A model that nobody else uses. */
export function ownModel(engine: Engine): ModelLender {
  return {
    borrow: async () => ({
      engine,
      rest: () => Promise.resolve(true),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
  };
}
