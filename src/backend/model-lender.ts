import { setTimeout as delay } from 'node:timers/promises';
import type { Loan, ModelLender } from '../evaluation/index.js';
import type { ModelHost } from './model-host.js';
import type { LoadOptions } from './protocol.js';
import { SharedEngine } from './shared-engine.js';
import type { TakenTurn, Turns } from './turns.js';

/** Whatever needs another model in the background leaves the person's alone until it has rested this long, in milliseconds. */
export const QUIET_MS = 60_000;
/** How often it looks whether that is so. */
const LOOK_MS = 1000;
/** A model that answers at once must not keep messages waiting: after so many milliseconds they are let in. */
const BREATH_MS = 10;

/** A loan of an engine of which one sequence is left to the person. */
export interface EngineLoan extends Loan {
  readonly engine: SharedEngine;
}

export type LenderPhase = 'loading' | 'running' | 'waiting' | 'paused';

/** A switch that one side throws and the other waits for. */
export class Pause {
  #on: AbortController | undefined;

  get isOn(): boolean {
    return this.#on !== undefined;
  }

  /** Resolves at once where it is off. */
  get over(): Promise<void> {
    return this.#on === undefined ? Promise.resolve() : aborted(this.#on.signal);
  }

  set(on: boolean): void {
    if (on === this.isOn) return;
    this.#on?.abort();
    this.#on = on ? new AbortController() : undefined;
  }
}

/**
 * Lends the one loaded model to an evaluation or a pipeline, a piece of work at a time, in turns with what people ask.
 * Loads the model that is wanted where another or none is there.
 */
export class TurnLender implements ModelLender {
  constructor(
    private readonly models: ModelHost<AsyncDisposable>,
    private readonly turns: Turns,
    private readonly options: LoadOptions,
    private readonly pause: Pause,
    private readonly onPhase: (phase: LenderPhase) => void,
    private readonly quietMs = QUIET_MS,
  ) {}

  async borrow(signal: AbortSignal): Promise<EngineLoan> {
    for (;;) {
      await this.#unpaused(signal);
      const turn = await this.turns.take('batch', signal);
      const loaded = this.models.serving(this.options);
      if (loaded !== undefined && !this.pause.isOn) {
        this.onPhase('running');
        return new TurnLoan(new SharedEngine(loaded.engine), turn, this.pause, this.models, this.onPhase, signal);
      }
      turn.end();
      if (this.pause.isOn) continue;
      await this.#quiet(signal);
      this.onPhase('loading');
      await this.models.loadFor(this.options, signal);
    }
  }

  async #unpaused(signal: AbortSignal): Promise<void> {
    if (!this.pause.isOn) return;
    this.onPhase('paused');
    await Promise.race([this.pause.over, aborted(signal)]);
    signal.throwIfAborted();
  }

  async #quiet(signal: AbortSignal): Promise<void> {
    while (this.models.isPersonal(this.options, this.quietMs)) {
      this.onPhase('waiting');
      await delay(Math.min(LOOK_MS, this.quietMs), undefined, { signal });
    }
  }
}

class TurnLoan implements EngineLoan {
  #breath = performance.now();

  constructor(
    readonly engine: SharedEngine,
    private readonly turn: TakenTurn,
    private readonly pause: Pause,
    private readonly models: ModelHost<AsyncDisposable>,
    private readonly onPhase: (phase: LenderPhase) => void,
    private readonly signal: AbortSignal,
  ) {}

  async rest(): Promise<boolean> {
    if (performance.now() - this.#breath > BREATH_MS) {
      await new Promise((resolve) => setImmediate(resolve));
      this.#breath = performance.now();
    }
    // With one sequence alone the person's question has none while a sample holds it.
    if (this.turn.personWaits && this.engine.model.sequences < 2) return false;
    await this.turn.rest();
    while (this.pause.isOn && !this.signal.aborted && !this.turn.unwanted.aborted) {
      this.onPhase('paused');
      const over = Promise.race([this.pause.over, aborted(this.signal), aborted(this.turn.unwanted)]);
      if (this.engine.model.sequences < 2) return false;
      await this.turn.park(over);
      this.onPhase('running');
    }
    return !this.turn.unwanted.aborted;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.turn.end();
    this.models.touch();
  }
}

/** Resolves when the signal is aborted. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
