import type { Engine, ModelInfo } from '../../reasoning/engine.js';
import { ReasoningError } from '../../reasoning/errors.js';
import { ServerError } from './errors.js';
import { identify } from './identity.js';
import { IN_USE, retrying } from './patience.js';
import type { ServerProtocol } from './protocol.js';
import { ServerSequence } from './server-sequence.js';
import type { ServerTokenizer } from './tokenizer.js';

/** A model that a server has in memory. Made by `connectServer`. */
export class ServerEngine implements Engine {
  #seen = performance.now();
  #stale = false;

  constructor(
    readonly version: string,
    readonly model: ModelInfo,
    readonly tokenizer: ServerTokenizer,
    private readonly protocol: ServerProtocol,
    /** Ends every request of this engine. */
    private readonly closing: AbortController,
    /** How long the server is trusted to serve this model, in milliseconds. */
    private readonly trustMs: number,
  ) {}

  /** The server was found with another model. */
  get stale(): boolean {
    return this.#stale;
  }

  async open(signal?: AbortSignal): Promise<ServerSequence> {
    if (this.closing.signal.aborted) throw closed();
    const waits = signal === undefined ? this.closing.signal : AbortSignal.any([this.closing.signal, signal]);
    if (performance.now() - this.#seen > this.trustMs) {
      await retrying(() => this.look(waits), IN_USE, waits).catch((error: unknown) => {
        throw this.#explained(error);
      });
    }
    return new ServerSequence({
      protocol: this.protocol,
      tokenizer: this.tokenizer,
      contextSize: this.model.contextSize,
      signal: this.closing.signal,
      explained: (error) => this.#explained(error),
      look: (signal) => this.look(signal),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.closing.abort();
  }

  /** @throws ServerError "server-model" where the server serves another model than when it was connected */
  async look(signal: AbortSignal): Promise<void> {
    const { server: { kind, host } = { kind: '', host: '' }, name, sha256 } = this.model;
    const now = await identify(kind, await this.protocol.describe(signal), this.protocol, signal);
    this.#seen = performance.now();
    this.#stale = now !== sha256;
    if (!this.#stale) return;
    const message = `${host} no longer serves ${name} as it did: ask again to use what it serves now.`;
    throw new ServerError('server-model', message);
  }

  #explained(error: unknown): unknown {
    if (this.closing.signal.aborted) return closed(error);
    return explained(error, this.model.server?.host ?? 'The server');
  }
}

/** Errors with a sentence pass; what comes of an answer that was not understood gets one. */
export function explained(error: unknown, host: string): unknown {
  if (error instanceof ServerError || error instanceof ReasoningError || error instanceof RangeError) return error;
  if (!(error instanceof SyntaxError || error instanceof TypeError)) return error;
  const message = `${host} answers in a way that is not understood: update the server.`;
  return new ServerError('server-unsupported', message, { cause: error });
}

function closed(cause?: unknown): ServerError {
  return new ServerError('closed', 'The model was unloaded: solve the question again.', { cause });
}
