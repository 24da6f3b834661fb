import { isServerAddress } from '../../reasoning/server-address.js';
import type { FileLanguage } from '../../yaml-files/language.js';
import type { Schema } from '../../yaml-files/schema.js';
import type { Translate } from '../../yaml-files/texts.js';
import { formatOf } from '../records/format.js';
import { pipelineRules } from './rules.js';
import type { Pipeline } from './schema.js';

/** Names of files that can be read as data. */
const DATA = { test: (name: string) => formatOf(name) !== undefined };

/**
 * `*.curate.yaml`: the editor and the command line say the same of a file.
 * @param schema of a pipeline, as JSON: an editor takes it from docs/curate.schema.json, which is made from the stages, and
 *   so loads none of them
 */
export function pipelineLanguage(schema: Schema, t: Translate): FileLanguage {
  const otherwise = (name: string) => t('{0} is not .jsonl, .json, .csv (or one of them .gz) or .parquet.', name);
  return {
    schema,
    t,
    noSetting: (name) => t('“{0}” is no setting of a pipeline.', name),
    files: {
      pool: { pattern: DATA, orFolder: true, otherwise },
      data: { pattern: DATA, otherwise },
      model: { pattern: /\.gguf$/i, isElsewhere: isServerAddress },
    },
    rules: (value) => pipelineRules(value as Pipeline, t),
  };
}
