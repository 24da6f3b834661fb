/** How a vocabulary writes bytes as text, in the entries that vLLM's /tokenize shows. */
export type VocabularyStyle = 'byte-level' | 'sentence-piece' | 'unknown';

/** A text whose entries tell the styles apart. */
export const STYLE_SAMPLE = 'a b\né';

/** The style in which `entries` are {@link STYLE_SAMPLE}. */
export function styleOf(entries: readonly string[]): VocabularyStyle {
  for (const style of ['byte-level', 'sentence-piece'] as const) {
    const bytes = Buffer.concat(entries.map((entry) => bytesOf(entry, style) ?? Buffer.alloc(0)));
    if (bytes.toString('utf8').trimStart() === STYLE_SAMPLE) return style;
  }
  return 'unknown';
}

/** What an entry of a vocabulary stands for; undefined where that cannot be told. */
export function bytesOf(entry: string, style: VocabularyStyle): Uint8Array | undefined {
  switch (style) {
    case 'byte-level': {
      const bytes = Array.from(entry, (character) => BYTE_OF.get(character));
      // An added token, <｜end▁of▁sentence｜> say, is written as it is.
      return bytes.every((byte) => byte !== undefined) ? Uint8Array.from(bytes) : Buffer.from(entry);
    }
    case 'sentence-piece': {
      const byte = /^<0x([0-9A-F]{2})>$/.exec(entry)?.[1];
      return byte === undefined ? Buffer.from(entry.replaceAll('\u2581', ' ')) : Uint8Array.of(parseInt(byte, 16));
    }
    case 'unknown':
      return undefined;
  }
}

/**
 * GPT-2's way of writing bytes as printable characters (openai/gpt-2, src/encoder.py, bytes_to_unicode): printable ones
 * stand for themselves, the others follow from U+0100 on in their order.
 */
const BYTE_OF: ReadonlyMap<string, number> = byteLevelTable();

function byteLevelTable(): Map<string, number> {
  const table = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    table.set(String.fromCodePoint(printable ? byte : next++), byte);
  }
  return table;
}
