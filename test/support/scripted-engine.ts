import type { Engine, ModelInfo, Sampled, Sampling, Sequence, Token, Tokenizer } from '../../src/reasoning/engine.js';
import { ContextFullError } from '../../src/reasoning/errors.js';

/** What may come next, with weights; the first one is the greedy choice. `END` ends the turn. */
export type Script = (text: string) => readonly (readonly [token: string, weight: number])[];

export const END = '<|im_end|>';
const SPECIAL = ['<|im_start|>', END, '<think>', '</think>'];
/** Ids of single characters begin here, behind the words. */
const CHARACTERS = 10_000;

export interface ScriptedOptions {
  /** Words that are one token each. Everything else is one token a character. */
  readonly words?: readonly string[];
  /** Words that are special: text written by people never becomes them. */
  readonly special?: readonly string[];
  readonly contextSize?: number;
  readonly chatTemplate?: string;
  readonly title?: string;
  readonly sequences?: number;
  readonly sha256?: string;
}

export const CHATML =
  "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n<think>\n{% endif %}{# '\n</think>\n' #}";

/** An engine without a model: a function says what comes next. Counts what it "evaluates", as a real one would. */
export class ScriptedEngine implements Engine {
  readonly version = 'scripted 1';
  readonly tokenizer: ScriptedTokenizer;
  readonly model: ModelInfo;
  readonly opened: ScriptedSequence[] = [];

  constructor(
    readonly script: Script,
    options: ScriptedOptions = {},
  ) {
    this.tokenizer = new ScriptedTokenizer(options.words ?? [], options.special ?? SPECIAL);
    this.model = {
      name: 'scripted.gguf',
      sha256: options.sha256 ?? '0'.repeat(64),
      architecture: 'scripted',
      bytes: 0,
      contextSize: options.contextSize ?? 4096,
      trainContextSize: options.contextSize ?? 4096,
      chatTemplate: options.chatTemplate ?? CHATML,
      addBos: false,
      device: 'cpu',
      gpuLayers: 0,
      threads: 1,
      needsCheckpoints: false,
      sequences: options.sequences ?? 64,
      ...(options.title === undefined ? {} : { title: options.title }),
    };
  }

  async open(): Promise<ScriptedSequence> {
    const sequence = new ScriptedSequence(this, []);
    this.opened.push(sequence);
    return sequence;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // nothing is held
  }
}

export class ScriptedTokenizer implements Tokenizer {
  readonly #words: string[];

  constructor(
    words: readonly string[],
    private readonly special: readonly string[],
  ) {
    this.#words = [...special, ...words];
  }

  async encodeTemplate(text: string): Promise<Token[]> {
    return this.spelled(text);
  }

  /** As `encodeTemplate`, at once. */
  spelled(text: string): Token[] {
    return this.#encode(text, this.#words);
  }

  async encodeText(text: string): Promise<Token[]> {
    return this.#encode(
      text,
      this.#words.filter((word) => !this.special.includes(word)),
    );
  }

  decode(tokens: readonly Token[]): string {
    return tokens.map((t) => (t >= CHARACTERS ? String.fromCodePoint(t - CHARACTERS) : this.#words[t])).join('');
  }

  isEndOfTurn(token: Token): boolean {
    return this.#words[token] === END;
  }

  #encode(text: string, words: readonly string[]): Token[] {
    const tokens: Token[] = [];
    for (let i = 0; i < text.length;) {
      const rest = text.slice(i);
      const word = words.filter((w) => rest.startsWith(w)).sort((a, b) => b.length - a.length)[0];
      const piece = word ?? String.fromCodePoint(rest.codePointAt(0)!);
      tokens.push(word === undefined ? CHARACTERS + piece.codePointAt(0)! : this.#words.indexOf(word));
      i += piece.length;
    }
    return tokens;
  }
}

export class ScriptedSequence implements Sequence {
  evaluated = 0;
  #cached: number;

  constructor(
    private readonly engine: ScriptedEngine,
    public tokens: Token[],
  ) {
    this.#cached = tokens.length;
  }

  get length(): number {
    return this.tokens.length;
  }

  get text(): string {
    return this.engine.tokenizer.decode(this.tokens);
  }

  async append(tokens: readonly Token[]): Promise<void> {
    if (this.length + tokens.length > this.engine.model.contextSize)
      throw new ContextFullError(this.engine.model.contextSize);
    this.tokens.push(...tokens);
  }

  async *sample(
    sampling: Sampling,
    forbidden: () => readonly Token[] = () => [],
  ): AsyncGenerator<Sampled, void, readonly Token[] | undefined> {
    const random = stream(sampling.seed);
    for (;;) {
      this.evaluated += this.length - this.#cached;
      this.#cached = this.length;
      const { token, confidence } = this.#draw(sampling.temperature === 0 ? 0 : random(), forbidden());
      const instead = yield sampling.temperature === 0 ? { token } : { token, confidence };
      await this.append(instead ?? [token]);
    }
  }

  async rewind(length: number): Promise<void> {
    if (length > this.length) throw new Error(`rewind to ${length} of ${this.length}`);
    this.tokens.length = length;
    this.#cached = Math.min(this.#cached, length);
  }

  async checkpoint(): Promise<void> {
    // every place can be gone back to
  }

  async fork(): Promise<ScriptedSequence> {
    return new ScriptedSequence(this.engine, [...this.tokens]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.tokens = [];
  }

  #draw(at: number, forbidden: readonly Token[]): { token: Token; confidence: number } {
    const wanted = this.engine.script(this.text).map(([text, weight]) => ({ token: this.#one(text), weight }));
    const allowed = wanted.filter(({ token }) => !forbidden.includes(token));
    const all = allowed.length === 0 ? wanted : allowed; // as an engine that cannot forbid the last choice
    const total = all.reduce((n, { weight }) => n + weight, 0);
    let left = at * total;
    for (const { token, weight } of all) {
      left -= weight;
      if (left < 0 || at === 0) return { token, confidence: weight / total };
    }
    const first = all[0];
    if (first === undefined) throw new Error('the script says nothing at: ' + JSON.stringify(this.text.slice(-40)));
    return { token: first.token, confidence: first.weight / total };
  }

  #one(text: string): Token {
    const tokens = this.engine.tokenizer.spelled(text);
    if (tokens.length !== 1) throw new Error(`not one token: ${JSON.stringify(text)}`);
    return tokens[0]!;
  }
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function stream(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A model that writes `texts` in turn, one character a token (words whole): the n-th text after the n-th time that one of
 * `cues` stands in the context behind the prompt.
 */
export function writes(
  texts: Readonly<Record<string, string>>,
  words: readonly string[] = [],
  special = SPECIAL,
): Script {
  const cues = Object.keys(texts);
  return (text) => {
    const found = cues.map((cue) => ({ cue, at: text.lastIndexOf(cue) })).filter(({ at }) => at >= 0);
    const last = found.sort((a, b) => b.at + b.cue.length - (a.at + a.cue.length))[0];
    if (last === undefined) return [[END, 1]];
    const wanted = texts[last.cue]!;
    const done = text.slice(last.at + last.cue.length);
    const rest = wanted.startsWith(done) ? wanted.slice(done.length) : '';
    if (rest === '') return [[END, 1]];
    const word = [...special, ...words].filter((w) => rest.startsWith(w)).sort((a, b) => b.length - a.length)[0];
    return [[word ?? String.fromCodePoint(rest.codePointAt(0)!), 1]];
  };
}
