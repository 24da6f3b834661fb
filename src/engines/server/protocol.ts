import type { Sampling, Token } from '../../reasoning/engine.js';

/** What a server says of the model it serves. */
export interface ServedModel {
  /** Kind and version of the server, for the trace. */
  readonly server: string;
  /** The model's name there. */
  readonly name: string;
  /** Tokens that fit into one context. */
  readonly contextSize: number;
  readonly trainContextSize: number;
  /** Jinja. */
  readonly chatTemplate: string;
  readonly bosText: string;
  readonly eosText: string;
  readonly parameters?: number;
  readonly bytes?: number;
  /** Contexts that it works on at the same time. */
  readonly sequences: number;
  /** What else it says, so that another model under the same name is told apart. */
  readonly facts: unknown;
}

/** A token with the bytes that it stands for, special tokens spelled out; without them where they cannot be told. */
export interface TokenBytes {
  readonly token: Token;
  readonly bytes?: Uint8Array;
}

export interface CompletionRequest {
  readonly prompt: readonly Token[];
  /** Most tokens to draw; at least 1. */
  readonly most: number;
  readonly sampling: Sampling;
  readonly forbidden: readonly Token[];
  readonly confidence: boolean;
}

/** What comes out of a completion, in this order: what was read, then token by token. */
export type CompletionEvent =
  | {
      readonly kind: 'read';
      /** Prompt tokens that the server evaluated, those of its cache left out where it says so. */
      readonly tokens: number;
    }
  | {
      readonly kind: 'token';
      readonly token: Token;
      /** What it stands for; undefined: the server did not say, or could not because a character is unfinished. */
      readonly text?: string;
      readonly confidence?: number;
      /** The server ended the completion with it, because the model ends its turn so. */
      readonly endsTurn: boolean;
    };

/** What a tokenizer needs of a server. */
export type TextProtocol = Pick<ServerProtocol, 'tokenize' | 'detokenize'>;

/** What an engine needs of a server. One file for each kind of server. All methods throw ServerError. */
export interface ServerProtocol {
  describe(signal: AbortSignal): Promise<ServedModel>;
  /**
   * @param special whether text that spells a special token becomes it; a server that cannot choose always does so
   * @param begin whether the begin token is put in front where the model wants it
   */
  tokenize(
    text: string,
    how: { readonly special: boolean; readonly begin: boolean },
    signal: AbortSignal,
  ): Promise<readonly TokenBytes[]>;
  /** Special tokens spelled out; U+FFFD for bytes that are no character. */
  detokenize(tokens: readonly Token[], signal: AbortSignal): Promise<string>;
  /** Draws until the model ends its turn, `most` is reached, or the generator is ended. */
  complete(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<CompletionEvent, void>;
}
