import type { Token } from '../../reasoning/engine.js';
import type { TextProtocol, TokenBytes } from './protocol.js';

/** Stands for bytes that are no character. */
const REPLACED = '\ufffd';
const UNKNOWN = Buffer.from(REPLACED);

/**
 * What tokens stand for, as far as they have been met: drawn, encoded, or in a trace that is gone on with. Grows with
 * the tokens in use, a few thousand, and never has to ask when something is decoded.
 */
export class Pieces {
  readonly #bytes = new Map<Token, Uint8Array>();

  constructor(private readonly protocol: TextProtocol) {}

  has(token: Token): boolean {
    return this.#bytes.has(token);
  }

  add(tokens: readonly TokenBytes[]): void {
    for (const { token, bytes } of tokens) if (bytes !== undefined) this.#bytes.set(token, bytes);
  }

  /**
   * Finds out what `tokens` stand for.
   * @returns whether all are known now; what is but a part of a character is, once the rest of it is there
   */
  async learn(tokens: readonly Token[], signal: AbortSignal): Promise<boolean> {
    if (this.#unknown(tokens).length === 0) return true;
    const text = await this.protocol.detokenize(tokens, signal);
    if (tokens.length === 1 && text.includes(REPLACED)) return false;
    // Tokenised again, a text gives the bytes of those that are but a part of a character.
    this.add(await this.protocol.tokenize(text, { special: true, begin: false }, signal));
    for (const token of this.#unknown(tokens)) {
      const alone = await this.#alone(token, signal);
      if (!alone.includes(REPLACED)) this.#bytes.set(token, Buffer.from(alone));
    }
    return this.#unknown(tokens).length === 0;
  }

  /** Their text; an unfinished character at the end is U+FFFD. */
  textOf(tokens: readonly Token[]): string {
    return decoded(Buffer.concat(tokens.map((token) => this.#bytes.get(token) ?? UNKNOWN)));
  }

  #unknown(tokens: readonly Token[]): Token[] {
    return [...new Set(tokens)].filter((token) => !this.#bytes.has(token));
  }

  /** Behind itself, because decoders drop a space at the beginning of a text. */
  async #alone(token: Token, signal: AbortSignal): Promise<string> {
    const twice = await this.protocol.detokenize([token, token], signal);
    const once = await this.protocol.detokenize([token], signal);
    return twice.startsWith(once) ? twice.slice(once.length) : once;
  }
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
