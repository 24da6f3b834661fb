import type { LlamaModel, Token as NativeToken } from 'node-llama-cpp';
import type { Token, Tokenizer } from '../../reasoning/engine.js';

/** Tokens in front that decide how the next ones are spelled: a leading space, the rest of a character. */
const DECODE_CONTEXT = 6;

/** `tokenizer.ggml.token_type` of an ordinary token (GGUF specification). */
const NORMAL_TOKEN = 1;

/**
 * What a delimiter looks like: `<think>`, `</s>`, `<|im_end|>`, `[THINK]`. Some vocabularies hold whole phrases as
 * user-defined tokens too ("How many "); those are words and stay usable in anybody's text.
 */
const DELIMITER_SHAPE = /^\s*(?:<[^\s<>]+>|\[[^\s[\]]+\])\s*$/;

/** Ends a line, so that no space belongs after it and it merges with nothing. */
const LEAD = '\n';

/** Tokenizer of a loaded model. */
export class LocalTokenizer implements Tokenizer {
  readonly #model: LlamaModel;
  readonly #special: ReadonlySet<Token>;
  /** Finds spelled special tokens in a text, the longest first; undefined when the model has none. */
  readonly #spelled: RegExp | undefined;
  /** Tokens of {@link LEAD}, put in front of a text that has nothing before it, for vocabularies that put a space in front of every text. */
  readonly #lead: readonly NativeToken[];

  constructor(model: LlamaModel) {
    this.#model = model;
    const special = findSpecialTokens(model);
    this.#special = new Set(special.keys());
    const texts = [...special.values()].filter((text) => text.trim() !== '').sort((a, b) => b.length - a.length);
    this.#spelled = texts.length === 0 ? undefined : new RegExp(texts.map(escapeRegExp).join('|'), 'g');
    const piece = model.tokenize('a', false);
    const joins = model.detokenize([...piece, ...piece], true) === 'aa';
    this.#lead = joins ? [] : model.tokenize(LEAD, false);
  }

  async encodeTemplate(text: string): Promise<Token[]> {
    return [...this.#encode(wellFormed(text), true)];
  }

  async encodeText(text: string): Promise<Token[]> {
    const clean = wellFormed(text);
    const tokens: Token[] = [];
    for (const piece of this.#pieces(clean)) {
      for (const token of this.#encodeWords(piece)) tokens.push(token);
    }
    return tokens;
  }

  decode(tokens: readonly Token[], before: readonly Token[] = []): string {
    if (tokens.length === 0) return '';
    const context = before.length > 0 ? (before.slice(-DECODE_CONTEXT) as NativeToken[]) : [...this.#lead];
    return this.#model.detokenize(tokens as NativeToken[], true, context);
  }

  isEndOfTurn(token: Token): boolean {
    return this.#model.isEogToken(token as NativeToken);
  }

  /** Whether `token` marks structure rather than words: control tokens, and user-defined ones shaped like a delimiter. */
  isSpecial(token: Token): boolean {
    return this.#special.has(token);
  }

  /** Cuts `text` inside every spelled special token, so that no piece spells one. */
  *#pieces(text: string): Generator<string> {
    let from = 0;
    if (this.#spelled !== undefined) {
      this.#spelled.lastIndex = 0;
      for (let match = this.#spelled.exec(text); match !== null; match = this.#spelled.exec(text)) {
        const cut = match.index + match[0].length - match[0].trimStart().length + 1;
        yield text.slice(from, cut);
        from = cut;
        this.#spelled.lastIndex = cut; // the rest of the spelled token may overlap with another one
      }
    }
    if (from < text.length) yield text.slice(from);
  }

  /** Tokens of a piece; character by character where merging its parts would still give a special token. */
  #encodeWords(piece: string): readonly Token[] {
    const tokens = this.#encode(piece, false);
    if (!tokens.some((token) => this.#special.has(token))) return tokens;
    return Array.from(piece, (character) => this.#encode(character, false)).flat();
  }

  /** Without the space that some vocabularies put in front: it would be one that nobody wrote. */
  #encode(text: string, special: boolean): readonly NativeToken[] {
    const lead = this.#lead;
    if (lead.length > 0 && text !== '') {
      const tokens = this.#model.tokenize(LEAD + text, special);
      if (lead.every((token, index) => token === tokens[index])) return tokens.slice(lead.length);
    }
    return this.#model.tokenize(text, special);
  }
}

/** Special tokens of the model with their spelling. */
function findSpecialTokens(model: LlamaModel): Map<Token, string> {
  const found = new Map<Token, string>();
  const vocabulary: readonly string[] = model.fileInfo.metadata.tokenizer.ggml.tokens;
  const types = model.fileInfo.metadata.tokenizer.ggml.token_type as readonly number[] | undefined;
  vocabulary.forEach((spelling, index) => {
    const ordinary = types === undefined || types[index] === NORMAL_TOKEN;
    if (ordinary && !DELIMITER_SHAPE.test(spelling)) return;
    const token = index as NativeToken;
    const attributes = model.getTokenAttributes(token);
    const disguised = attributes.userDefined && DELIMITER_SHAPE.test(spelling);
    if (attributes.control || disguised) found.set(token, model.detokenize([token], true) || spelling);
  });
  return found;
}

/** Lone surrogates have no UTF-8 form; they become U+FFFD here, as they would on the way into the tokenizer. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
