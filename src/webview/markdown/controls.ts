/**
 * Characters that cannot be seen but change what is seen: directional marks and overrides, other control characters,
 * zero-width characters and tags. Model output is shown with their code points in their place. PURE.
 */
const HIDDEN =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/u;

/** Pieces of `text`: strings as they are, and `{ hidden }` with the name of a character, e.g. "U+202E". */
export function showHidden(text: string): (string | { readonly hidden: string })[] {
  const parts: (string | { readonly hidden: string })[] = [];
  let plain = 0;
  if (!HIDDEN.test(text)) return [text];
  for (const { 0: character, index } of text.matchAll(new RegExp(HIDDEN, 'gu'))) {
    if (index > plain) parts.push(text.slice(plain, index));
    parts.push({ hidden: codePoint(character) });
    plain = index + character.length;
  }
  if (plain < text.length) parts.push(text.slice(plain));
  return parts;
}

export function hasHidden(text: string): boolean {
  return HIDDEN.test(text);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
