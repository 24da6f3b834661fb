/** Vocabularies for test models: byte-level BPE as GPT-2 and Qwen use it, and a small SentencePiece one. */
import { bool, f32s, i32s, text, texts, u32, type Metadata } from './writer.js';

/** `tokenizer.ggml.token_type`. */
export const NORMAL = 1;
export const UNKNOWN = 2;
export const CONTROL = 3;
export const USER_DEFINED = 4;
export const BYTE = 6;

export interface Vocabulary {
  readonly size: number;
  /** Id of a token by its text. */
  id(text: string): number;
  readonly metadata: Metadata;
}

/** As in Qwen3's files: control tokens around turns, delimiters of thinking as user-defined tokens. */
export const QWEN_SPECIALS: readonly (readonly [string, number])[] = [
  ['<|endoftext|>', CONTROL],
  ['<|im_start|>', CONTROL],
  ['<|im_end|>', CONTROL],
  ['<tool_call>', USER_DEFINED],
  ['</tool_call>', USER_DEFINED],
  ['<think>', USER_DEFINED],
  ['</think>', USER_DEFINED],
];

export const CHAT_TEMPLATE = `{%- for message in messages %}<|im_start|>{{ message.role }}
{{ message.content }}<|im_end|>
{% endfor %}{%- if add_generation_prompt %}<|im_start|>assistant
{% endif %}`;

/**
 * Byte-level BPE.
 * @param words each becomes one token, also with a space in front
 * @param size filled up to this many tokens, if more
 */
export function byteVocabulary(
  words: readonly string[],
  size = 0,
  specials = QWEN_SPECIALS,
  chatTemplate: string | null = CHAT_TEMPLATE,
): Vocabulary {
  const tokens: string[] = [];
  const types: number[] = [];
  const merges = new Set<string>();
  const ids = new Map<string, number>();
  const add = (token: string, type = NORMAL): void => {
    if (ids.has(token)) return;
    ids.set(token, tokens.length);
    tokens.push(token);
    types.push(type);
  };
  const merge = (left: string, right: string): string => {
    merges.add(`${left} ${right}`);
    add(left + right);
    return left + right;
  };
  for (let byte = 0; byte < 256; byte++) add(BYTES[byte]!);
  for (const word of words) {
    const spelled = spell(word);
    const spaced = spelled.startsWith(SPACE) && spelled.length > 1;
    const [first, ...rest] = spaced ? spelled.slice(1) : spelled;
    const whole = rest.reduce(merge, first!);
    if (spaced) merge(SPACE, whole);
  }
  while (tokens.length < size - specials.length) add(`${SPACE}fill${tokens.length}`);
  for (const [special, type] of specials) add(special, type);
  const id = (word: string): number => {
    const found = ids.get(word) ?? ids.get(spell(word));
    if (found === undefined) throw new Error(`no token for ${JSON.stringify(word)}`);
    return found;
  };
  const metadata: Metadata = [
    ['tokenizer.ggml.model', text('gpt2')],
    ['tokenizer.ggml.pre', text('qwen2')],
    ['tokenizer.ggml.tokens', texts(tokens)],
    ['tokenizer.ggml.token_type', i32s(types)],
    ['tokenizer.ggml.merges', texts([...merges])],
    ['tokenizer.ggml.eos_token_id', u32(id('<|im_end|>'))],
    ['tokenizer.ggml.padding_token_id', u32(id('<|endoftext|>'))],
    ['tokenizer.ggml.bos_token_id', u32(id('<|endoftext|>'))],
    ['tokenizer.ggml.add_bos_token', bool(false)],
    ...(chatTemplate === null ? [] : [['tokenizer.chat_template', text(chatTemplate)] as const]),
  ];
  return { size: tokens.length, id, metadata };
}

/** SentencePiece with a space in front of every text, as in Llama 2: bytes, letters and the given words. */
export function sentencePieceVocabulary(words: readonly string[]): Vocabulary {
  const tokens: string[] = ['<unk>', '<s>', '</s>'];
  const types: number[] = [UNKNOWN, CONTROL, CONTROL];
  for (let byte = 0; byte < 256; byte++) {
    tokens.push(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
    types.push(BYTE);
  }
  const pieces = new Set<string>(['▁']);
  for (let code = 33; code < 127; code++) pieces.add(String.fromCharCode(code));
  for (const word of words) {
    for (let end = 1; end <= word.length; end++) pieces.add(word.slice(0, end).replaceAll(' ', '▁'));
  }
  for (const piece of pieces) {
    tokens.push(piece);
    types.push(NORMAL);
  }
  const metadata: Metadata = [
    ['tokenizer.ggml.model', text('llama')],
    ['tokenizer.ggml.tokens', texts(tokens)],
    ['tokenizer.ggml.scores', f32s(tokens.map((token) => token.length))],
    ['tokenizer.ggml.token_type', i32s(types)],
    ['tokenizer.ggml.bos_token_id', u32(1)],
    ['tokenizer.ggml.eos_token_id', u32(2)],
    ['tokenizer.ggml.unknown_token_id', u32(0)],
    ['tokenizer.ggml.add_bos_token', bool(true)],
    ['tokenizer.ggml.add_space_prefix', bool(true)],
  ];
  return { size: tokens.length, id: (word) => tokens.indexOf(word), metadata };
}

/** GPT-2's printable stand-in for each byte. */
const BYTES = ((): string[] => {
  let next = 256;
  const printable = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
})();
const SPACE = BYTES[32]!;

function spell(word: string): string {
  return [...Buffer.from(word, 'utf8')].map((byte) => BYTES[byte]).join('');
}
