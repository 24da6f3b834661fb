import type { Loan } from '../evaluation/index.js';
import { unlessAborted } from '../reasoning/unless-aborted.js';
import type { EngineLoan } from './model-lender.js';
import type { SharedEngine } from './shared-engine.js';

/** Where a loan comes from, and whether somebody else waits for the model that it is of. */
export interface LoanSource {
  borrow(signal: AbortSignal): Promise<EngineLoan>;
  readonly isWanted: boolean;
}

/**
 * The model's turn, shared by what runs side by side on it: it is taken for the first and given back after the last. Who
 * comes while another job waits for the model is part of a later turn, so that nobody waits for ever.
 */
export class SharedLoans {
  readonly #shared = new Map<string, SharedLoan>();

  /**
   * A place on the model of `source`, which `key` names.
   * @throws the signal's reason when it is aborted before there is one; what borrowing throws
   */
  async join(key: string, source: LoanSource, signal: AbortSignal): Promise<Loan> {
    let shared = this.#shared.get(key);
    if (shared?.isOpen !== true) {
      const fresh = new SharedLoan(source, () => {
        if (this.#shared.get(key) === fresh) this.#shared.delete(key);
      });
      this.#shared.set(key, fresh);
      shared = fresh;
    }
    return shared.enter(signal);
  }
}

class SharedLoan {
  readonly #loan: Promise<EngineLoan>;
  readonly #unneeded = new AbortController();
  /** Those who wait for a place, in order. */
  readonly #waiting: (() => void)[] = [];
  #members = 0;
  #placed = 0;
  #given = false;
  #goesOn = true;
  #rest: Promise<boolean> | undefined;

  constructor(
    private readonly source: LoanSource,
    private readonly onEmpty: () => void,
  ) {
    this.#loan = source.borrow(this.#unneeded.signal);
    this.#loan.then(
      () => (this.#given = true),
      () => (this.#goesOn = false),
    );
  }

  get isOpen(): boolean {
    return this.#goesOn && !(this.#given && this.source.isWanted);
  }

  async enter(signal: AbortSignal): Promise<Loan> {
    this.#members += 1;
    try {
      const { engine } = await unlessAborted(this.#loan, signal);
      await this.#place(engine, signal);
      return {
        engine,
        rest: () => this.#restTogether(),
        [Symbol.asyncDispose]: () => {
          this.#placed -= 1;
          this.#waiting.shift()?.();
          return this.#leave();
        },
      };
    } catch (error) {
      await this.#leave();
      throw error;
    }
  }

  async #place({ places }: SharedEngine, signal: AbortSignal): Promise<void> {
    while (this.#placed >= places) {
      let go: () => void = () => undefined;
      const free = new Promise<void>((resolve) => (go = resolve));
      this.#waiting.push(go);
      try {
        await unlessAborted(free, signal);
      } catch (error) {
        const at = this.#waiting.indexOf(go);
        if (at >= 0) this.#waiting.splice(at, 1);
        else this.#waiting.shift()?.(); // the place that it was just given is free
        throw error;
      }
    }
    this.#placed += 1;
  }

  /** Whoever comes to the end of a token while the others rest, rests with them. */
  #restTogether(): Promise<boolean> {
    this.#rest ??= this.#loan
      .then((loan) => loan.rest())
      .then((goesOn) => {
        this.#goesOn &&= goesOn;
        return this.#goesOn;
      })
      .finally(() => (this.#rest = undefined));
    return this.#rest;
  }

  async #leave(): Promise<void> {
    this.#members -= 1;
    if (this.#members > 0) return;
    this.#goesOn = false;
    this.onEmpty();
    this.#unneeded.abort();
    const loan = await this.#loan.catch(() => undefined);
    await loan?.[Symbol.asyncDispose]();
  }
}
