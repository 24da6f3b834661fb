import type { LoadOptions } from '../../src/backend/protocol.js';
import type { BackendSource, ModelEvents, ReasoningBackend } from '../../src/editor/reasoning-backend.js';
import type { Budget } from '../../src/reasoning/budget.js';
import type { ModelInfo } from '../../src/reasoning/engine.js';
import { applyEvent, type TraceEvent } from '../../src/reasoning/events.js';
import type { Control, Trace } from '../../src/reasoning/trace.js';
import { emptyTrace } from './traces.js';

const MODEL: ModelInfo = {
  name: 'model.gguf',
  sha256: '0'.repeat(64),
  architecture: 'llama',
  bytes: 1,
  contextSize: 1024,
  trainContextSize: 1024,
  addBos: false,
  device: 'cpu',
  gpuLayers: 0,
  threads: 1,
  needsCheckpoints: false,
  sequences: 8,
};

/** A backend whose events and ends the test decides. It keeps what it was asked. */
export class FakeBackend implements ReasoningBackend, BackendSource {
  readonly asked: string[] = [];
  readonly controls: Control[] = [];
  budget: Budget | undefined;
  loadError: Error | undefined;
  events: ModelEvents | undefined;
  #run: { push: (events: readonly TraceEvent[]) => void; end: (error?: Error) => void } | undefined;
  #trace: Trace = emptyTrace();

  follow(events: ModelEvents): void {
    this.events = events;
  }

  async connect(): Promise<ReasoningBackend> {
    return this;
  }

  async load(options: LoadOptions, signal?: AbortSignal): Promise<ModelInfo> {
    this.asked.push(`load ${options.path}`);
    if (signal?.aborted === true) throw Object.assign(new Error('Stopped.'), { kind: 'stopped' });
    if (this.loadError !== undefined) throw this.loadError;
    return MODEL;
  }

  async unload(): Promise<void> {
    this.asked.push('unload');
  }

  solve(params: { id: string; question: Trace['question']; budget: Budget }, onEvents: OnEvents, signal?: AbortSignal) {
    this.asked.push(`solve ${params.question.text}`);
    this.budget = params.budget;
    this.#trace = emptyTrace({ id: params.id, question: params.question });
    return this.#begin(onEvents, signal);
  }

  thinkHarder(params: { trace: Trace; budget: Budget }, onEvents: OnEvents, signal?: AbortSignal) {
    this.asked.push('thinkHarder');
    this.budget = params.budget;
    this.#trace = params.trace;
    return this.#begin(onEvents, signal);
  }

  continueRun(params: { trace: Trace; budget: Budget }, onEvents: OnEvents, signal?: AbortSignal) {
    this.asked.push('continue');
    this.budget = params.budget;
    this.#trace = params.trace;
    return this.#begin(onEvents, signal);
  }

  control(_id: string, control: Control): void {
    this.controls.push(control);
  }

  /** Sends events of the run that is going on. */
  send(...events: TraceEvent[]): void {
    for (const event of events) this.#trace = applyEvent(this.#trace, event);
    this.#run?.push(events);
  }

  /** Ends the run: with its trace, or with an error that carries it. */
  end(error?: Error): void {
    this.#run?.end(error);
  }

  async #begin(onEvents: OnEvents, signal?: AbortSignal): Promise<Trace> {
    return new Promise((resolve, reject) => {
      this.#run = {
        push: onEvents,
        end: (error) => {
          if (error === undefined) resolve(this.#trace);
          else reject(Object.assign(error, { trace: this.#trace }));
        },
      };
      signal?.addEventListener('abort', () => {
        this.#run?.end();
      });
      onEvents([{ type: 'start', trace: this.#trace }]);
    });
  }
}

type OnEvents = (events: readonly TraceEvent[]) => void;

/** Lets everything that is ready run. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
}
