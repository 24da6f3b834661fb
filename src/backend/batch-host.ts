import { RunControls } from '../reasoning/controls.js';
import { thinkingFormatOf } from '../reasoning/beginning.js';
import type { Engine } from '../reasoning/engine.js';
import type { Trace } from '../reasoning/trace.js';
import { trainingText, type TrainingText } from '../reasoning/training-text.js';
import type { Loan } from '../evaluation/index.js';
import type { BatchExamples, BatchModel, BatchSolveParams, BatchTexts } from './batch-protocol.js';
import type { ModelHost } from './model-host.js';
import { Pause, TurnLender } from './model-lender.js';
import type { LoadOptions } from './protocol.js';
import type { Session } from './run-host.js';
import type { SharedEngine } from './shared-engine.js';
import { SharedLoans } from './shared-loans.js';
import type { Turns } from './turns.js';

/** What pipelines ask of models, in turns with what people ask and with evaluations. */
export class BatchHost {
  readonly #loans = new SharedLoans();
  #running = 0;

  constructor(
    private readonly models: ModelHost<AsyncDisposable>,
    private readonly turns: Turns,
    private readonly newSession: (engine: Engine) => Session,
    /** See QUIET_MS in model-lender.ts. */
    private readonly quietMs?: number,
  ) {}

  get busy(): boolean {
    return this.#running > 0;
  }

  describe(load: LoadOptions, signal: AbortSignal): Promise<BatchModel> {
    return this.#alone(load, signal, async (engine) => ({
      model: engine.model,
      engine: engine.version,
      thinkingFormat: (await thinkingFormatOf(engine)).name,
      places: engine.places,
    }));
  }

  /** The finished trace. Where the model is wanted elsewhere meanwhile, it is begun again later. */
  async solve({ load, ...request }: BatchSolveParams, signal: AbortSignal): Promise<Trace> {
    this.#running += 1;
    try {
      for (;;) {
        await using loan = await this.#loans.join(JSON.stringify(load), this.#source(load), signal);
        const trace = await this.#attempt(loan, request, signal);
        if (trace !== undefined) return trace;
      }
    } finally {
      this.#running -= 1;
    }
  }

  countTokens({ load, texts }: BatchTexts, signal: AbortSignal): Promise<readonly number[]> {
    return this.#alone(load, signal, async ({ tokenizer }) => {
      const counts: number[] = [];
      for (const text of texts) counts.push((await tokenizer.encodeText(text)).length);
      return counts;
    });
  }

  trainingTexts({ load, examples }: BatchExamples, signal: AbortSignal): Promise<readonly TrainingText[]> {
    return this.#alone(load, signal, async (engine) => {
      const format = await thinkingFormatOf(engine);
      const written: TrainingText[] = [];
      for (const example of examples) {
        signal.throwIfAborted();
        written.push(await trainingText(example, engine.model, format, engine.tokenizer));
      }
      return written;
    });
  }

  /** Null: the model gives none. */
  embed({ load, texts }: BatchTexts, signal: AbortSignal): Promise<readonly (readonly number[])[] | null> {
    return this.#alone(load, signal, (engine) => engine.embed(texts, signal));
  }

  /** @returns undefined: the model was wanted elsewhere */
  async #attempt(loan: Loan, request: Omit<BatchSolveParams, 'load'>, signal: AbortSignal): Promise<Trace | undefined> {
    await using session = this.newSession(loan.engine);
    const controls = new RunControls();
    const stop = () => controls.send({ kind: 'stop' });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      let gaveWay = false;
      const run = session.solve(request, controls);
      for (let step = await run.next(); ; step = await run.next()) {
        if (step.done === true) {
          signal.throwIfAborted();
          return gaveWay ? undefined : step.value;
        }
        // What comes after "stop" is of no interest; it is followed to its end, so that the sequence is given back.
        if (controls.stopSignal.aborted) continue;
        gaveWay = !(await loan.rest());
        if (gaveWay) stop();
      }
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** A turn of its own, for what is over in a moment. */
  async #alone<R>(load: LoadOptions, signal: AbortSignal, work: (engine: SharedEngine) => Promise<R>): Promise<R> {
    this.#running += 1;
    try {
      await using loan = await this.#source(load).borrow(signal);
      return await work(loan.engine);
    } finally {
      this.#running -= 1;
    }
  }

  #source(load: LoadOptions) {
    const { turns } = this;
    const lender = new TurnLender(this.models, turns, load, new Pause(), () => undefined, this.quietMs);
    return {
      borrow: (signal: AbortSignal) => lender.borrow(signal),
      get isWanted() {
        return turns.isWanted;
      },
    };
  }
}
