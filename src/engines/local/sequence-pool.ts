import type { LlamaContext, LlamaContextSequence } from 'node-llama-cpp';
import { ContextFullError, ReasoningError } from '../../reasoning/errors.js';
import { DecodeGate } from './decode-gate.js';
import { StateFile, type StateFolder } from './state-files.js';
import { EngineError, unloaded } from './errors.js';

/** Something that lives in one of the context's native sequences, and can be asked to leave it for a while. */
export interface Tenant {
  /** Whether it could leave now: no operation under way, no sampling at rest. */
  readonly idle: boolean;
  /** Larger: used later. */
  readonly lastUsed: number;
  /** Leaves its native sequence. */
  suspend(): Promise<void>;
}

/**
 * Checkpoints on models that cannot forget a tail (recurrent, hybrid, sliding window): one each 512 tokens bounds what a
 * rewind to any other place evaluates again, within 1 GiB of memory.
 */
const CHECKPOINTS = { max: 64, interval: 512, maxMemory: 2 ** 30 };

/** Hands out the native sequences of a context; makes room by suspending the least recently used idle tenant. */
export class SequencePool {
  readonly gate = new DecodeGate();
  readonly #tenants = new Map<Tenant, LlamaContextSequence>();
  #queue: Promise<unknown> = Promise.resolve();
  #clock = 0;
  #closed = false;

  constructor(
    readonly context: LlamaContext,
    readonly states: StateFolder,
    /** Tokens that fit into one sequence. */
    readonly contextSize: number,
    /** Tokens evaluated in one piece while a prompt is fed. */
    readonly pieceSize: number,
  ) {}

  /** A time stamp for {@link Tenant.lastUsed}. */
  now(): number {
    return ++this.#clock;
  }

  /** One change of tenancy at a time. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /**
   * A native sequence for `tenant`. Call within {@link exclusively}.
   * @throws ReasoningError "no-sequence-left" when all are in use.
   */
  async acquire(tenant: Tenant): Promise<LlamaContextSequence> {
    if (this.#closed) throw unloaded();
    if (this.context.sequencesLeft === 0) {
      const idle = [...this.#tenants.keys()].filter((other) => other.idle);
      idle.sort((a, b) => a.lastUsed - b.lastUsed);
      const leaving = idle[0];
      if (leaving === undefined) {
        throw new ReasoningError(
          'no-sequence-left',
          `All ${this.context.totalSequences} sequences of the loaded model are in use: wait until one is done, or stop one.`,
        );
      }
      await leaving.suspend();
    }
    const native = this.context.getSequence({
      contextShift: {
        strategy: () => {
          throw new ContextFullError(this.contextSize);
        },
      },
      checkpoints: CHECKPOINTS,
    });
    this.#tenants.set(tenant, native);
    return native;
  }

  /** Gives the tenant's native sequence back. */
  async release(tenant: Tenant): Promise<void> {
    const native = this.#tenants.get(tenant);
    this.#tenants.delete(tenant);
    await native?.dispose();
  }

  /** No more sequences from here on: the model is being unloaded. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue;
    await this.context.dispose();
    await this.states[Symbol.asyncDispose]();
  }

  /** Saves the state of `native` to a new file. @throws EngineError "state-file". */
  async save(native: LlamaContextSequence): Promise<StateFile> {
    const path = await this.states.newPath(this.context.stateSize);
    try {
      await native.saveStateToFile(path);
    } catch (error) {
      throw new EngineError(
        'state-file',
        'The state of an earlier question could not be saved: free some disk space, or close questions that are no longer needed.',
        { cause: error },
      );
    }
    return new StateFile(path, native.nextTokenIndex);
  }
}
