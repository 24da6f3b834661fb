/** Strings of a JSON text with the place of each of their characters, so that a position survives escapes. */

export interface JsonString {
  readonly kind: 'string';
  readonly value: string;
  /** Offsets in the JSON text: after the opening quote and before the closing one. */
  readonly start: number;
  readonly end: number;
}

export type JsonNode =
  | JsonString
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, JsonNode> }
  | { readonly kind: 'other'; readonly value: number | boolean | null };

/** Values nested deeper than this are not read. */
const DEEPEST = 200;

/** The value that begins in `text` at or after `from`, or undefined where the text is no JSON. */
export function readJson(text: string, from = 0, to = text.length): JsonNode | undefined {
  const reader = new Reader(text, from, to);
  const node = reader.value(0);
  return node !== undefined && reader.atEnd() ? node : undefined;
}

class Reader {
  constructor(
    readonly text: string,
    public at: number,
    readonly to: number,
  ) {}

  atEnd(): boolean {
    this.#space();
    return this.at >= this.to;
  }

  #space(): void {
    while (this.at < this.to && ' \t\r\n'.includes(this.text[this.at] ?? 'x')) this.at++;
  }

  #take(c: string): boolean {
    this.#space();
    if (this.at >= this.to || this.text[this.at] !== c) return false;
    this.at++;
    return true;
  }

  value(depth: number): JsonNode | undefined {
    if (depth > DEEPEST) return undefined;
    this.#space();
    const c = this.text[this.at];
    if (c === '"') return this.#string();
    if (c === '{') return this.#object(depth);
    if (c === '[') return this.#array(depth);
    const literal = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)/.exec(
      this.text.slice(this.at, Math.min(this.to, this.at + 40)),
    );
    if (literal === null) return undefined;
    this.at += literal[0].length;
    return { kind: 'other', value: JSON.parse(literal[0]) as number | boolean | null };
  }

  #string(): JsonString | undefined {
    const start = this.at + 1;
    let i = start;
    while (i < this.to && this.text[i] !== '"') {
      if (this.text[i] === '\\') i++;
      i++;
    }
    if (i >= this.to) return undefined;
    this.at = i + 1;
    const raw = this.text.slice(start, i);
    if (!raw.includes('\\')) return { kind: 'string', value: raw, start, end: i };
    try {
      return { kind: 'string', value: JSON.parse(`"${raw}"`) as string, start, end: i };
    } catch {
      return undefined;
    }
  }

  #object(depth: number): JsonNode | undefined {
    this.at++;
    const fields = new Map<string, JsonNode>();
    if (this.#take('}')) return { kind: 'object', fields };
    do {
      this.#space();
      if (this.text[this.at] !== '"') return undefined;
      const key = this.#string();
      if (key === undefined || !this.#take(':')) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      fields.set(key.value, value);
    } while (this.#take(','));
    return this.#take('}') ? { kind: 'object', fields } : undefined;
  }

  #array(depth: number): JsonNode | undefined {
    this.at++;
    const items: JsonNode[] = [];
    if (this.#take(']')) return { kind: 'array', items };
    do {
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    } while (this.#take(','));
    return this.#take(']') ? { kind: 'array', items } : undefined;
  }
}

/**
 * For a string with escapes: offset in the JSON text of each character of its value, and of its end.
 * @returns `value.length + 1` offsets
 */
export function offsetsOf(text: string, node: JsonString): number[] {
  const offsets: number[] = [];
  for (let i = node.start; i < node.end; i++) {
    offsets.push(i);
    if (text[i] === '\\') i += text[i + 1] === 'u' ? 5 : 1;
  }
  offsets.push(node.end);
  return offsets;
}
