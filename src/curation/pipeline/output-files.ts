import { DECISIONS_FILE } from '../decisions.js';

export const SELECTED_FILE = 'selected.jsonl';
/** What the pipeline itself selected; there while decisions by hand are in force. */
export const PIPELINE_SELECTED_FILE = 'selected.pipeline.jsonl';

/**
 * Everything a result can hold; training.jsonl is there where the pipeline asks for it, decisions.jsonl and the pipeline's
 * own selection where a person decided about rows.
 */
export const CURATE_FILES = [
  SELECTED_FILE,
  PIPELINE_SELECTED_FILE,
  DECISIONS_FILE,
  'training.jsonl',
  'fates.jsonl',
  'hits.jsonl',
  'set-aside.jsonl',
  'funnel.json',
  'card.md',
  'pipeline.curate.yaml',
] as const;
