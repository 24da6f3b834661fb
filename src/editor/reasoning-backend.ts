import type { LoadOptions, SolveParams, ThinkHarderParams } from '../backend/protocol.js';
import type { ModelInfo } from '../reasoning/engine.js';
import type { TraceEvent } from '../reasoning/events.js';
import type { Control, Trace } from '../reasoning/trace.js';

type OnEvents = (events: readonly TraceEvent[]) => void;

/** What the editor asks of the backend; `BackendClient` is it. Failures are errors with a `kind` and a sentence. */
export interface ReasoningBackend {
  load(options: LoadOptions, signal?: AbortSignal): Promise<ModelInfo>;
  unload(): Promise<void>;
  solve(params: SolveParams, onEvents: OnEvents, signal?: AbortSignal): Promise<Trace>;
  thinkHarder(params: ThinkHarderParams, onEvents: OnEvents, signal?: AbortSignal): Promise<Trace>;
  continueRun(params: ThinkHarderParams, onEvents: OnEvents, signal?: AbortSignal): Promise<Trace>;
  control(id: string, control: Control): void;
}

/** What is told about the model without being asked. */
export interface ModelEvents {
  onLoadProgress(progress: {
    readonly phase: 'checking' | 'reading' | 'measuring';
    readonly fraction: number;
    readonly bytes: number;
  }): void;
  /** It was loaded: by a question, by a queue of them, or by an evaluation. */
  onLoaded(): void;
  onUnloaded(reason: string): void;
}

export interface BackendSource {
  /** Tells `events` what happens to the model from now on. Starts nothing. */
  follow(events: ModelEvents): void;
  /** The backend; started by its first request, so that asking for it costs nothing. */
  connect(): Promise<ReasoningBackend>;
}
