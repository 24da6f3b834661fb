/**
 * The engine interface: what evaluates tokens. Everything in src/reasoning is written against it; the local engine
 * (src/engines/local) and remote ones differ only below this line (ARCHITECTURE.md, "The centre").
 */

/** Index into a model's vocabulary. */
export type Token = number;

/** A token that the model proposes. It is not yet part of the sequence: the consumer decides that. */
export interface Sampled {
  readonly token: Token;
  /** Probability of the token after the sampler chain, 0 to 1, where the engine gives it for free. */
  readonly confidence?: number;
}

/** How a token is drawn. `temperature` 0 is greedy; the others then have no effect. */
export interface Sampling {
  readonly temperature: number;
  /** Keep the k most likely tokens; 0 keeps all. */
  readonly topK: number;
  /** Keep the smallest set with this total probability, 0 to 1; 1 keeps all. */
  readonly topP: number;
  /** Drop tokens less likely than this share of the most likely one, 0 to 1; 0 drops none. */
  readonly minP: number;
  /** Explicit always: an engine's own default may be the clock (issue 3: "the seed is fixed and shown"). */
  readonly seed: number;
}

/**
 * Text to tokens and back. Encoding may have to ask a server; decoding never does: an engine knows the text of every
 * token that it drew, encoded or was given.
 */
export interface Tokenizer {
  /**
   * Tokens of `text` as a template author means it: text that spells a special token becomes that token.
   */
  encodeTemplate(text: string): Promise<Token[]>;
  /**
   * Tokens of `text` as somebody's words: text that spells a delimiter stays text, in pieces, unchanged.
   * `decode(encodeText(text))` equals `text`, and no token of the result is special.
   */
  encodeText(text: string): Promise<Token[]>;
  /**
   * Text of `tokens`, special tokens spelled out. `before` are the tokens in front of them, so that a leading space
   * and a character of several tokens come out right.
   */
  decode(tokens: readonly Token[], before?: readonly Token[]): string;
  /** Whether the model says with this token that it has finished its turn. */
  isEndOfTurn(token: Token): boolean;
}

/** What a consumer of draws needs besides tokens. */
export interface Wants {
  readonly confidence?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * One token history inside an engine with its attention cache. One operation at a time, except that a `sample` iterator
 * may rest between two `next()` while the sequence is extended and rewound to the same length again.
 */
export interface Sequence extends AsyncDisposable {
  /** Tokens committed so far. */
  readonly length: number;
  /** Tokens that the engine has evaluated for this sequence since it was opened: shows that a rewind costs nothing. */
  readonly evaluated: number;
  /**
   * Commits `tokens`. `onProgress` receives the number of tokens evaluated so far by this call; `signal` ends it between
   * two pieces, leaving what was evaluated committed.
   * @throws ContextFullError when they do not fit.
   */
  append(tokens: readonly Token[], signal?: AbortSignal, onProgress?: (done: number) => void): Promise<void>;
  /**
   * Draws tokens one after another. A yielded token is not yet committed: `next()` commits it, `next(tokens)` commits
   * those instead, `return()` commits nothing. Needs at least one committed token.
   * `forbidden` is read anew before each draw: tokens that must not be drawn. An engine that cannot forbid one of them
   * (an end of turn, say) draws as usual.
   * `wants.confidence`: every draw must come with its confidence (at a temperature above 0), also where it is not free.
   * `wants.signal`: gives up a draw that may have to be waited for, because a server is busy: `next()` then rejects.
   * @throws ContextFullError when the context has no room for the next token.
   */
  sample(
    sampling: Sampling,
    forbidden?: () => readonly Token[],
    wants?: Wants,
  ): AsyncGenerator<Sampled, void, readonly Token[] | undefined>;
  /**
   * Forgets everything after `length`. On attention models nothing before it is computed again; on others the engine
   * goes back to its nearest checkpoint and evaluates from there.
   */
  rewind(length: number): Promise<void>;
  /** Marks the present length as a place to come back to. Costs nothing on attention models. */
  checkpoint(): Promise<void>;
  /** A second sequence with the same history; the shared prefix is not evaluated again where the engine can share it. */
  fork(): Promise<Sequence>;
}

/** A server that draws the tokens of a model. */
export interface ServedBy {
  /** "llama.cpp", "vLLM". */
  readonly kind: string;
  /** Host and port: where questions go. */
  readonly host: string;
}

/** What is known of a loaded model. */
export interface ModelInfo {
  /** File name without folder, for people; on a server the model's name there. */
  readonly name: string;
  /** SHA-256 of the file, hexadecimal; of a served model, of what the server says about it: its file was not seen. */
  readonly sha256: string;
  /** Who serves it, where it is not in this process. */
  readonly server?: ServedBy;
  /** GGUF architecture, e.g. "llama", "qwen3"; empty where a server does not say it. */
  readonly architecture: string;
  /** The model's own name in its metadata, if any. */
  readonly title?: string;
  /** Bytes of the file. */
  readonly bytes: number;
  readonly parameters?: number;
  /** Tokens that fit into the context as loaded. */
  readonly contextSize: number;
  /** Tokens the model was trained for. */
  readonly trainContextSize: number;
  /** Jinja chat template of the file, if any. */
  readonly chatTemplate?: string;
  /** Text of the tokens that begin a text and end a turn, for the template's variables of those names. */
  readonly bosText?: string;
  readonly eosText?: string;
  /** Whether the file asks for the begin token in front of every text. */
  readonly addBos: boolean;
  /** Where it runs: "cpu", "metal", "cuda", "vulkan", with layers offloaded; "server". */
  readonly device: string;
  readonly gpuLayers: number;
  readonly threads: number;
  /** Whether going back needs a checkpoint (recurrent, hybrid and sliding-window models). */
  readonly needsCheckpoints: boolean;
  /** Sequences that can draw tokens at the same time. */
  readonly sequences: number;
}

/** A loaded model. */
export interface Engine extends AsyncDisposable {
  /** What it was loaded from has changed: it has to be loaded again. Missing: that cannot happen. */
  readonly stale?: boolean;
  /** Name and version of the engine, e.g. "node-llama-cpp 3.21.1 (llama.cpp b1234)". */
  readonly version: string;
  readonly model: ModelInfo;
  readonly tokenizer: Tokenizer;
  /**
   * A new empty sequence. `signal` ends the wait for a server that has no time.
   * @throws ReasoningError "no-sequence-left" when all are in use.
   */
  open(signal?: AbortSignal): Promise<Sequence>;
  /**
   * One vector for each text, of the length that the model's hidden state has; a text that is too long counts up to
   * where the engine cuts it. Null: this model gives none. Missing: this engine gives none.
   */
  embed?(texts: readonly string[], signal?: AbortSignal): Promise<readonly (readonly number[])[] | null>;
}
