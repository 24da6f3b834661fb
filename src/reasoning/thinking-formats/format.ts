/** How a model marks thinking. A format is one file in this folder and one line in the table of index.ts. */
export interface ThinkingFormat {
  readonly name: string;
  /** For people: which models write it. */
  readonly description: string;
  /** Text at the end of the prompt that opens thinking, special tokens spelled out. */
  readonly open: string;
  /** Canonical text that closes thinking and begins the answer. */
  readonly close: string;
  /** Texts with which the model ends thinking by itself. An end of turn always counts as well. */
  readonly ends: readonly string[];
  /** Text that begins thinking when it stands in an answer: the model thinks again. */
  readonly reopen: readonly string[];
  /** White space after `close` when the close is forced. A model that ends by itself writes its own. */
  readonly afterClose: string;
  /** Appended to the user's words where the model was never trained to think. */
  readonly instruction?: string;
}

/** Special tokens that formats are recognised by. */
export const MARKER_TOKENS = [
  '<think>',
  '</think>',
  '[THINK]',
  '<|channel>',
  '<|channel|>',
  '<|message|>',
  '<|im_start|>',
] as const;
export type MarkerToken = (typeof MARKER_TOKENS)[number];

/** What a format is recognised by. */
export interface FormatClues {
  readonly chatTemplate: string;
  /** The model's own name in its metadata. */
  readonly title: string;
  /** Whether the vocabulary holds `text` as one token. */
  readonly hasToken: (text: MarkerToken) => boolean;
}

export interface FormatEntry {
  readonly name: string;
  /** The format of a model with these clues, or undefined when it is another. */
  readonly recognise: (clues: FormatClues) => ThinkingFormat | undefined;
  /** The format without clues, for whoever names it in a setting. */
  readonly format: ThinkingFormat;
}
