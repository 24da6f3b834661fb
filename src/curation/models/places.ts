import { resolve } from 'node:path';
import type { ModelName } from './trace-maker.js';

export interface ModelPlaces {
  /** Absolute: paths of models in a pipeline count from here on. */
  readonly pipelineFolder: string;
  /** Absolute: where traces are kept between runs. */
  readonly traceFolder: string;
}

export function resolveModel(model: string | undefined, { pipelineFolder }: ModelPlaces): ModelName {
  return model === undefined ? null : resolve(pipelineFolder, model);
}
