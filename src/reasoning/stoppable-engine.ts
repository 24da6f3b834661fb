import type { Engine, ModelInfo, Sequence, Token, Tokenizer } from './engine.js';
import { unlessAborted } from './unless-aborted.js';

/**
 * A run takes "stop" between two tokens, where its replay takes it too; a text that is encoded in the ordinary time is no
 * reason to end sooner.
 */
const GRACE_MS = 1000;

/** An engine as one run sees it: "stop" ends also the wait for a server that has no time to encode a text. */
export class StoppableEngine implements Engine {
  readonly tokenizer: Tokenizer;

  constructor(
    private readonly engine: Engine,
    readonly stop: AbortSignal,
  ) {
    const { tokenizer } = engine;
    const encoding = (tokens: Promise<Token[]>) => unlessAborted(tokens, stop, GRACE_MS);
    this.tokenizer = {
      encodeTemplate: (text) => encoding(tokenizer.encodeTemplate(text)),
      encodeText: (text) => encoding(tokenizer.encodeText(text)),
      decode: (tokens, before) => tokenizer.decode(tokens, before),
      isEndOfTurn: (token) => tokenizer.isEndOfTurn(token),
    };
  }

  get version(): string {
    return this.engine.version;
  }

  get model(): ModelInfo {
    return this.engine.model;
  }

  open(): Promise<Sequence> {
    return this.engine.open(this.stop);
  }

  /** The engine is its owner's. */
  async [Symbol.asyncDispose](): Promise<void> {
    // nothing of its own
  }
}
