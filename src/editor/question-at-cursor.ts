/** The question that a cursor or a selection in a document means. PURE. */

export interface FoundQuestion {
  readonly text: string;
  /** First line of it, counted from 0. */
  readonly line: number;
}

/** Marks at the beginning of a line that belong to the document, not to the question: lists, quotations, headings. */
const MARK = /^\s*(?:>\s*)*(?:[-*+]\s+(?:\[[ xX]\]\s+)?|\d{1,4}[.)]\s+|\([a-z0-9]{1,3}\)\s+|#{1,6}\s+|\\item\s+)?/;

/** The selected lines, or the paragraph around `line`; undefined where there is only white space. */
export function questionAt(
  lines: readonly string[],
  line: number,
  selected: { readonly text: string; readonly line: number } | null,
): FoundQuestion | undefined {
  if (selected !== null && selected.text.trim() !== '') return { text: selected.text.trim(), line: selected.line };
  const isBlank = (at: number) => (lines[at] ?? '').trim() === '';
  if (isBlank(line)) return undefined;
  const startsItem = (at: number) => /^\s*(?:[-*+]|\d{1,4}[.)]|\\item)\s+/.test(lines[at] ?? '');
  let first = line;
  while (first > 0 && !isBlank(first - 1) && !startsItem(first)) first--;
  let last = line;
  while (last + 1 < lines.length && !isBlank(last + 1) && !startsItem(last + 1)) last++;
  const text = lines
    .slice(first, last + 1)
    .map((content, i) => (i === 0 ? content.replace(MARK, '') : content.trim()))
    .join('\n')
    .replace(/\\([*_#+\-`~<>|])/g, '$1') // what Markdown escapes is meant as the character itself
    .trim();
  return text === '' ? undefined : { text, line: first };
}
