import type { EvaluationEnd, EvaluationState } from '../../backend/evaluation-protocol.js';
import type { LoadOptions } from '../../backend/protocol.js';
import { Emitter } from '../events.js';
import type { EvaluationBackend } from './host.js';

interface Running {
  readonly id: string;
  readonly abort: AbortController;
  state: EvaluationState;
  paused: boolean;
}

/** How an evaluation of this window ended. */
export interface Ended {
  readonly evalFile: string;
  readonly end?: EvaluationEnd;
  readonly error?: unknown;
}

/** The evaluations that run in this window, by their file. */
export class RunningEvaluations {
  readonly #running = new Map<string, Running>();
  readonly #changed = new Emitter<string>();
  readonly #ended = new Emitter<Ended>();
  readonly onDidChange = this.#changed.event;
  readonly onDidEnd = this.#ended.event;
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly backend: () => Promise<EvaluationBackend>,
    private readonly defaults: () => LoadOptions,
    private readonly newId: () => string,
  ) {}

  get files(): readonly string[] {
    return [...this.#running.keys()];
  }

  stateOf(evalFile: string): EvaluationState | undefined {
    return this.#running.get(evalFile)?.state;
  }

  isPaused(evalFile: string): boolean {
    return this.#running.get(evalFile)?.paused === true;
  }

  /** Starts an evaluation, or goes on where its journals end. Its end is told by `onDidEnd`. */
  start(evalFile: string): void {
    if (this.#running.has(evalFile)) return;
    const running: Running = {
      id: this.newId(),
      abort: new AbortController(),
      state: { phase: 'opening', done: 0, total: 0, etaMs: null, work: null },
      paused: false,
    };
    this.#running.set(evalFile, running);
    this.#changed.fire(evalFile);
    const work = this.#run(evalFile, running);
    this.#last = Promise.all([this.#last, work]).then(() => undefined);
  }

  pause(evalFile: string, paused: boolean): void {
    const running = this.#running.get(evalFile);
    if (running === undefined || running.paused === paused) return;
    running.paused = paused;
    this.#changed.fire(evalFile);
    this.backend().then(
      (backend) => backend.pauseEvaluation(running.id, paused),
      () => undefined, // the run itself fails of it, and says so
    );
  }

  /** What is done is kept. */
  cancel(evalFile: string): void {
    this.#running.get(evalFile)?.abort.abort();
  }

  /** Resolves when none runs any more. */
  settled(): Promise<void> {
    return this.#last;
  }

  async #run(evalFile: string, running: Running): Promise<void> {
    const { id, abort } = running;
    let ended: Ended;
    try {
      const backend = await this.backend();
      const params = { id, evalFile, folder: null, defaults: this.defaults() };
      const onState = (state: EvaluationState) => {
        running.state = state;
        this.#changed.fire(evalFile);
      };
      ended = { evalFile, end: await backend.evaluate(params, { onState }, abort.signal) };
    } catch (error) {
      ended = { evalFile, error };
    }
    this.#running.delete(evalFile);
    this.#changed.fire(evalFile);
    this.#ended.fire(ended);
  }
}
