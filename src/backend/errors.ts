import type { ErrorData } from './protocol.js';
import type { Trace } from '../reasoning/trace.js';

/** What the backend process itself can refuse; the reasoning and the engine have kinds of their own. */
export type BackendErrorKind =
  /** Nothing is loaded. */
  | 'no-model'
  /** An evaluation that has not begun has no report. */
  | 'no-samples'
  /** Stopped before the model began. */
  | 'stopped'
  /** The backend process ended by itself. */
  | 'crashed'
  /** The backend process could not be started. */
  | 'not-started'
  /** The client was disposed of. */
  | 'closed'
  /** A fault of ours. */
  | 'internal';

/**
 * An error on its way to a person: `message` is one sentence that says what to do, `kind` is for code, `cause` for the
 * log. An error of a run carries the trace so far: nothing that was thought is lost.
 */
export class BackendError extends Error {
  override readonly name: string = 'BackendError';
  constructor(
    /** A BackendErrorKind, or the kind of the reasoning's or the engine's error. */
    readonly kind: string,
    message: string,
    options?: ErrorOptions,
    readonly trace?: Trace,
  ) {
    super(message, options);
  }

  withTrace(trace: Trace | undefined): BackendError {
    return trace === undefined ? this : new BackendError(this.kind, this.message, { cause: this.cause }, trace);
  }
}

/** The backend process ended by itself. A new one starts with the next request, and `trace` can be continued in it. */
export class BackendCrashedError extends BackendError {
  override readonly name = 'BackendCrashedError';
  constructor(
    readonly exit: ProcessExit,
    options?: ErrorOptions,
    trace?: Trace,
  ) {
    super('crashed', crashSentence(exit, trace !== undefined), options, trace);
  }

  override withTrace(trace: Trace | undefined): BackendCrashedError {
    return new BackendCrashedError(this.exit, { cause: this.cause }, trace);
  }
}

/** How a process ended: one of the two is null. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Exit code of a Windows process that met an instruction its processor lacks (STATUS_ILLEGAL_INSTRUCTION). */
const ILLEGAL_INSTRUCTION = 0xc000001d;

/** One sentence on why the backend ended and what to do. */
function crashSentence({ code, signal }: ProcessExit, hasTrace: boolean): string {
  if (signal === 'SIGILL' || code === ILLEGAL_INSTRUCTION) {
    return 'This processor lacks instructions that the engine needs (AVX2 on x64): use a newer machine or a remote engine.';
  }
  const goOn = hasTrace
    ? 'the trace so far is kept: continue it, and a new one starts'
    : 'try again, and a new one starts';
  if (signal === 'SIGKILL' || code === 137) {
    return `The model's process was killed, perhaps by the system for want of memory; ${goOn} (a smaller context or model needs less).`;
  }
  return `The model's process ended unexpectedly (${signal ?? `code ${code ?? 'unknown'}`}); ${goOn}.`;
}

/** Anything thrown, as what goes over the wire: errors that name their kind keep their sentence. */
export function toWire(error: unknown): { message: string; data: ErrorData } {
  const cause = causeText(error);
  if (error instanceof Error && 'kind' in error && typeof error.kind === 'string') {
    return { message: error.message, data: { kind: error.kind, cause } };
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return { message: 'Stopped.', data: { kind: 'stopped', cause } };
  }
  const what = error instanceof Error ? error.message : String(error);
  return {
    message: `Something went wrong inside Think Harder (${what}): see the log, and report it if it happens again.`,
    data: { kind: 'internal', cause },
  };
}

/** Stack and causes, for the log. */
export function causeText(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : JSON.stringify(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by: ${causeText(error.cause)}`;
}
