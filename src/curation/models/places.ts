import { resolve } from 'node:path';
import { isServerAddress } from '../../reasoning/server-address.js';
import type { ModelName } from './trace-maker.js';

export interface ModelPlaces {
  /** Absolute: paths of models in a pipeline count from here on. */
  readonly pipelineFolder: string;
  /** Absolute: where traces are kept between runs. */
  readonly traceFolder: string;
}

/** A path counts from the pipeline; an address stays what it is. */
export function resolveModel(model: string | undefined, { pipelineFolder }: ModelPlaces): ModelName {
  if (model === undefined) return null;
  return isServerAddress(model) ? model : resolve(pipelineFolder, model);
}
