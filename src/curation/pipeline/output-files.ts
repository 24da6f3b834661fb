export const SELECTED_FILE = 'selected.jsonl';
/** What the pipeline itself selected; there while decisions by hand are in force. */
export const PIPELINE_SELECTED_FILE = 'selected.pipeline.jsonl';
export const TRAINING_FILE = 'training.jsonl';
/** Training text of every row that the pipeline selected or a person kept; there while decisions by hand are in force. */
export const ALL_TRAINING_FILE = 'training.all.jsonl';
/** The journal of decisions by hand. */
export const DECISIONS_FILE = 'decisions.jsonl';
/** What became of each row: every run writes it anew. */
export const FATES_FILE = 'fates.jsonl';
export const FUNNEL_FILE = 'funnel.json';
export const CARD_FILE = 'card.md';
export const PIPELINE_FILE = 'pipeline.curate.yaml';

/**
 * Everything a result can hold; training.jsonl is there where the pipeline asks for it, decisions.jsonl, the pipeline's
 * own selection and all training text where a person decided about rows.
 */
export const CURATE_FILES = [
  SELECTED_FILE,
  PIPELINE_SELECTED_FILE,
  DECISIONS_FILE,
  TRAINING_FILE,
  ALL_TRAINING_FILE,
  FATES_FILE,
  'hits.jsonl',
  'set-aside.jsonl',
  FUNNEL_FILE,
  CARD_FILE,
  PIPELINE_FILE,
] as const;
