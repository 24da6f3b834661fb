import type { Script } from '../scripted-engine.js';

/** Ids of single bytes begin here, behind special tokens and words. */
const BYTES = 1000;

export interface Choice {
  readonly token: number;
  readonly probability: number;
}

/**
 * A byte-level vocabulary as real ones are: special tokens, whole words, and a token for every byte, so that a character
 * outside of ASCII takes several. A script says what comes next.
 */
export class ServedVocabulary {
  readonly #words: readonly string[];

  constructor(
    readonly script: Script,
    readonly special: readonly string[],
    words: readonly string[],
    /** Ends a turn. */
    readonly end: string,
  ) {
    this.#words = [...special, ...words];
  }

  encode(text: string, parseSpecial: boolean): number[] {
    const words = this.#words.filter((word) => parseSpecial || !this.special.includes(word));
    const tokens: number[] = [];
    for (let at = 0; at < text.length;) {
      const rest = text.slice(at);
      const word = words.filter((one) => rest.startsWith(one)).sort((a, b) => b.length - a.length)[0];
      const piece = word ?? String.fromCodePoint(rest.codePointAt(0)!);
      if (word === undefined) tokens.push(...Array.from(Buffer.from(piece), (byte) => BYTES + byte));
      else tokens.push(this.#words.indexOf(word));
      at += piece.length;
    }
    return tokens;
  }

  bytes(token: number): Buffer {
    return token >= BYTES ? Buffer.of(token - BYTES) : Buffer.from(this.#words[token] ?? '');
  }

  text(tokens: readonly number[]): string {
    return Buffer.concat(tokens.map((token) => this.bytes(token))).toString('utf8');
  }

  isSpecial(token: number): boolean {
    return token < this.special.length;
  }

  isEnd(token: number): boolean {
    return this.#words[token] === this.end;
  }

  /** What may follow, the greedy choice first: a character that was begun goes on before anything else. */
  next(history: readonly number[], forbidden: ReadonlySet<number>): Choice {
    const said = Buffer.concat(history.map((token) => this.bytes(token)));
    const begun = unfinished(said);
    const text = said.subarray(0, said.length - begun.length).toString('utf8');
    const all = this.script(text).flatMap(([next, weight]) => {
      const token = this.#after(begun, next);
      return token === undefined ? [] : [{ token, weight }];
    });
    const allowed = all.filter(({ token }) => !forbidden.has(token));
    const wanted = allowed.length === 0 ? all : allowed; // there is always something that a model can say
    const total = wanted.reduce((sum, { weight }) => sum + weight, 0);
    const [first] = wanted;
    if (first === undefined) throw new Error(`the script says nothing at ${JSON.stringify(text.slice(-40))}`);
    return { token: first.token, probability: first.weight / total };
  }

  #after(begun: Buffer, next: string): number | undefined {
    const word = this.#words.indexOf(next);
    if (word >= 0) return begun.length === 0 ? word : undefined;
    const bytes = Buffer.from(next);
    return bytes.subarray(0, begun.length).equals(begun) ? BYTES + bytes[begun.length]! : undefined;
  }
}

/** The bytes at the end of `bytes` that begin a character without ending it. */
export function unfinished(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.subarray(bytes.length - back) : Buffer.alloc(0);
  }
  return Buffer.alloc(0);
}
