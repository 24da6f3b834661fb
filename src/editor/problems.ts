import type { Trace } from '../reasoning/trace.js';
import type { Problem, ViewAction } from '../webview/protocol.js';
import { t } from './texts.js';

/** Kinds of errors after which another model, or the same file anew, is what helps. */
const MODEL_KINDS = new Set([
  'model-missing',
  'model-is-directory',
  'model-not-readable',
  'model-not-gguf',
  'model-truncated',
  'model-unsupported',
  'no-template',
  'bad-template',
  'no-model',
]);
/** Kinds after which the size of the context is what helps. */
const CONTEXT_KINDS = new Set(['context-full', 'question-too-long', 'out-of-memory']);

/**
 * What is shown for an error of a run: its sentence and the one thing to do about it. The cause goes to the log.
 * `trace`: what there is of the trace; one that has not ended can be continued.
 */
export function problemOf(error: unknown, trace: Trace | null): Problem {
  const kind = kindOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (kind === 'stopped') {
    return { message: t('Stopped while the model was loading.'), ...offer(t('Try Again'), 'restart'), log: false };
  }
  if (MODEL_KINDS.has(kind)) return { message, ...offer(t('Choose a Model'), 'select-model'), log: true };
  if (CONTEXT_KINDS.has(kind)) return { message, ...offer(t('Change the Context Size'), 'context-size'), log: true };
  if (kind === 'empty-question') return { message, log: false };
  const canContinue = trace !== null && trace.spans.length > 0 && trace.end.answer !== 'natural';
  return canContinue
    ? { message, ...offer(t('Continue'), 'continue'), log: true }
    : { message, ...offer(t('Try Again'), 'restart'), log: true };
}

export function kindOf(error: unknown): string {
  if (error instanceof Error && 'kind' in error && typeof error.kind === 'string') return error.kind;
  return error instanceof Error && error.name === 'AbortError' ? 'stopped' : 'internal';
}

/** The trace that an error of a run carries, if any: nothing that was thought is lost. */
export function traceOf(error: unknown): Trace | undefined {
  return error instanceof Error && 'trace' in error ? (error.trace as Trace | undefined) : undefined;
}

/** An error's sentence with its cause, for the log. */
export function forLog(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by: ${forLog(error.cause)}`;
  return `${kindOf(error)}: ${error.stack ?? error.message}${cause}`;
}

function offer(label: string, request: ViewAction): { action: { label: string; request: ViewAction } } {
  return { action: { label, request } };
}
