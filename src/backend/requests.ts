import { CancellationTokenSource, ResponseError, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc';
import type { BackendProcess, Ended } from './backend-process.js';
import { BackendError, toWire } from './errors.js';
import type { Log } from './engine-provider.js';
import type { ErrorData } from './protocol.js';

/** Sends one request over a connection. */
export type Send<R> = (connection: MessageConnection, token: CancellationToken) => Promise<R>;

/** Codes below -32000 are the protocol's own; the kind in `data` is what callers switch on. */
const APPLICATION_ERROR = 1;

/**
 * The caller's side of a request: waits for its answer, or for the end of the process.
 * @param endError what the end of the process means to a person
 * @throws BackendError
 */
export async function requestOf<R>(
  process: Pick<BackendProcess, 'connection' | 'ended' | 'onEnd'>,
  send: Send<R>,
  endError: (end: Ended, broken?: unknown) => BackendError,
  signal?: AbortSignal,
): Promise<R> {
  const cancellation = new CancellationTokenSource();
  const cancel = () => cancellation.cancel();
  let forget: () => void = () => undefined;
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const answer = send(process.connection, cancellation.token);
    if (signal?.aborted === true) cancel();
    return await new Promise<R>((resolve, reject) => {
      forget = process.onEnd((end) => reject(endError(end)));
      answer.then(resolve, reject);
    });
  } catch (error) {
    if (error instanceof BackendError) throw error;
    const data: unknown = error instanceof ResponseError ? error.data : undefined;
    if (isErrorData(data)) throw new BackendError(data.kind, (error as Error).message, { cause: data.cause });
    // The connection broke: the process is ending, and how it does says more.
    throw endError(await process.ended, error);
  } finally {
    forget();
    signal?.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}

/** The answering side: errors cross the wire as a sentence, a kind and a cause; the log has the cause as well. */
export function answering(log: Log): <R>(work: () => R | Promise<R>) => Promise<R | ResponseError<ErrorData>> {
  return async (work) => {
    try {
      return await work();
    } catch (error) {
      const { message, data } = toWire(error);
      log(data.kind === 'stopped' ? 'debug' : 'error', `${message}\n${data.cause ?? ''}`);
      return new ResponseError(APPLICATION_ERROR, message, data);
    }
  };
}

/** JSON-RPC's cancellation as a web standard one. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

function isErrorData(data: unknown): data is ErrorData {
  return typeof data === 'object' && data !== null && 'kind' in data && typeof data.kind === 'string';
}
