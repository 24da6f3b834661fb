import type { Engine, ModelInfo } from '../../reasoning/engine.js';
import { ReasoningError } from '../../reasoning/errors.js';
import { ServerError } from './errors.js';
import type { ServerProtocol } from './protocol.js';
import { ServerSequence } from './server-sequence.js';
import type { ServerTokenizer } from './tokenizer.js';

/** A model that a server has in memory. Made by `connectServer`. */
export class ServerEngine implements Engine {
  constructor(
    readonly version: string,
    readonly model: ModelInfo,
    readonly tokenizer: ServerTokenizer,
    private readonly protocol: ServerProtocol,
    /** Ends every request of this engine. */
    private readonly closing: AbortController,
  ) {}

  async open(): Promise<ServerSequence> {
    if (this.closing.signal.aborted) throw closed();
    return new ServerSequence({
      protocol: this.protocol,
      tokenizer: this.tokenizer,
      contextSize: this.model.contextSize,
      signal: this.closing.signal,
      explained: (error) => this.#explained(error),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.closing.abort();
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
