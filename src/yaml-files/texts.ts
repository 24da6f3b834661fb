/** A text in the language of whoever reads it; `{0}`, `{1}`, … stand for the arguments. */
export type Translate = (text: string, ...args: (string | number)[]) => string;

/** Texts as they stand in the sources: for the command line, and until an editor hands in its own. */
export const english: Translate = (text, ...args) =>
  text.replace(/\{(\d+)\}/g, (all, index: string) => String(args[Number(index)] ?? all));
