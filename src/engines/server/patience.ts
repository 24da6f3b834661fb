import { setTimeout as delay } from 'node:timers/promises';
import { ServerError } from './errors.js';
import type { TextProtocol } from './protocol.js';

/** How long a server may be asked again for what passes, in milliseconds. */
export interface Patience {
  /** It answers, but has no time or is loading its model. */
  readonly busyMs: number;
  /** Nobody answers, or the connection broke off. */
  readonly lostMs: number;
}

/** While a model is being used: a server may be started again under it. */
export const IN_USE: Patience = { busyMs: 300_000, lostMs: 15_000 };
/** When it is loaded: a server that is not there is said at once, one that reads its model is waited for. */
export const AT_LOAD: Patience = { busyMs: 900_000, lostMs: 0 };

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/** Counts what passes, and waits a little longer each time. */
export class Retries {
  /** The first failure, and the first since somebody answered. */
  #since: number | undefined;
  #lostSince: number | undefined;
  #pause = FIRST_PAUSE_MS;

  constructor(
    private readonly patience: Patience,
    private readonly signal: AbortSignal,
  ) {}

  /** It worked: what fails from now on is something else. */
  worked(): void {
    this.#since = undefined;
    this.#lostSince = undefined;
    this.#pause = FIRST_PAUSE_MS;
  }

  /** Waits where trying again is worth it. @throws `error` where it is not */
  async after(error: unknown): Promise<void> {
    this.signal.throwIfAborted();
    if (!(error instanceof ServerError) || !error.passing) throw error;
    const now = performance.now();
    this.#since ??= now;
    const { busyMs, lostMs } = this.patience;
    if (error.kind === 'server-busy') this.#lostSince = undefined;
    else this.#lostSince ??= now;
    const isLost = this.#lostSince !== undefined && now - this.#lostSince >= lostMs;
    if (isLost || now - this.#since >= Math.max(busyMs, lostMs)) throw error;
    await delay(this.#pause, undefined, { signal: this.signal });
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
  }
}

/** Does `work` until it works, or has failed for good. */
export async function retrying<T>(work: () => Promise<T>, patience: Patience, signal: AbortSignal): Promise<T> {
  const retries = new Retries(patience, signal);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      await retries.after(error);
    }
  }
}

/**
 * Text to tokens and back on a server in use. What passes is waited for; the server may have been started again meanwhile,
 * with another model, so that is looked at before it is asked again.
 */
export function patient(protocol: TextProtocol, look: (signal: AbortSignal) => Promise<void>): TextProtocol {
  const asking = <T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> => {
    let isFirst = true;
    const work = async () => {
      if (!isFirst) await look(signal);
      isFirst = false;
      return ask();
    };
    return retrying(work, IN_USE, signal);
  };
  return {
    tokenize: (text, how, signal) => asking(() => protocol.tokenize(text, how, signal), signal),
    detokenize: (tokens, signal) => asking(() => protocol.detokenize(tokens, signal), signal),
  };
}
