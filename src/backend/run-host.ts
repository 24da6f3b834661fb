import { RunControls } from '../reasoning/controls.js';
import type { Engine } from '../reasoning/engine.js';
import type { TraceEvent } from '../reasoning/events.js';
import type { ReasoningSession } from '../reasoning/session.js';
import type { Control, Trace } from '../reasoning/trace.js';
import { BackendError } from './errors.js';
import { EventBatcher } from './event-batcher.js';
import type { ModelHost } from './model-host.js';
import type { SolveParams, ThinkHarderParams } from './protocol.js';
import type { Turn, Turns } from './turns.js';

/** What a run needs of a reasoning session. */
export type Session = Pick<ReasoningSession, 'solve' | 'thinkHarder' | 'continueRun'> & AsyncDisposable;

type Start = (session: Session, controls: RunControls) => AsyncGenerator<TraceEvent, Trace>;

/** Runs: from a request through its turn, event by event, to the finished trace. */
export class RunHost {
  readonly #runs = new Map<string, RunControls>();

  constructor(
    readonly models: ModelHost<Session>,
    readonly turns: Turns,
    readonly newSession: (engine: Engine) => Session,
    readonly onEvents: (id: string, events: readonly TraceEvent[]) => void,
  ) {}

  get busy(): boolean {
    return this.#runs.size > 0;
  }

  solve({ priority = 'interactive', ...request }: SolveParams, signal: AbortSignal): Promise<Trace> {
    return this.#run(request.id, priority, signal, (session, controls) => session.solve(request, controls));
  }

  thinkHarder({ id, trace, budget }: ThinkHarderParams, signal: AbortSignal): Promise<Trace> {
    return this.#run(id, 'interactive', signal, (session, controls) => session.thinkHarder(trace, budget, controls));
  }

  continueRun({ id, trace, budget }: ThinkHarderParams, signal: AbortSignal): Promise<Trace> {
    return this.#run(id, 'interactive', signal, (session, controls) => session.continueRun(trace, budget, controls));
  }

  /** Takes effect on the next token of the run; without one of that name it is too late, and nothing happens. */
  control(id: string, control: Control): void {
    this.#runs.get(id)?.send(control);
  }

  async #run(id: string, priority: 'interactive' | 'batch', signal: AbortSignal, start: Start): Promise<Trace> {
    if (this.#runs.has(id)) throw new Error(`run ${id} is still going on`);
    const controls = new RunControls();
    this.#runs.set(id, controls);
    // Cancelling is stopping: the run ends in order, with the trace so far.
    const stop = () => controls.send({ kind: 'stop' });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      return await this.turns.run(
        priority,
        (turn) => this.#drive(id, priority, turn, controls, start),
        controls.stopSignal,
      );
    } catch (error) {
      if (error !== controls.stopSignal.reason) throw error;
      throw new BackendError('stopped', 'Stopped before the model began.', { cause: error });
    } finally {
      signal.removeEventListener('abort', stop);
      this.#runs.delete(id);
      this.models.touch(priority === 'interactive' ? 'person' : 'evaluation');
    }
  }

  /** An evaluation has a session of its own: the last solved question keeps its sequence. */
  async #drive(
    id: string,
    priority: 'interactive' | 'batch',
    turn: Turn,
    controls: RunControls,
    start: Start,
  ): Promise<Trace> {
    const { engine, companion } = this.models.require();
    const session = priority === 'batch' ? this.newSession(engine) : companion;
    const batcher = new EventBatcher((events) => this.onEvents(id, events));
    try {
      const run = start(session, controls);
      for (let step = await run.next(); ; step = await run.next()) {
        if (step.done === true) return step.value;
        batcher.push(step.value);
        await turn.rest();
      }
    } finally {
      batcher.flush();
      if (session !== companion) await session[Symbol.asyncDispose]();
    }
  }
}
