/** Reading JSON of servers that nobody vouches for: what is missing or of another type is undefined. */

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

export function textIn(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberIn(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Ids of tokens. @throws TypeError for anything else */
export function tokensIn(value: unknown): number[] {
  const tokens = listOf(value);
  for (const token of tokens) {
    if (typeof token !== 'number' || !Number.isInteger(token) || token < 0) throw new TypeError('not a token');
  }
  return tokens as number[];
}

export function jsonFields(data: string): Fields {
  return fieldsOf(JSON.parse(data));
}
