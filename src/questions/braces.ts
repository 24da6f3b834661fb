/** The text up to the brace that closes the one before `from`. */
export function braces(text: string, from: number): string | undefined {
  let depth = 1;
  for (let i = from; i < Math.min(text.length, from + 4000); i++) {
    const c = text[i];
    if (c === '\\') i++;
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0) return text.slice(from, i);
  }
  return undefined;
}
