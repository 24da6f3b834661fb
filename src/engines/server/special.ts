/**
 * What a delimiter looks like: `<think>`, `</s>`, `<|im_end|>`, `[THINK]`. A server does not say which of its tokens
 * are special; what looks like a delimiter is taken for one, which costs nothing where it is none.
 */
const SHAPE = /<[^\s<>]+>|\[[^\s[\]]+\]/;
const WHOLE = new RegExp(`^\\s*(?:${SHAPE.source})\\s*$`);

/** Whether a text is nothing but a delimiter. */
export function looksSpecial(text: string): boolean {
  return WHOLE.test(text);
}

/** Whether a text may spell a delimiter. */
export function mayHoldSpecial(text: string): boolean {
  return SHAPE.test(text);
}

/** Cuts `text` inside each of the `spelled` delimiters, so that no piece spells one. */
export function* cutInside(text: string, spelled: readonly string[]): Generator<string> {
  if (spelled.length === 0) {
    yield text;
    return;
  }
  const found = new RegExp(
    [...spelled]
      .sort((a, b) => b.length - a.length)
      .map(escaped)
      .join('|'),
    'g',
  );
  let from = 0;
  for (let match = found.exec(text); match !== null; match = found.exec(text)) {
    const cut = match.index + match[0].length - match[0].trimStart().length + 1;
    yield text.slice(from, cut);
    from = cut;
    found.lastIndex = cut; // the rest of one may overlap with another
  }
  if (from < text.length) yield text.slice(from);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
